"""Which events of looking many people up at once name somebody: asked for one family, among millions of events."""

from django.conf import settings
from django.db import migrations

# Row-level security keeps an index of documents from being used, so this looks for those who see everything anyway.
NAMING = """
CREATE INDEX events_of_looking_up_many ON audit_event USING gin ((details -> 'beneficiary') jsonb_path_ops)
 WHERE action = 'people.look_up_many';
CREATE FUNCTION audit_looked_up_with_many(people uuid[]) RETURNS TABLE (person uuid, event uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT asked.person, found.id
    FROM unnest(people) AS asked (person)
    JOIN audit_event AS found ON found.action = 'people.look_up_many'
     AND found.details -> 'beneficiary' @> to_jsonb(ARRAY[asked.person])
   WHERE current_setting('portal.everything', true) = 'on'
$$;
REVOKE ALL ON FUNCTION audit_looked_up_with_many(uuid[]) FROM PUBLIC;
"""
UNDO = "DROP FUNCTION audit_looked_up_with_many(uuid[]); DROP INDEX events_of_looking_up_many"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards")]

    operations = [
        migrations.RunSQL(
            NAMING
            + f'GRANT EXECUTE ON FUNCTION audit_looked_up_with_many(uuid[]) TO "{settings.SERVING_ROLE}";',
            UNDO,
        )
    ]
