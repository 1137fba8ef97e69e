from django.db import migrations

# A former name and a status were columns of a facility; each now has rows of its own.
FILL = """
INSERT INTO directory_othername (facility_id, kind, name, name_ar, name_en, source)
SELECT code, 'former', coalesce(former_name_ar, former_name_en), nullif(former_name_ar, ''), nullif(former_name_en, ''), source
FROM directory_facility WHERE nullif(former_name_ar, '') IS NOT NULL OR nullif(former_name_en, '') IS NOT NULL;
INSERT INTO directory_statusperiod (facility_id, status, source) SELECT code, status, source FROM directory_facility;
"""


class Migration(migrations.Migration):
    # The history triggers call a function of pghistory's own migrations.
    dependencies = [("directory", "0004_all_that_is_known"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
