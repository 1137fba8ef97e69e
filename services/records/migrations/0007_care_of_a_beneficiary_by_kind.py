"""A beneficiary's care is found by kind too, with all that is counted of it: distinct people are counted from this index."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


# That index answers alone where the table is known to be visible to all: rows that are only ever added are looked through
# when so many are new, not when a fifth of millions is.
SEEN_THROUGH = """
ALTER TABLE records_servicerecord
  SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000)
"""
AS_OTHERS = """
ALTER TABLE records_servicerecord
  RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold)
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("records", "0006_home_of_the_patient")]

    operations = [
        AddIndexConcurrently(
            "servicerecord",
            models.Index(
                fields=["beneficiary", "service_type", "provided_on"],
                include=["quantity", "governorate"],
                name="care_of_a_beneficiary",
            ),
        ),
        RemoveIndexConcurrently("servicerecord", "records_of_a_beneficiary"),
        migrations.RunSQL(SEEN_THROUGH, AS_OTHERS),
    ]
