"""What desks send to the ledger: visits and batches made from a seed, with the rows that they must leave."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from facilities.directory.models import Facility
from facilities.staff.models import Role
from registry.people.actions import NewFamily, NewMember, register_households
from registry.people.models import Beneficiary, Relation
from registry.people.national_id import parse
from tests.cast import staff
from tests.families import NAMES, national_id
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

VISITS = "/api/v1/service-records/"
BATCHES = f"{VISITS}batch"
KINDS = ("PHC-FM", "PHC-LAB", "PHC-DENT", "PHC-DRUG", "PHC-VACC")
DAYS = 80  # back from today
Row = tuple[UUID, str, int, date]  # visit, kind, quantity, day


@dataclass(frozen=True)
class Desk:
    """A unit, who works there, and whom they may log: ids and national IDs."""

    facility: str
    clerks: list[Account]
    people: list[UUID]
    numbers: list[str]


def desk(*, clerks: int, people: int) -> Desk:
    """A family-medicine unit of Luxor with so many clerks and so many registered people."""
    numbers = [national_id(date(1960, 1, 1) + timedelta(days=number), 1) for number in range(people)]
    with transaction.atomic(), system_reach():
        units = Facility.objects.filter(
            governorate="EG-LX", kind="family_medicine_unit", district__isnull=False
        )
        unit = units.order_by("code")[0]
        families = [
            NewFamily(
                governorate=unit.governorate,
                district=unit.district,
                unit=unit,
                people=[NewMember(Relation.HEAD, NAMES["head"], parse(number, today=cairo_today()))],
                on=date(2024, 1, 1),
            )
            for number in numbers
        ]
        register_households(by=Account.system(), families=families)
        found = list(Beneficiary.objects.filter(unit=unit).order_by("pk").values_list("pk", flat=True))
        working = [staff(f"desk-{number}", Role.CLERK, facility=unit) for number in range(clerks)]
    return Desk(unit.pk, working, found, numbers)


@dataclass(frozen=True)
class Parcel:
    """What is sent at once, the ledger's rows by id that it must leave, and the patients whom it enters."""

    path: str
    content: dict[str, Any]
    rows: dict[UUID, Row]
    guests: frozenset[str] = field(default_factory=frozenset)

    @property
    def body(self) -> bytes:
        return json.dumps(self.content).encode()


def new_id(chance: random.Random) -> UUID:
    """An id that the seed decides. It tells no time, so neighbours in one parcel are far apart in the index."""
    return UUID(int=chance.getrandbits(128), version=4)


def guest(chance: random.Random) -> dict[str, Any]:
    """Someone who is not registered."""
    return {"id": str(new_id(chance)), "kind": "unregistered", "full_name": "رجل بلا أوراق"}


def line(chance: random.Random) -> dict[str, Any]:
    return {"id": str(new_id(chance)), "service_type": chance.choice(KINDS), "quantity": chance.randint(1, 5)}


def day(chance: random.Random) -> date:
    return cairo_today() - timedelta(days=chance.randrange(DAYS))


def visit(chance: random.Random, at: Desk, lines: int = 3) -> Parcel:
    """A visit; one in ten of somebody who is not registered."""
    on, pk = day(chance), new_id(chance)
    patient: dict[str, Any] = {"beneficiary": str(chance.choice(at.people))}
    if chance.random() < 0.1:
        patient = {"other_patient": guest(chance)}
    given = [line(chance) for _line in range(lines)]
    content = {
        "visit": str(pk),
        "facility": at.facility,
        "provided_on": on.isoformat(),
        "lines": given,
        **patient,
    }
    rows = {UUID(one["id"]): (pk, one["service_type"], one["quantity"], on) for one in given}
    return Parcel(VISITS, content, rows, guests_of([patient]))


def batch(chance: random.Random, at: Desk, of: int = 50) -> Parcel:
    """A batch; some of its patients are named by national ID, some are not registered."""
    items: list[dict[str, Any]] = []
    rows: dict[UUID, Row] = {}
    for _item in range(of):
        on, pk = day(chance), new_id(chance)
        kind = chance.random()
        patient: dict[str, Any] = {"beneficiary": str(chance.choice(at.people))}
        if kind < 0.02:
            patient = {"national_id": chance.choice(at.numbers)}
        elif kind < 0.08:
            patient = {"other_patient": guest(chance)}
        one = {**line(chance), "visit": str(pk), "provided_on": on.isoformat(), **patient}
        items.append(one)
        rows[UUID(one["id"])] = (pk, one["service_type"], one["quantity"], on)
    return Parcel(BATCHES, {"facility": at.facility, "items": items}, rows, guests_of(items))


def guests_of(items: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(one["other_patient"]["id"] for one in items if "other_patient" in one)


def rival_of(parcel: Parcel) -> Parcel:
    """A visit with the same ids and other content: more of the first kind."""
    first, *others = parcel.content["lines"]
    more = {**first, "quantity": first["quantity"] + 10}
    rows = dict(parcel.rows)
    pk, kind, quantity, on = rows[UUID(first["id"])]
    rows[UUID(first["id"])] = (pk, kind, quantity + 10, on)
    return replace(parcel, content={**parcel.content, "lines": [more, *others]}, rows=rows)
