"""Distinct people: one function folds what is pending, others say what the pending changes would come to.

A person is counted from the first entry that stands to the last one that is undone. A merge or an identification moves
what was counted of a patient: that is what the ledger holds of the patient, without what is pending. All is one
statement, and so one snapshot; one drainer at a time holds the lock.
"""

from django.conf import settings
from django.db import migrations

from uhis_portal.database.guards import row_security

PRIVATE = ("statistics_caredelta", "statistics_identitydelta", "statistics_knownas", "statistics_personreached")


def changes(deltas: str, marks: str) -> str:
    """CTEs from `marked` to `changes`: what the deltas and the marks add to each person's care.

    Look-ups of the large tables are LATERAL, each by its key: a plan made for many rows would else read them whole.
    """
    return f"""
  marked AS MATERIALIZED (
    SELECT patient FROM {marks}
    UNION
    SELECT said.patient_id FROM {marks} AS mark
      JOIN records_identification AS said ON said.beneficiary_id = mark.patient
  ), changed AS MATERIALIZED (
    SELECT * FROM (
      SELECT marked.patient, coalesce(known.person, own.id) AS was, coalesce(goes_on.merged_into_id, goes_on.id) AS is_now
        FROM marked
        LEFT JOIN statistics_knownas AS known ON known.patient = marked.patient
        LEFT JOIN LATERAL (SELECT id FROM people_beneficiary WHERE id = marked.patient LIMIT 1) AS own ON true
        LEFT JOIN LATERAL (SELECT beneficiary_id FROM records_identification WHERE patient_id = marked.patient
                            ORDER BY position DESC LIMIT 1) AS said ON true
        LEFT JOIN LATERAL (SELECT id, merged_into_id FROM people_beneficiary
                            WHERE id = coalesce(own.id, said.beneficiary_id) LIMIT 1) AS goes_on ON true
    ) AS one WHERE was IS DISTINCT FROM is_now
  ), stood AS MATERIALIZED (
    SELECT patient, was, is_now, service_type, year, governorate, sum(records) AS records FROM (
      SELECT changed.*, record.service_type_id AS service_type, extract(year FROM record.provided_on)::int AS year,
             record.governorate_id AS governorate, sign(record.quantity)::int AS records
        FROM changed CROSS JOIN LATERAL (
          SELECT * FROM records_servicerecord WHERE beneficiary_id = changed.patient
          UNION ALL
          SELECT * FROM records_servicerecord WHERE other_patient_id = changed.patient) AS record
      UNION ALL
      SELECT changed.*, service_type, year, governorate, -records
        FROM changed JOIN statistics_caredelta AS pending USING (patient)
    ) AS care GROUP BY 1, 2, 3, 4, 5, 6
  ), changes AS MATERIALIZED (
    SELECT person, service_type, year, governorate, sum(records)::int AS records FROM (
      SELECT was AS person, service_type, year, governorate, -records AS records FROM stood
      UNION ALL
      SELECT is_now, service_type, year, governorate, records FROM stood
      UNION ALL
      SELECT CASE WHEN changed.patient IS NOT NULL THEN changed.is_now
                  WHEN known.patient IS NOT NULL THEN known.person
                  WHEN delta.registered THEN delta.patient END,
             delta.service_type, delta.year, delta.governorate, delta.records
        FROM {deltas} AS delta
        LEFT JOIN changed ON changed.patient = delta.patient
        LEFT JOIN statistics_knownas AS known ON known.patient = delta.patient
    ) AS care
     WHERE person IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING sum(records) <> 0
  )"""


# A step is +1 where a person's first entry comes to stand, -1 where the last one goes: in the governorate and year, in the
# governorate ever, in the country that year, and in the country ever.
COUNTS = """
  crossed AS MATERIALIZED (
    SELECT * FROM (
      SELECT changes.person, changes.service_type, changes.year, changes.governorate,
             (coalesce(stands.records, 0) + changes.records > 0)::int - (coalesce(stands.records, 0) > 0)::int AS step
        FROM changes LEFT JOIN LATERAL (
          SELECT records FROM statistics_personreached AS held
           WHERE held.person = changes.person AND held.service_type = changes.service_type
             AND held.year = changes.year AND held.governorate = changes.governorate LIMIT 1) AS stands ON true
    ) AS one WHERE step <> 0
  ), counts AS (
    SELECT coalesce(governorate, 'EG') AS governorate, service_type, coalesce(year, 0) AS year, sum(step)::bigint AS people
      FROM (
        SELECT service_type, year, governorate, (sum(was) + sum(step) > 0)::int - (sum(was) > 0)::int AS step
          FROM (
            SELECT person, service_type, year, governorate, 0 AS was, step FROM crossed
            UNION ALL
            SELECT who.person, who.service_type, held.year, held.governorate, 1, 0
              FROM (SELECT DISTINCT person, service_type FROM crossed) AS who
              CROSS JOIN LATERAL (
                SELECT year, governorate FROM statistics_personreached AS held
                 WHERE held.person = who.person AND held.service_type = who.service_type AND held.records > 0
                OFFSET 0) AS held
          ) AS state
         GROUP BY GROUPING SETS ((person, service_type, year, governorate), (person, service_type, governorate),
                                 (person, service_type, year), (person, service_type))
      ) AS crossing
     WHERE step <> 0 GROUP BY 1, 2, 3
  )"""

