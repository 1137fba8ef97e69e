from django.db import migrations

from uhis_portal.database.guards import private_history, row_security, within

AREA = [within("governorate_id", "governorates"), within("unit_id", "facilities")]

NEEDS_A_HEAD = """
CREATE FUNCTION people_needs_a_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  family uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.household_id ELSE NEW.household_id END;
BEGIN
  IF EXISTS (SELECT FROM people_membership WHERE household_id = family AND until IS NULL)
     AND NOT EXISTS (SELECT FROM people_membership WHERE household_id = family AND until IS NULL AND relation = 'head')
  THEN
    RAISE EXCEPTION 'a family has a head' USING ERRCODE = 'check_violation', CONSTRAINT = 'a_family_has_a_head';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_family_has_a_head AFTER INSERT OR UPDATE OR DELETE ON people_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION people_needs_a_head();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE people_file_number", "DROP SEQUENCE people_file_number"),
        row_security("people_household", see=[*AREA, within("id", "households", "uuid")]),
        row_security("people_beneficiary", see=[*AREA, within("household_id", "households", "uuid")]),
        row_security("people_membership", see=[*AREA, within("household_id", "households", "uuid")]),
        *private_history("people_householdevent"),
        *private_history("people_beneficiaryevent"),
        *private_history("people_membershipevent"),
        migrations.RunSQL(
            NEEDS_A_HEAD, "DROP TRIGGER a_family_has_a_head ON people_membership; DROP FUNCTION people_needs_a_head()"
        ),
    ]
