"""What is known of the numbers' truth: the last check, the one under way, and the tables compared with each other now."""

# ruff: noqa: S608  (the statements are put together from declarations)

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from services.statistics.models import (
    Check,
    PeopleOfGovernorate,
    PeopleOfUnit,
    RegistrationsByMonth,
    RollUp,
    ServicesByDay,
    ServicesByMonth,
    ServicesOfFacility,
    ServicesOfFacilityByMonth,
    ServicesOfGovernorate,
    ServicesOfGroup,
)
from services.statistics.reading.shown import read, shown
from uhis_portal.reach import system_reach

# Roll-ups of one source that come to one total; the largest, a line for each day and birth year, is left to the recount.
ALIKE: dict[str, tuple[str, tuple[type[Model], ...]]] = {
    "services": (
        "quantity",
        (
            ServicesByDay,
            ServicesByMonth,
            ServicesOfGovernorate,
            ServicesOfGroup,
            ServicesOfFacility,
            ServicesOfFacilityByMonth,
        ),
    ),
    "registered": ("people", (RegistrationsByMonth, PeopleOfUnit, PeopleOfGovernorate)),
}
WAITING = {
    "services": ("statistics_servicedelta",),
    "registered": ("statistics_registrationdelta",),
    "applications": ("statistics_applicationdelta",),
    "people_reached": ("statistics_caredelta", "statistics_identitydelta"),
}


@dataclass(frozen=True)
class Total:
    """What the roll-ups of one source come to, with what is pending; they agree when there is one total."""

    code: str
    totals: list[int]

    @property
    def value(self) -> int | None:
        return self.totals[0] if self.agree else None

    @property
    def tables(self) -> int:
        return len(self.totals)

    @property
    def agree(self) -> bool:
        return len(set(self.totals)) == 1


@dataclass(frozen=True)
class Waiting:
    """Changes of one source that are noted, and counted in what is shown, but not folded yet."""

    code: str
    changes: int


@dataclass(frozen=True)
class State:
    """All of one snapshot, at `as_of`."""

    as_of: datetime
    last: Check | None
    under_way: Check | None
    totals: list[Total]
    waiting: list[Waiting]
    folded_at: datetime | None
    folded: int


def state() -> State:
    """In a fixed number of statements, which do not grow with the ledger."""
    checks = list(Check.objects.filter(ended_at=None)[:1])
    last = Check.objects.exclude(ended_at=None).order_by("-begun_at").first()
    rolled = RollUp.objects.first()
    sums = ", ".join(
        f"(SELECT coalesce(sum({column}), 0)::bigint FROM {shown(model)}) AS {code}_{number}"
        for code, (column, models) in ALIKE.items()
        for number, model in enumerate(models)
    )
    (now,) = read(f"SELECT {sums}, statement_timestamp() AS as_of")
    return State(
        as_of=now["as_of"],
        last=last,
        under_way=checks[0] if checks else None,
        totals=[
            Total(code, [now[f"{code}_{number}"] for number in range(len(models))])
            for code, (_column, models) in ALIKE.items()
        ],
        waiting=waiting(),
        folded_at=rolled.folded_at if rolled else None,
        folded=rolled.folded if rolled else 0,
    )


def waiting() -> list[Waiting]:
    """How many changes of each source wait. Some are of single people, whom a number of notes does not name."""
    counts = ", ".join(
        f"{' + '.join(f'(SELECT count(*) FROM {table})' for table in tables)} AS {code}"
        for code, tables in WAITING.items()
    )
    with system_reach():
        (now,) = read(f"SELECT {counts}")
    return [Waiting(code, changes) for code, changes in now.items()]
