"""Recompute the chain of the audit and compare it with the heads kept outside the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from uhis_portal.audit.actions import broken_link
from uhis_portal.reach import system_reach


class Command(BaseCommand):
    help = "Check that no audited event was changed, removed or put between."

    def handle(self, **options: Any) -> None:
        heads: dict[int, bytes] = {}
        if settings.AUDIT_HEADS_FILE and Path(settings.AUDIT_HEADS_FILE).exists():
            for line in Path(settings.AUDIT_HEADS_FILE).read_text().splitlines():
                position, digest = line.split()
                heads[int(position)] = bytes.fromhex(digest)
        with system_reach():
            broken = broken_link(heads)
        if broken is not None:
            raise CommandError(f"The chain of the audit does not hold at position {broken}.")
        self.stdout.write("The chain of the audit holds.")
