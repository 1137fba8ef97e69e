from django.db import migrations

from uhis_portal.database.guards import OWN_ACCOUNT, private_history, row_security, within

REVIEWED = within("governorate_id", "reviews")


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [
        row_security("applications_application", see=[OWN_ACCOUNT, f"status <> 'draft' AND {REVIEWED}"]),
        row_security("applications_applicant", see=[OWN_ACCOUNT, REVIEWED]),
        *private_history("applications_applicationevent"),
        *private_history("applications_applicantevent"),
    ]
