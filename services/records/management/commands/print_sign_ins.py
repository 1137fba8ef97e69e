"""Say who can sign in to the demonstration, and where its messages are read."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from services.records.demonstration import CITIZEN, STAFF


class Command(BaseCommand):
    help = "Print the sign-ins of the demonstration; only with DEMO=1."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are sign-ins to print only in a demonstration: set DEMO=1.")
        with translation.override("ar"):
            codes, citizens, staff = reverse("messages"), reverse("sign-in"), reverse("staff-sign-in")
        self.stdout.write(f"A citizen signs in at {citizens} with the mobile number {CITIZEN}.")
        self.stdout.write(f"One-time codes are read at {codes} (nothing is sent).")
        self.stdout.write(f"Staff sign in at {staff}:")
        with translation.override("en"):
            for one in STAFF:
                self.stdout.write(f"  {one.username:<8}{one.password:<20}{one.role.label}")
