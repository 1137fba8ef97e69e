"""A check says how many cells it compared, and finds what folding remembers wrongly of who a patient is."""

from django.conf import settings
from django.db import migrations, models

# As in the fold: as whom the roll-ups count a patient, and as whom they should. Whoever is marked is looked up anew anyway.
FUNCTIONS = """
CREATE FUNCTION statistics_mistaken_patients() RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT patient FROM (
    (SELECT patient FROM statistics_knownas
      UNION SELECT merged_id FROM people_merge
      UNION SELECT patient_id FROM records_identification)
    EXCEPT
    (SELECT patient FROM statistics_identitydelta
      UNION SELECT said.patient_id FROM statistics_identitydelta AS mark
              JOIN records_identification AS said ON said.beneficiary_id = mark.patient)
  ) AS other
  LEFT JOIN statistics_knownas AS known USING (patient)
  LEFT JOIN people_beneficiary AS own ON own.id = patient
  LEFT JOIN (SELECT DISTINCT ON (patient_id) patient_id, beneficiary_id FROM records_identification
              ORDER BY patient_id, position DESC) AS said ON said.patient_id = patient
  LEFT JOIN people_beneficiary AS goes_on ON goes_on.id = coalesce(own.id, said.beneficiary_id)
 WHERE coalesce(known.person, own.id) IS DISTINCT FROM coalesce(goes_on.merged_into_id, goes_on.id)
$$;
CREATE FUNCTION statistics_mark_mistaken_patients() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE marked bigint;
BEGIN
  INSERT INTO statistics_identitydelta (patient) SELECT * FROM statistics_mistaken_patients();
  GET DIAGNOSTICS marked = ROW_COUNT;
  RETURN marked;
END $$;
"""
NAMES = ("statistics_mistaken_patients()", "statistics_mark_mistaken_patients()")
RIGHTS = "".join(
    f'REVOKE ALL ON FUNCTION {one} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {one} TO "{settings.SERVING_ROLE}";'
    for one in NAMES
)


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0006_people_reached"),
        ("people", "0003_life_of_a_family"),
        ("records", "0006_home_of_the_patient"),
    ]

    operations = [
        migrations.AddField(
            "check", "cells", models.BigIntegerField(default=0, help_text="cells compared")
        ),
        migrations.AlterField(
            "check", "wrong", models.BigIntegerField(default=0, help_text="cells that differed, and were mended")
        ),
        migrations.RunSQL(FUNCTIONS + RIGHTS, "".join(f"DROP FUNCTION {one};" for one in reversed(NAMES))),
    ]
