"""Compare what the dashboards show with a recount of the ledger and of the memberships."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.statistics.recount import ROLLS, differences

NAMED = 20  # differences


class Command(BaseCommand):
    help = "Check that roll-up + pending = recount, in one snapshot. Ends with 1 when a number is wrong."

    def handle(self, **options: Any) -> None:
        found = list(differences())
        wrong = Counter(difference.roll for difference in found)
        for roll in ROLLS:
            said = f"{wrong[roll.name]} cells differ" if wrong[roll.name] else "agrees with the recount"
            self.stdout.write(f"{roll.name}: {said}")
        for difference in found[:NAMED]:
            self.stdout.write(
                f"  {difference.roll}, {difference.cell}: shown {difference.shown}, recounted {difference.recounted}"
            )
        if found:
            raise CommandError(f"{len(found)} cells do not agree with the recount.")
