"""Load the reference data of all rooms: governorates, districts, kinds of service, facilities, rates, figures."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.module_loading import import_string

from uhis_portal.reach import system_reach
from uhis_portal.reference import Report


class Command(BaseCommand):
    help = "Load or renew the reference data; running it again changes nothing. Says what changed."

    def handle(self, **options: Any) -> None:
        with transaction.atomic(), system_reach():
            for source in settings.REFERENCE_SOURCES:
                report = Report()
                import_string(source)(report)
                for line in report.lines():
                    self.stdout.write(line)
