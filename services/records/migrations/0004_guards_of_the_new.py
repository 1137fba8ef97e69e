from django.conf import settings
from django.db import migrations

from uhis_portal.database.guards import append_only, row_security, within

AREA = [within("facility_id", "facilities"), within("governorate_id", "governorates")]

# Of whom a clerk may log care: of families in reach, and of those whom this clerk looked up at this desk lately. It runs
# as the owner, for a person of another unit is seen by nobody else; so it asks who may, and tells no more than is counted.
PATIENTS = """
CREATE FUNCTION records_patients(people uuid[], days date[], clerk uuid, desk text, looked_up_after timestamptz)
RETURNS TABLE (pos bigint, id uuid, sex text, birth_date date, died_on date, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT asked.pos, person.id, person.sex, person.birth_date, person.died_on,
         coverage_why(person.id, person.nationality, asked.day)
    FROM unnest(people, days) WITH ORDINALITY AS asked (named, day, pos)
    JOIN people_beneficiary AS written ON written.id = asked.named
    JOIN people_beneficiary AS person ON person.id = coalesce(written.merged_into_id, written.id)
   WHERE current_setting('portal.everything', true) = 'on'
      OR person.unit_id = ANY (string_to_array(current_setting('portal.facilities', true), ','))
      OR person.governorate_id = ANY (string_to_array(current_setting('portal.governorates', true), ','))
      OR person.household_id::text = ANY (string_to_array(current_setting('portal.households', true), ','))
      OR EXISTS (SELECT FROM audit_event AS event
                  WHERE event.subject_id IN (asked.named::text, person.id::text) AND event.at > looked_up_after
                    AND event.action = 'people.look_up' AND event.account_id = clerk AND event.facility = desk)
$$;
REVOKE ALL ON FUNCTION records_patients(uuid[], date[], uuid, text, timestamptz) FROM PUBLIC;
"""
UNDO = "DROP FUNCTION records_patients(uuid[], date[], uuid, text, timestamptz)"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_patients_and_answers"),
        ("coverage", "0003_covered_or_not"),
        ("audit", "0002_guards"),
    ]

    operations = [
        append_only("records_otherpatient"),
        append_only("records_identification"),
        row_security("records_otherpatient", see=AREA, write=AREA[:1]),
        row_security("records_identification", see=AREA, write=AREA[:1]),
        migrations.RunSQL(
            PATIENTS
            + "GRANT EXECUTE ON FUNCTION records_patients(uuid[], date[], uuid, text, timestamptz)"
            f' TO "{settings.SERVING_ROLE}";',
            UNDO,
        ),
    ]
