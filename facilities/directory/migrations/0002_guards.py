from django.db import migrations

from facilities.directory.changes import change_table, watch_facilities
from uhis_portal.database.guards import append_only

HISTORY = [
    "accreditation", "building", "capacity", "contact", "department", "facility", "hoursexception", "openinghours",
    "othername", "programme", "proposal", "roleperiod", "season", "serviceoffered", "statusperiod",
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
    dependencies = [
        ("directory", "0001_initial"),
        ("geography", "0002_history_is_append_only"),
        ("catalogue", "0002_history_is_append_only"),
    ]
    replaces = [
        ("directory", "0002_history_is_append_only"),
        ("directory", "0007_what_may_not_change"),
        ("directory", "0008_changes_are_noted"),
    ]

    operations = [
        *(append_only(f"directory_{table}event") for table in HISTORY),
        append_only("directory_revision"),
        migrations.RunSQL(CODES, UNDO),
        change_table(),
        *watch_facilities(),
    ]
