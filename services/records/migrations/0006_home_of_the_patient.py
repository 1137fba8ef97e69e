"""Where the patient was registered then: copied into each record, so that care away from home can be counted."""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

BEFORE = import_module("services.records.migrations.0005_patients_of_many").PATIENTS.replace(
    "CREATE OR REPLACE FUNCTION", "CREATE FUNCTION", 1
)
SIGNATURE = "records_patients(uuid[], date[], uuid, text, timestamptz)"

PATIENTS = (
    BEFORE.replace("why text)", "why text, home text)", 1)
    .replace("person.nationality\n", "person.nationality, person.governorate_id\n", 1)
    .replace(
        "coverage_reason(belonged.held, asked.nationality)\n",
        "coverage_reason(belonged.held, asked.nationality), asked.governorate_id::text\n",
        1,
    )
)


def anew(function: str) -> str:
    """What a function returns cannot be changed in place."""
    return (
        f"DROP FUNCTION {SIGNATURE};\n{function}\nREVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;"
        f'GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{settings.SERVING_ROLE}";'
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0005_patients_of_many")]

    operations = [
        migrations.AddField(
            model_name="servicerecord",
            name="home_governorate",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="code of the governorate where the patient was registered then; empty: nowhere, or not kept",
                max_length=6,
            ),
        ),
        migrations.RunSQL(anew(PATIENTS), anew(BEFORE)),
    ]
