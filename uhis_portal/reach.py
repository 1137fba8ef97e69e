"""Reach: what the one who asks may touch.

A request runs in one transaction whose settings carry its reach; the policies of row-level security compare
their rows with them. Views narrow their queries by the same reach (`visible_to`), so the policies are a second wall.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from uhis_portal.accounts.models import Account


@dataclass(frozen=True)
class Reach:
    """What one person, or the system itself, may touch.

    `facilities` and `governorates` hold codes whose families and records may be seen; `reviews` holds the
    governorates whose applications may be reviewed; `households` single families, each named.
    """

    account: UUID | None = None
    everything: bool = False
    governorates: frozenset[str] = field(default_factory=frozenset)
    facilities: frozenset[str] = field(default_factory=frozenset)
    reviews: frozenset[str] = field(default_factory=frozenset)
    households: frozenset[UUID] = field(default_factory=frozenset)

    def __or__(self, other: Reach) -> Reach:
        return Reach(
            account=self.account or other.account,
            everything=self.everything or other.everything,
            governorates=self.governorates | other.governorates,
            facilities=self.facilities | other.facilities,
            reviews=self.reviews | other.reviews,
            households=self.households | other.households,
        )

    def settings(self) -> dict[str, str]:
        """The transaction's settings that carry this reach, by name."""
        return {
            "portal.account": str(self.account or ""),
            "portal.everything": "on" if self.everything else "",
            "portal.governorates": ",".join(sorted(self.governorates)),
            "portal.facilities": ",".join(sorted(self.facilities)),
            "portal.reviews": ",".join(sorted(self.reviews)),
            "portal.households": ",".join(sorted(str(household) for household in self.households)),
        }


ONE_SNAPSHOT = re.compile(settings.ONE_SNAPSHOT)

NOBODY = Reach()
SYSTEM = Reach(everything=True)
SETTINGS = tuple(NOBODY.settings())


def apply(values: dict[str, str]) -> None:
    """Make `values` the settings of the running transaction."""
    assignments = ", ".join(["set_config(%s, %s, true)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {assignments}", [part for pair in values.items() for part in pair])


@contextmanager
def within(reach: Reach) -> Iterator[Reach]:
    """Run a block with exactly `reach`; afterwards the transaction has the reach it had before."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            wanted = ", ".join(["coalesce(current_setting(%s, true), '')"] * len(SETTINGS))
            cursor.execute(f"SELECT {wanted}", SETTINGS)
            before = dict(zip(SETTINGS, cursor.fetchone(), strict=True))
        apply(reach.settings())
        yield reach
        apply(before)


def system_reach() -> AbstractContextManager[Reach]:
    """Everything in reach: for jobs, tasks, commands, and for the few look-ups of an action that say why."""
    return within(SYSTEM)


def add_household(*households: UUID) -> None:
    """Add families to the reach of the running transaction; the caller has decided and audited it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('portal.households', concat_ws(',',"
            " nullif(current_setting('portal.households', true), ''), %s), true)",
            [",".join(map(str, households))],
        )


@cache
def sources() -> tuple[Callable[[Account], Reach], ...]:
    return tuple(import_string(path) for path in settings.REACH_SOURCES)


def reach_of(account: Account, **more: str) -> Reach:
    """The reach of a signed-in person: the sum of what each room says. Call inside a transaction.

    `more` are settings of the transaction that are made on the same way.
    """
    reach = Reach(account=account.pk)
    if account.is_citizen:
        apply(reach.settings())  # the families of an account are shown to that account alone
    for source in sources():
        reach |= source(account)
    apply(reach.settings() | more)
    return reach


def asks_for_numbers(request: HttpRequest) -> bool:
    """Whether many numbers are read that have to agree with each other, and nothing is written."""
    return request.method in ("GET", "HEAD") and ONE_SNAPSHOT.match(request.path_info) is not None


def take_snapshot() -> None:
    """Let all that the transaction reads be as of one moment; before its first statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


class ReachMiddleware:
    """One transaction per request, from before the view until its answer is rendered; where numbers are read, one snapshot.

    It is rolled back when the answer is a server error. Refusals (4xx) are kept: counters of failed sign-ins and
    audit of refused reads must stay; what an action had begun is undone by the action's own savepoint.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/health/"):
            return self.get_response(request)
        outermost = not connection.in_atomic_block
        with transaction.atomic():
            if outermost and asks_for_numbers(request):
                take_snapshot()
            if request.user.is_authenticated:
                request.reach = reach_of(request.user, **writer(request))  # type: ignore[attr-defined]
            else:
                request.reach = NOBODY  # type: ignore[attr-defined]
                apply(writer(request))
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def writer(request: HttpRequest) -> dict[str, str]:
    """The setting that tells the history triggers who writes: they copy it into each event."""
    metadata = {
        "account": str(request.user.pk) if request.user.is_authenticated else None,
        "request": request.id,
    }  # type: ignore[attr-defined]
    return {"pghistory.context_metadata": json.dumps(metadata)}
