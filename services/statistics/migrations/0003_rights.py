"""Deltas are noted by triggers alone; roll-ups are only added to."""

from django.conf import settings
from django.db import migrations

DELTAS = "statistics_servicedelta, statistics_registrationdelta"
ROLL_UPS = "statistics_servicesbyday, statistics_servicesbymonth, statistics_registrationsbyday, statistics_rollup"


class Migration(migrations.Migration):
    dependencies = [("statistics", "0002_capture")]
    replaces = [("statistics", "0005_rights")]

    operations = [
        migrations.RunSQL(
            f"""
            REVOKE INSERT, UPDATE, TRUNCATE ON {DELTAS} FROM "{settings.SERVING_ROLE}";
            REVOKE DELETE, TRUNCATE ON {ROLL_UPS} FROM "{settings.SERVING_ROLE}";
            """,
            f"""
            GRANT INSERT, UPDATE ON {DELTAS} TO "{settings.SERVING_ROLE}";
            GRANT DELETE ON {ROLL_UPS} TO "{settings.SERVING_ROLE}";
            """,
        )
    ]
