"""What the ledger, the audit and the numbers hold after a campaign, against what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from services.records.models import OtherPatient, ServiceRecord
from services.statistics import actions
from services.statistics.counting.recount import differences
from services.statistics.models import ServicesByDay
from tests.chaos.desks import Parcel, Row
from uhis_portal.audit.models import Event
from uhis_portal.reach import system_reach

NOTED = ("records.log_batch", "records.log_visit")


def rows() -> dict[UUID, Row]:
    """The whole ledger by id."""
    with system_reach():
        found = ServiceRecord.objects.values_list("pk", "visit", "service_type", "quantity", "provided_on")
        return {pk: (visit, kind, quantity, on) for pk, visit, kind, quantity, on in found}


def faults_of(parcels: Iterable[Parcel]) -> list[str]:
    """What is not as it must be, once each parcel has had its effect; also folds all that is pending."""
    parcels = list(parcels)
    wanted: dict[UUID, Row] = {}
    for parcel in parcels:
        wanted |= parcel.rows
    found = rows()
    faults = [
        f"{number:,} rows {what}"
        for what, number in {
            "missing": len(wanted.keys() - found.keys()),
            "that nobody sent": len(found.keys() - wanted.keys()),
            "with other content": sum(found[pk] != row for pk, row in wanted.items() if pk in found),
        }.items()
        if number
    ]
    with system_reach():
        in_table = ServiceRecord.objects.count()
        guests = OtherPatient.objects.count()
        noted = sum(
            details["records"]
            for details in Event.objects.filter(action__in=NOTED).values_list("details", flat=True)
        )
    entered = len(frozenset[str]().union(*(parcel.guests for parcel in parcels)))
    if in_table != len(wanted):
        faults.append(f"{in_table:,} rows, not {len(wanted):,}")
    if guests != entered:
        faults.append(f"{guests:,} patients who are not registered, not {entered:,}")
    if noted != len(wanted):
        faults.append(f"the audit says {noted:,} rows")
    faults += [
        f"{one.roll} {one.cell}: shown {one.shown}, recounted {one.recounted}" for one in differences()
    ]
    while actions.fold():
        pass
    faults += [f"after folding, {one.roll} {one.cell} is wrong" for one in differences()]
    shown = ServicesByDay.objects.aggregate(quantity=Sum("quantity"), records=Sum("records"))
    quantity = sum(row[2] for row in wanted.values())
    if (shown["quantity"], shown["records"]) != (quantity, len(wanted)):
        faults.append(f"the roll-up shows {shown}, not {quantity:,} of {len(wanted):,} records")
    return faults
