"""The reason on a day as an expression that the planner can see into, so that thousands of people cost little more than one."""

from django.db import migrations

# `held`: whether the person belonged to a family on the day; unknown: had never belonged to one by then.
REASON = """
CREATE FUNCTION coverage_reason(held boolean, nationality text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN held THEN CASE WHEN nationality = 'EG' THEN 'registered' ELSE 'foreigner' END
              WHEN NOT held THEN 'left' ELSE 'not_yet' END
$$;
CREATE OR REPLACE FUNCTION coverage_why(person uuid, nationality text, day date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coverage_reason(
    (SELECT bool_or(member.until IS NULL OR member.until > day) FROM people_membership AS member
      WHERE member.beneficiary_id = person AND member.since <= day), nationality)
$$;
"""
UNDO = """
CREATE OR REPLACE FUNCTION coverage_why(person uuid, nationality text, day date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM people_membership AS member
                  WHERE member.beneficiary_id = person AND member.since <= day
                    AND (member.until IS NULL OR member.until > day))
    THEN CASE WHEN nationality = 'EG' THEN 'registered' ELSE 'foreigner' END
    WHEN EXISTS (SELECT FROM people_membership AS member
                  WHERE member.beneficiary_id = person AND member.since <= day)
    THEN 'left'
    ELSE 'not_yet'
  END
$$;
DROP FUNCTION coverage_reason(boolean, text);
"""


class Migration(migrations.Migration):
    dependencies = [("coverage", "0003_covered_or_not")]

    operations = [migrations.RunSQL(REASON, UNDO)]
