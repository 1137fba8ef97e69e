"""Distinct people: what stood for a person before a change is read from the ledger, less what is pending.

A table of care by person grew as large as a third of the ledger, and folding each change read a page of it and one of its
index that nobody had touched for months. The page of the ledger's own index has just been written when the change is
folded. Row and delta are committed together, so in one snapshot the ledger without what is pending is what was folded.
"""

from importlib import import_module

from django.db import migrations, models

from uhis_portal.database.guards import row_security

BEFORE = import_module("services.statistics.migrations.0006_people_reached")

# A step is +1 where a person's first entry comes to stand, -1 where the last one goes: in the governorate and year, in the
# governorate ever, in the country that year, and in the country ever.
COUNTS = """
  who AS MATERIALIZED (
    SELECT DISTINCT person, service_type FROM changes
  ), other AS MATERIALIZED (
    SELECT who.person, who.service_type, known.patient
      FROM who JOIN statistics_knownas AS known ON known.person = who.person
  ), named AS MATERIALIZED (
    SELECT who.person, who.service_type, who.person AS patient
      FROM who WHERE NOT EXISTS (SELECT FROM statistics_knownas AS known WHERE known.patient = who.person)
    UNION ALL
    SELECT person, service_type, patient FROM other
  ), held AS (
    SELECT named.person, named.service_type, extract(year FROM entry.provided_on)::int AS year,
           entry.governorate_id AS governorate, sign(entry.quantity)::int AS records
      FROM named CROSS JOIN LATERAL (
        SELECT provided_on, governorate_id, quantity FROM records_servicerecord
         WHERE beneficiary_id = named.patient AND service_type_id = named.service_type OFFSET 0) AS entry
    UNION ALL
    SELECT other.person, other.service_type, extract(year FROM entry.provided_on)::int, entry.governorate_id,
           sign(entry.quantity)::int
      FROM other CROSS JOIN LATERAL (
        SELECT provided_on, governorate_id, quantity FROM records_servicerecord
         WHERE other_patient_id = other.patient AND service_type_id = other.service_type OFFSET 0) AS entry
    UNION ALL
    SELECT named.person, named.service_type, pending.year, pending.governorate, -pending.records
      FROM named JOIN statistics_caredelta AS pending
        ON pending.patient = named.patient AND pending.service_type = named.service_type
  ), state AS (
    SELECT person, service_type, year, governorate, sum(was) > 0 AS was, sum(records) > 0 AS is_now
      FROM (
        SELECT person, service_type, year, governorate, records AS was, records FROM held
        UNION ALL
        SELECT person, service_type, year, governorate, 0, records FROM changes
      ) AS either
     GROUP BY 1, 2, 3, 4
  ), counts AS (
    SELECT coalesce(governorate, 'EG') AS governorate, service_type, coalesce(year, 0) AS year, sum(step)::bigint AS people
      FROM (
        SELECT service_type, year, governorate, bool_or(is_now)::int - bool_or(was)::int AS step
          FROM state
         GROUP BY GROUPING SETS ((person, service_type, year, governorate), (person, service_type, governorate),
                                 (person, service_type, year), (person, service_type))
      ) AS crossing
     WHERE step <> 0 GROUP BY 1, 2, 3
  )"""



def as_before(functions: str) -> str:
    return functions.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


FOLD = f"""
CREATE OR REPLACE FUNCTION statistics_fold_people(at_once int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE folded bigint;
BEGIN
  WITH taken AS (
    DELETE FROM statistics_caredelta
     WHERE id IN (SELECT id FROM statistics_caredelta ORDER BY id LIMIT at_once) RETURNING *
  ), taken_marks AS (
    DELETE FROM statistics_identitydelta
     WHERE id IN (SELECT id FROM statistics_identitydelta ORDER BY id LIMIT at_once) RETURNING *
  ), {BEFORE.TAKEN}, {COUNTS}, learnt AS (
    INSERT INTO statistics_knownas (patient, person) SELECT patient, is_now FROM changed ORDER BY patient
    ON CONFLICT (patient) DO UPDATE SET person = excluded.person
  ), counted AS (
    INSERT INTO statistics_peoplereached AS cell (governorate, service_type, year, people)
    SELECT governorate, service_type, year, people FROM counts ORDER BY 1, 2, 3
    ON CONFLICT (governorate, service_type, year) DO UPDATE SET people = cell.people + excluded.people
  )
  SELECT (SELECT count(*) FROM taken) + (SELECT count(*) FROM taken_marks) INTO folded;
  RETURN folded;
END $$;
"""

PENDING = f"""
CREATE OR REPLACE FUNCTION statistics_people_changes()
RETURNS TABLE (governorate varchar, service_type varchar, year int, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH {BEFORE.WAITING}, {COUNTS}
  SELECT governorate, service_type, year, people FROM counts
$$;
DROP FUNCTION statistics_person_changes();
"""

# The way back: the table as the fold had left it, which is the ledger without what is pending.
AGAIN = f"""
LOCK TABLE records_servicerecord IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO statistics_personreached (person, service_type, year, governorate, records)
SELECT person, service_type, year, governorate, sum(records) FROM (
  SELECT CASE WHEN known.patient IS NOT NULL THEN known.person ELSE entry.beneficiary_id END AS person,
         entry.service_type_id AS service_type, extract(year FROM entry.provided_on)::int AS year,
         entry.governorate_id AS governorate, sign(entry.quantity)::int AS records
    FROM records_servicerecord AS entry
    LEFT JOIN statistics_knownas AS known ON known.patient = coalesce(entry.beneficiary_id, entry.other_patient_id)
  UNION ALL
  SELECT CASE WHEN known.patient IS NOT NULL THEN known.person WHEN pending.registered THEN pending.patient END,
         pending.service_type, pending.year, pending.governorate, -pending.records
    FROM statistics_caredelta AS pending
    LEFT JOIN statistics_knownas AS known ON known.patient = pending.patient
) AS care
 WHERE person IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING sum(records) <> 0;
{as_before(BEFORE.FOLD + BEFORE.PENDING)}
REVOKE DELETE, TRUNCATE ON statistics_personreached FROM "{BEFORE.ROLE}";
REVOKE ALL ON FUNCTION statistics_person_changes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION statistics_person_changes() TO "{BEFORE.ROLE}";
"""
WALL = row_security("statistics_personreached", see=[])


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0011_services_of_facility_by_month"),
        ("records", "0007_indexes_of_what_is_looked_for"),
    ]

    operations = [
        migrations.AddIndex(
            "caredelta", models.Index(fields=["patient"], name="pending_care_of_a_patient")
        ),
        migrations.AddIndex("knownas", models.Index(fields=["person"], name="patients_of_a_person")),
        migrations.RunSQL(FOLD + PENDING, AGAIN),
        migrations.RunSQL(WALL.reverse_sql, WALL.sql),
        migrations.DeleteModel("PersonReached"),
    ]