WAITING = changes("statistics_caredelta", "statistics_identitydelta")
TAKEN = changes("taken", "taken_marks")

FOLD = f"""
CREATE FUNCTION statistics_fold_people(at_once int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE folded bigint;
BEGIN
  WITH taken AS (
    DELETE FROM statistics_caredelta
     WHERE id IN (SELECT id FROM statistics_caredelta ORDER BY id LIMIT at_once) RETURNING *
  ), taken_marks AS (
    DELETE FROM statistics_identitydelta
     WHERE id IN (SELECT id FROM statistics_identitydelta ORDER BY id LIMIT at_once) RETURNING *
  ), {TAKEN}, {COUNTS}, learnt AS (
    INSERT INTO statistics_knownas (patient, person) SELECT patient, is_now FROM changed ORDER BY patient
    ON CONFLICT (patient) DO UPDATE SET person = excluded.person
  ), given AS (
    INSERT INTO statistics_personreached AS held (person, service_type, year, governorate, records)
    SELECT person, service_type, year, governorate, records FROM changes ORDER BY 1, 2, 3, 4
    ON CONFLICT (person, service_type, year, governorate) DO UPDATE SET records = held.records + excluded.records
  ), counted AS (
    INSERT INTO statistics_peoplereached AS cell (governorate, service_type, year, people)
    SELECT governorate, service_type, year, people FROM counts ORDER BY 1, 2, 3
    ON CONFLICT (governorate, service_type, year) DO UPDATE SET people = cell.people + excluded.people
  )
  SELECT (SELECT count(*) FROM taken) + (SELECT count(*) FROM taken_marks) INTO folded;
  RETURN folded;
END $$;
"""

# What is pending of single people is seen by the system alone; what it comes to in numbers, by every reader of numbers.
PENDING = f"""
CREATE FUNCTION statistics_person_changes()
RETURNS TABLE (person uuid, service_type varchar, year int, governorate varchar, records int)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH {WAITING}
  SELECT person, service_type, year, governorate, records FROM changes
$$;
CREATE FUNCTION statistics_people_changes()
RETURNS TABLE (governorate varchar, service_type varchar, year int, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH {WAITING}, {COUNTS}
  SELECT governorate, service_type, year, people FROM counts
$$;
"""
IDENTITIES = """
CREATE FUNCTION statistics_identities_pending() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$ SELECT concat(count(*), '.', max(id)) FROM statistics_identitydelta $$;
"""
FUNCTIONS = (
    "statistics_fold_people(int)",
    "statistics_person_changes()",
    "statistics_people_changes()",
    "statistics_identities_pending()",
)
ROLE = settings.SERVING_ROLE

RIGHTS = "".join(
    f'REVOKE ALL ON FUNCTION {one} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {one} TO "{ROLE}";'
    for one in FUNCTIONS
)
RIGHTS += f"""
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON statistics_caredelta, statistics_identitydelta, statistics_knownas
  FROM "{ROLE}";
REVOKE INSERT, UPDATE, TRUNCATE ON statistics_applicationdelta FROM "{ROLE}";
REVOKE DELETE, TRUNCATE ON statistics_applicationsbyday, statistics_servicesofgovernorate, statistics_servicesofgroup,
  statistics_servicesoffacility, statistics_registrationsbymonth, statistics_peopleofunit, statistics_peopleofgovernorate, statistics_personreached, statistics_peoplereached, statistics_check FROM "{ROLE}";
"""

# Deltas come and go: what was taken must be cleared away long before a fifth of the table is dead.
SMALL = "".join(
    f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,"
    " autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 0,"
    " autovacuum_analyze_threshold = 5000, autovacuum_vacuum_cost_delay = 0);"
    for table in (
        "statistics_servicedelta",
        "statistics_registrationdelta",
        "statistics_applicationdelta",
        "statistics_caredelta",
        "statistics_identitydelta",
    )
)


class Migration(migrations.Migration):
    dependencies = [("statistics", "0005_capture_more")]

    operations = [
        migrations.RunSQL(
            FOLD + PENDING + IDENTITIES + RIGHTS, "".join(f"DROP FUNCTION {one};" for one in reversed(FUNCTIONS))
        ),
        *(row_security(table, see=[]) for table in PRIVATE),
        migrations.RunSQL(SMALL, migrations.RunSQL.noop),
    ]
