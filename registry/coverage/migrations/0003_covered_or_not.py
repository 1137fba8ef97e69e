"""Why somebody is covered on a day, or not: by registration alone, until contributions are reckoned."""

from django.db import migrations

WHY = """
CREATE FUNCTION coverage_why(person uuid, nationality text, day date) RETURNS text LANGUAGE sql STABLE AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0002_history_is_append_only"),
        ("people", "0007_whose_number_reads"),
    ]

    operations = [migrations.RunSQL(WHY, "DROP FUNCTION coverage_why(uuid, text, date)")]
