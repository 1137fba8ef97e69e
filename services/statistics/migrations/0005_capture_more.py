"""Triggers note more: how an entry was written down, whose care it was, who a patient is, and applications.

A trigger reads nothing but its transition table. Existing rows are filled in first, and folded by the next drain.
"""

from django.db import migrations

CELL = "facility_id, coalesce(district_id, ''), governorate_id, service_type_id, level, category, provided_on"
WRITTEN_ON = "(recorded_at AT TIME ZONE 'Africa/Cairo')::date"

# What is committed between the filling and the trigger would be counted by neither.
NO_WRITER = """
LOCK TABLE records_servicerecord, records_identification, people_membership, people_merge, applications_application
  IN SHARE ROW EXCLUSIVE MODE;
"""


def services(rows: str) -> str:
    return f"""
  INSERT INTO statistics_servicedelta
    (facility, district, governorate, service_type, level, category, provided_on, quantity, records, late, delay,
     undone, at_home, away)
  SELECT {CELL}, sum(quantity), sum(sign(quantity)),
         count(*) FILTER (WHERE quantity > 0 AND {WRITTEN_ON} > provided_on),
         coalesce(sum(greatest({WRITTEN_ON} - provided_on, 0)) FILTER (WHERE quantity > 0), 0),
         count(*) FILTER (WHERE quantity < 0),
         coalesce(sum(quantity) FILTER (WHERE home_governorate = governorate_id), 0),
         coalesce(sum(quantity) FILTER (WHERE home_governorate NOT IN ('', governorate_id)), 0)
    FROM {rows} GROUP BY 1, 2, 3, 4, 5, 6, 7;
  INSERT INTO statistics_caredelta (patient, registered, governorate, service_type, year, records)
  SELECT coalesce(beneficiary_id, other_patient_id), beneficiary_id IS NOT NULL, governorate_id, service_type_id,
         extract(year FROM provided_on), sum(sign(quantity))
    FROM {rows} GROUP BY 1, 2, 3, 4, 5 HAVING sum(sign(quantity)) <> 0;
"""


SERVICES = f"""
CREATE OR REPLACE FUNCTION statistics_capture_services() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  {services("new_rows")}
  RETURN NULL;
END $$;
-- The older roll-ups are made anew with the others, from the ledger.
TRUNCATE statistics_servicedelta, statistics_servicesbyday, statistics_servicesbymonth;
{services("records_servicerecord")}
"""

REGISTRATIONS = """
TRUNCATE statistics_registrationdelta, statistics_registrationsbyday;
INSERT INTO statistics_registrationdelta (governorate, district, unit, sex, birth_year, day, people)
SELECT governorate_id, district_id, unit_id, sex, birth_year, day, sum(people) FROM (
  SELECT governorate_id, district_id, unit_id, sex, birth_year, since AS day, 1 AS people FROM people_membership
  UNION ALL
  SELECT governorate_id, district_id, unit_id, sex, birth_year, until, -1 FROM people_membership WHERE until IS NOT NULL
) AS change GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(people) <> 0;
"""

# Who a patient is, is looked up when the change is folded: a note says only of whom.
IDENTITIES = """
CREATE FUNCTION statistics_capture_merges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO statistics_identitydelta (patient) SELECT DISTINCT merged_id FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER capture_insert AFTER INSERT ON people_merge REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_capture_merges();
CREATE TRIGGER capture_update AFTER UPDATE ON people_merge REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_capture_merges();
CREATE FUNCTION statistics_capture_identifications() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO statistics_identitydelta (patient) SELECT DISTINCT patient_id FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER capture_insert AFTER INSERT ON records_identification REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_capture_identifications();
INSERT INTO statistics_identitydelta (patient)
SELECT merged_id FROM people_merge UNION SELECT patient_id FROM records_identification;
"""

SENT = "sent_at IS NOT NULL AND governorate_id IS NOT NULL"


def families(table: str, sign: str) -> str:
    return (
        "SELECT governorate_id AS governorate, status, (sent_at AT TIME ZONE 'Africa/Cairo')::date AS day,"
        f" {sign}1 AS families FROM {table} WHERE {SENT}"
    )


def noted(rows: str) -> str:
    return f"""
  INSERT INTO statistics_applicationdelta (governorate, status, day, families)
  SELECT governorate, status, day, sum(families) FROM ({rows}) AS change GROUP BY 1, 2, 3 HAVING sum(families) <> 0;
"""


def capture(event: str, rows: str, transition: str) -> str:
    return f"""
CREATE FUNCTION statistics_capture_applications_{event}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  {noted(rows)}
  RETURN NULL;
END $$;
CREATE TRIGGER capture_{event} AFTER {event.upper()} ON applications_application REFERENCING {transition}
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_capture_applications_{event}();
"""


APPLICATIONS = (
    noted(families("applications_application", "+"))
    + capture("insert", families("new_rows", "+"), "NEW TABLE AS new_rows")
    + capture(
        "update",
        f"{families('new_rows', '+')} UNION ALL {families('old_rows', '-')}",
        "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    )
    + capture("delete", families("old_rows", "-"), "OLD TABLE AS old_rows")
)

UNDO = """
DROP TRIGGER capture_insert ON applications_application;
DROP TRIGGER capture_update ON applications_application;
DROP TRIGGER capture_delete ON applications_application;
DROP TRIGGER capture_insert ON records_identification;
DROP TRIGGER capture_insert ON people_merge;
DROP TRIGGER capture_update ON people_merge;
DROP FUNCTION statistics_capture_applications_insert(), statistics_capture_applications_update(),
  statistics_capture_applications_delete(), statistics_capture_identifications(), statistics_capture_merges();
CREATE OR REPLACE FUNCTION statistics_capture_services() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO statistics_servicedelta
    (facility, district, governorate, service_type, level, category, provided_on, quantity, records)
  SELECT facility_id, coalesce(district_id, ''), governorate_id, service_type_id, level, category, provided_on,
         sum(quantity), sum(sign(quantity))
    FROM new_rows GROUP BY 1, 2, 3, 4, 5, 6, 7;
  RETURN NULL;
END $$;
-- Who installs this once more fills it from the beginning.
TRUNCATE statistics_servicesofgovernorate, statistics_servicesofgroup, statistics_servicesoffacility,
  statistics_applicationdelta, statistics_applicationsbyday, statistics_caredelta, statistics_identitydelta,
  statistics_knownas, statistics_personreached, statistics_peoplereached, statistics_registrationsbymonth,
  statistics_peopleofunit, statistics_peopleofgovernorate;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0004_more_roll_ups"),
        ("records", "0006_home_of_the_patient"),
        ("people", "0003_life_of_a_family"),
        ("applications", "0003_from_the_first_tap"),
    ]

    operations = [migrations.RunSQL(NO_WRITER + SERVICES + REGISTRATIONS + IDENTITIES + APPLICATIONS, UNDO)]
