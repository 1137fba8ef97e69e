from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_guards_and_holders")]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=Q(id=1), name="one_turn_is_next")],
            },
        ),
    ]
