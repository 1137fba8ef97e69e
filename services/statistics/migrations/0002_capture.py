"""Triggers note what changed: signed deltas, in the transaction of the change.

A trigger reads nothing but its transition table. Existing rows are filled in first.
"""

from django.db import migrations

# What is committed between the filling and the trigger would be counted by neither.
NO_WRITER = "LOCK TABLE records_servicerecord, people_membership IN SHARE ROW EXCLUSIVE MODE;"

SERVICES = """
CREATE FUNCTION statistics_capture_services() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO statistics_servicedelta
    (facility, district, governorate, service_type, level, category, provided_on, quantity, records)
  SELECT facility_id, coalesce(district_id, ''), governorate_id, service_type_id, level, category, provided_on,
         sum(quantity), sum(sign(quantity))
    FROM new_rows GROUP BY 1, 2, 3, 4, 5, 6, 7;
  RETURN NULL;
END $$;
INSERT INTO statistics_servicedelta
  (facility, district, governorate, service_type, level, category, provided_on, quantity, records)
SELECT facility_id, coalesce(district_id, ''), governorate_id, service_type_id, level, category, provided_on,
       sum(quantity), sum(sign(quantity))
  FROM records_servicerecord GROUP BY 1, 2, 3, 4, 5, 6, 7;
CREATE TRIGGER capture_insert AFTER INSERT ON records_servicerecord REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_capture_services();
"""

# A membership counts +1 from `since` and -1 from `until`; an update is the old row taken back and the new one added.
CELL = "governorate_id, district_id, unit_id, sex, birth_year"
COLUMNS = "(governorate, district, unit, sex, birth_year, day, people)"


def changes(table: str, sign: str) -> str:
    return (
        f"SELECT {CELL}, since AS day, {sign}1 AS people FROM {table}"
        f" UNION ALL SELECT {CELL}, until, -({sign}1) FROM {table} WHERE until IS NOT NULL"
    )


def capture(event: str, source: str, transition: str) -> str:
    return f"""
    CREATE FUNCTION statistics_capture_memberships_{event}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      INSERT INTO statistics_registrationdelta {COLUMNS}
      SELECT {CELL}, day, sum(people) FROM ({source}) AS change GROUP BY {CELL}, day HAVING sum(people) <> 0;
      RETURN NULL;
    END $$;
    CREATE TRIGGER capture_{event} AFTER {event.upper()} ON people_membership REFERENCING {transition}
        FOR EACH STATEMENT EXECUTE FUNCTION statistics_capture_memberships_{event}();
    """


MEMBERSHIPS = (
    f"INSERT INTO statistics_registrationdelta {COLUMNS}"
    f" SELECT {CELL}, day, sum(people) FROM ({changes('people_membership', '+')}) AS change GROUP BY {CELL}, day;"
    + capture("insert", changes("new_rows", "+"), "NEW TABLE AS new_rows")
    + capture(
        "update",
        changes("new_rows", "+") + " UNION ALL " + changes("old_rows", "-"),
        "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    )
    + capture("delete", changes("old_rows", "-"), "OLD TABLE AS old_rows")
)

# TRUNCATE fires no row trigger, so it would leave the numbers behind.
NO_TRUNCATE = """
CREATE FUNCTION statistics_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'TRUNCATE on % refused: it is counted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON people_membership
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_no_truncate();
"""

UNDO = """
DROP TRIGGER no_truncate ON people_membership;
DROP TRIGGER capture_insert ON people_membership;
DROP TRIGGER capture_update ON people_membership;
DROP TRIGGER capture_delete ON people_membership;
DROP TRIGGER capture_insert ON records_servicerecord;
DROP FUNCTION statistics_capture_services(), statistics_capture_memberships_insert(),
  statistics_capture_memberships_update(), statistics_capture_memberships_delete(), statistics_no_truncate();
DELETE FROM statistics_servicedelta; DELETE FROM statistics_registrationdelta;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0001_initial"),
        ("records", "0002_guards"),
        ("people", "0002_guards"),
    ]

    operations = [migrations.RunSQL(NO_WRITER + SERVICES + MEMBERSHIPS + NO_TRUNCATE, UNDO)]
