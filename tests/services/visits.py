"""Visits for the tests of the ledger and of the numbers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.actions import NewMember, register_household
from registry.people.models import Beneficiary, Household, Relation
from registry.people.national_id import parse
from services.records.actions import Line, log_visit, reverse
from services.records.models import ServiceRecord
from tests.families import national_id
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import SYSTEM, Reach, reach_of, system_reach, within


def lines_of(*kinds: str, quantity: int = 1) -> list[Line]:
    return [Line(uuid7(), kind, quantity) for kind in kinds]


def own_reach(by: Account) -> Reach:
    """The reach that a request of `by` would have; the system's own is everything."""
    return SYSTEM if by.kind == Account.Kind.SYSTEM else reach_of(by)


def visit(
    by: Account,
    facility: str,
    beneficiary: UUID,
    lines: list[Line],
    *,
    visit_id: UUID | None = None,
    on: date | None = None,
    now: datetime | None = None,
) -> list[ServiceRecord]:
    """`by` logs a visit, in the reach that a request of `by` would have."""
    with within(own_reach(by)):
        return log_visit(
            by=by,
            visit=visit_id or uuid7(),
            facility=facility,
            beneficiary=beneficiary,
            provided_on=on or cairo_today(),
            lines=lines,
            now=now or cairo_now(),
        )


def undo(by: Account, record: ServiceRecord, **changes: Any) -> ServiceRecord:
    """`by` undoes a record, in the reach that a request of `by` would have."""
    given = {"id": uuid7(), "record": record.pk, "reason": "wrong kind", "now": cairo_now(), **changes}
    with within(own_reach(by)):
        return reverse(by=by, **given)


def person_of(
    unit: Facility, *, born: date = date(1990, 5, 4), serial: int = 1, district: District | None = None
) -> Beneficiary:
    """A made-up person, alone in a family that is registered in `unit`, and lives in its district or another one."""
    member = NewMember(
        Relation.HEAD, "خالد سامي فتحي علي", parse(national_id(born, serial), today=cairo_today())
    )
    with system_reach():
        family: Household = register_household(
            by=Account.system(),
            governorate=unit.governorate,
            district=district or unit.district or unit.governorate.districts.order_by("code").first(),
            unit=unit,
            people=[member],
            on=date(2024, 2, 1),
        )
        return family.members.get()
