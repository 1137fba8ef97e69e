from django.db import migrations

from uhis_portal.database.guards import OWN_ACCOUNT, row_security, within

# Who registered a family alone reads its file: from now on by a row of its own.
HOLDERS = """
INSERT INTO people_fileholder (id, account_id, household_id, how, joined_at)
SELECT gen_random_uuid(), account_id, household_id, 'application', decided_at
FROM applications_application WHERE status = 'approved' AND channel = 'citizen';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0003_from_the_first_tap"),
        ("people", "0005_guards_of_the_new"),
        ("files", "0004_documents_are_private"),
    ]

    operations = [
        row_security("applications_paper", see=[OWN_ACCOUNT, within("governorate_id", "reviews")]),
        row_security("applications_interest", see=[]),
        migrations.RunSQL(HOLDERS, migrations.RunSQL.noop),
    ]
