from django.db import migrations

# What each kind is by now becomes its first version, as far back as is known.
FILL = """
INSERT INTO catalogue_kindversion
       (service_type_id, name, name_ar, name_en, level, category, setting, copayment_class, encounter_class,
        icd10_reason, loinc_document, source, until_source)
SELECT code, name, name_ar, name_en, level, category, setting, copayment_class, encounter_class, icd10_reason,
       loinc_document, 'the portal''s own list of kinds of service', ''
  FROM catalogue_servicetype AS kind
 WHERE NOT EXISTS (SELECT FROM catalogue_kindversion WHERE service_type_id = kind.code)
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_versions_initiatives_specialties")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
