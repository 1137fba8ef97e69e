"""Compare what the dashboards show with a recount of the ledger and of the memberships, and mend it where asked."""

import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from services.statistics.actions import begin_check, check_next
from services.statistics.counting import ROLLS
from services.statistics.counting.recount import differences
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

NAMED = 20  # differences
LOOK_AGAIN = 0.5  # seconds, while the worker is at it


class Command(BaseCommand):
    help = (
        "Check that roll-up + pending = recount, in one snapshot. Ends with 1 when a number is wrong."
        " With --mend, wrong numbers are put right beside the living system."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="add what is missing; nobody has to stop")

    def handle(self, *, mend: bool, **options: Any) -> None:
        if mend:
            self.mend()
        else:
            self.compare()

    def compare(self) -> None:
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

    def mend(self) -> None:
        with system_reach():
            check = begin_check(by=Account.system(), now=timezone.now())
        with tqdm(total=check.of, initial=check.done, unit=" roll-ups", disable=None) as bar:
            while check.ended_at is None:
                if not check_next():
                    time.sleep(LOOK_AGAIN)
                check.refresh_from_db()
                bar.update(check.done - bar.n)
        said = f"{check.wrong} differed and were mended" if check.wrong else "all agree with the recount"
        self.stdout.write(f"{check.cells} cells compared: {said}")
