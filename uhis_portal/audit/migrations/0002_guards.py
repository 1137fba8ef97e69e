from django.conf import settings
from django.db import migrations

from uhis_portal.database.guards import OWN_ACCOUNT, append_only, row_security

QUEUE = """
CREATE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO audit_unsealed (event_id) SELECT id FROM new_events;
  RETURN NULL;
END $$;
CREATE TRIGGER queue AFTER INSERT ON audit_event REFERENCING NEW TABLE AS new_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_queue();
"""
ONLY_THE_TRIGGER_QUEUES = f'REVOKE INSERT, UPDATE ON audit_unsealed FROM "{settings.SERVING_ROLE}"'


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        append_only("audit_event"),
        append_only("audit_link"),
        row_security("audit_event", see=[OWN_ACCOUNT], write=["true"]),
        migrations.RunSQL(QUEUE, "DROP TRIGGER queue ON audit_event; DROP FUNCTION audit_queue()"),
        migrations.RunSQL(ONLY_THE_TRIGGER_QUEUES, migrations.RunSQL.noop),
    ]
