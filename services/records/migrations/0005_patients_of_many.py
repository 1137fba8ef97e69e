"""Whose care may be logged, asked for thousands of entries of a file as for the few of a visit."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("services.records.migrations.0004_guards_of_the_new").PATIENTS

# As before, but the days on which people belonged to a family are joined, and not looked up for one after another.
PATIENTS = """
CREATE OR REPLACE FUNCTION records_patients(people uuid[], days date[], clerk uuid, desk text, looked_up_after timestamptz)
RETURNS TABLE (pos bigint, id uuid, sex text, birth_date date, died_on date, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH reach AS MATERIALIZED (
    SELECT current_setting('portal.everything', true) = 'on' AS everything,
           string_to_array(current_setting('portal.facilities', true), ',') AS facilities,
           string_to_array(current_setting('portal.governorates', true), ',') AS governorates,
           string_to_array(current_setting('portal.households', true), ',') AS households
  ), asked AS MATERIALIZED (
    SELECT entry.pos, entry.day, entry.named, person.id, person.sex, person.birth_date, person.died_on,
           person.nationality
      FROM unnest(people, days) WITH ORDINALITY AS entry (named, day, pos)
      JOIN people_beneficiary AS written ON written.id = entry.named
      JOIN people_beneficiary AS person ON person.id = coalesce(written.merged_into_id, written.id)
      CROSS JOIN reach
     WHERE reach.everything
        OR person.unit_id = ANY (reach.facilities)
        OR person.governorate_id = ANY (reach.governorates)
        OR person.household_id::text = ANY (reach.households)
        OR EXISTS (SELECT FROM audit_event AS event
                    WHERE event.subject_id IN (entry.named::text, person.id::text) AND event.at > looked_up_after
                      AND event.action = 'people.look_up' AND event.account_id = clerk AND event.facility = desk)
  ), belonged AS (
    SELECT asked.pos, bool_or(member.until IS NULL OR member.until > asked.day) AS held
      FROM asked JOIN people_membership AS member ON member.beneficiary_id = asked.id AND member.since <= asked.day
     GROUP BY asked.pos
  )
  SELECT asked.pos, asked.id, asked.sex, asked.birth_date, asked.died_on,
         coverage_reason(belonged.held, asked.nationality)
    FROM asked LEFT JOIN belonged USING (pos)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0004_guards_of_the_new"), ("coverage", "0004_reason_of_many")]

    operations = [migrations.RunSQL(PATIENTS, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))]
