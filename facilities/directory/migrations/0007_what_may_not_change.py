from django.db import migrations

from uhis_portal.database.guards import append_only

HISTORY = [
    "building", "contact", "department", "hoursexception", "openinghours", "othername", "programme", "proposal",
    "roleperiod", "season", "serviceoffered", "statusperiod",
]  # fmt: skip
# A code that was given away once names that facility for ever: in the ledger, in files, on paper.
CODES = """
CREATE FUNCTION directory_code_is_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the code of a facility is never changed, removed or given again' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER code_is_for_ever BEFORE UPDATE OF code ON directory_facility
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code) EXECUTE FUNCTION directory_code_is_for_ever();
CREATE TRIGGER facility_is_for_ever BEFORE DELETE ON directory_facility
    FOR EACH ROW EXECUTE FUNCTION directory_code_is_for_ever();
"""
UNDO = """
DROP TRIGGER code_is_for_ever ON directory_facility; DROP TRIGGER facility_is_for_ever ON directory_facility;
DROP FUNCTION directory_code_is_for_ever();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_a_facility_has_a_version")]

    operations = [
        *(append_only(f"directory_{table}event") for table in HISTORY),
        append_only("directory_revision"),
        migrations.RunSQL(CODES, UNDO),
    ]
