from django.db import migrations

from uhis_portal.database.guards import append_only

HISTORY = ["catalogue_initiativeevent", "catalogue_kindversionevent", "catalogue_specialtyevent"]
A_KIND_HAS_A_VERSION = """
CREATE FUNCTION catalogue_a_kind_has_a_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kind text := CASE TG_TABLE_NAME WHEN 'catalogue_servicetype' THEN to_jsonb(NEW) ->> 'code'
                                        ELSE to_jsonb(OLD) ->> 'service_type_id' END;
BEGIN
  IF EXISTS (SELECT FROM catalogue_servicetype WHERE code = kind)
     AND NOT EXISTS (SELECT FROM catalogue_kindversion WHERE service_type_id = kind) THEN
    RAISE EXCEPTION 'the kind of service % would have no version', kind
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_kind_has_a_version';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_kind_has_a_version AFTER INSERT ON catalogue_servicetype
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalogue_a_kind_has_a_version();
CREATE CONSTRAINT TRIGGER a_kind_keeps_a_version AFTER DELETE OR UPDATE OF service_type_id ON catalogue_kindversion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION catalogue_a_kind_has_a_version();
"""
UNDO = """
DROP TRIGGER a_kind_keeps_a_version ON catalogue_kindversion;
DROP TRIGGER a_kind_has_a_version ON catalogue_servicetype;
DROP FUNCTION catalogue_a_kind_has_a_version();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_first_versions")]

    operations = [
        *(append_only(table) for table in HISTORY),
        migrations.RunSQL(A_KIND_HAS_A_VERSION, UNDO),
    ]
