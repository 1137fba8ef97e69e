"""Achievements reports: once published, they stay."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from uhis_portal.database.guards import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("geography", "0003_outline_is_read_when_drawn"),
        ("statistics", "0008_dhis2_units"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "code",
                    models.CharField(
                        help_text="such as EG-LX-2026-01-2026-03-1",
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("first_month", models.DateField(help_text="first day of the first month")),
                ("last_month", models.DateField(help_text="first day of the last month")),
                ("revision", models.PositiveSmallIntegerField(help_text="1 for the first")),
                ("numbers", models.JSONField(help_text="as they were read: see report/serializers.py")),
                ("as_of", models.DateTimeField(help_text="the moment at which the numbers were read")),
                ("published_at", models.DateTimeField()),
                (
                    "governorate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geography.governorate",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-published_at"], name="reports_by_moment")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("governorate", "first_month", "last_month", "revision"),
                        name="one_report_per_revision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__lte", models.F("last_month"))),
                        name="a_report_has_months_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="revisions_of_a_report_begin_at_1"
                    ),
                ],
            },
        ),
        append_only("statistics_report"),
    ]
