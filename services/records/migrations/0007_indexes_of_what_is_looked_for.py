"""Indexes of what is looked for in the ledger, instead of two for each foreign key; each is written with every entry.

A beneficiary's care is found by kind too, with all that is counted of it: distinct people are counted from that index.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

# The index of care answers alone where the table is known to be visible to all: rows that are only ever added are looked
# through when so many are new, not when a fifth of millions is.
SEEN_THROUGH = """
ALTER TABLE records_servicerecord
  SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000)
"""
AS_OTHERS = """
ALTER TABLE records_servicerecord
  RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold)
"""
INDEXES = [
    models.Index(
        fields=["beneficiary", "service_type", "provided_on"],
        include=["quantity", "governorate"],
        name="care_of_a_beneficiary",
    ),
    models.Index(fields=["governorate", "-recorded_at", "-id"], name="records_of_a_governorate"),
    models.Index(fields=["-recorded_at", "-id"], name="records_newest_first"),
    models.Index(fields=["visit"], name="records_of_a_visit"),
]
# Field, the model that it points to, whether it may be empty, and by which name that one knows it.
UNINDEXED = (
    ("facility", "directory.facility", False, "+"),
    ("district", "geography.district", True, "+"),
    ("governorate", "geography.governorate", False, "+"),
    ("service_type", "catalogue.servicetype", False, "+"),
    ("beneficiary", "people.beneficiary", True, "service_records"),
    ("other_patient", "records.otherpatient", True, "service_records"),
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("records", "0006_home_of_the_patient"),
    ]

    operations = [
        *(AddIndexConcurrently("servicerecord", index) for index in INDEXES),
        RemoveIndexConcurrently("servicerecord", "records_of_a_beneficiary"),
        *(
            migrations.AlterField(
                "servicerecord",
                name,
                models.ForeignKey(
                    to=to,
                    null=null,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name=related_name,
                    db_index=False,
                ),
            )
            for name, to, null, related_name in UNINDEXED
        ),
        migrations.RunSQL(SEEN_THROUGH, AS_OTHERS),
    ]
