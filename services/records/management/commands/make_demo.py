"""Make the demonstration's people and services; only with DEMO=1."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.records import demonstration
from uhis_portal.calendar import cairo_today


class Command(BaseCommand):
    help = "Make made-up families, staff and a year of services. Does nothing when they are there."

    def handle(self, **options: Any) -> None:
        try:
            demonstration.make(today=cairo_today(), progress=True)
        except demonstration.NoDemonstration as refusal:
            raise CommandError(str(refusal)) from refusal
