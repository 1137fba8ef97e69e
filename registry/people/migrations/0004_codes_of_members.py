from typing import Any

from django.db import migrations, models

from uhis_portal.codes import new_code

# What history says of a person gets the person's code too: once, and for the owner alone.
OPEN_HISTORY = "ALTER TABLE people_beneficiaryevent DISABLE TRIGGER append_only"
INTO_HISTORY = """
UPDATE people_beneficiaryevent SET code = people_beneficiary.code
FROM people_beneficiary WHERE people_beneficiary.id = pgh_obj_id
"""
CLOSE_HISTORY = "ALTER TABLE people_beneficiaryevent ENABLE TRIGGER append_only"


def give_codes(apps: Any, schema_editor: Any) -> None:
    """Everyone registered before there were codes gets one."""
    people = apps.get_model("people", "Beneficiary").objects
    while batch := list(people.filter(code__isnull=True).only("id")[:1000]):
        for person in batch:
            person.code = new_code()
        people.bulk_update(batch, ["code"])


class Migration(migrations.Migration):
    # Rows that were just filled have triggers waiting, which a change of their table does not allow.
    atomic = False
    # The history triggers call a function of pghistory's own migrations.
    dependencies = [("people", "0003_life_of_a_family"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "beneficiary",
            "code",
            models.CharField(default=new_code, editable=False, max_length=12, unique=True),
        ),
        migrations.RunSQL(OPEN_HISTORY, CLOSE_HISTORY),
        migrations.RunSQL(INTO_HISTORY, migrations.RunSQL.noop),
        migrations.AlterField(
            "beneficiaryevent", "code", models.CharField(default=new_code, editable=False, max_length=12)
        ),
        migrations.RunSQL(CLOSE_HISTORY, OPEN_HISTORY),
    ]
