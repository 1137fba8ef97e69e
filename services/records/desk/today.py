"""What a facility wrote down today, as its desk shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from facilities.directory.models import Facility
from services.records.given.day import names_of, written_down
from services.records.models import LATE, ServiceRecord
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import Reach

SHOWN_TODAY = 60  # rows


def today_at(facility: Facility, reach: Reach) -> dict[str, Any]:
    """Visits that were written down today, newest first, and totals by kind.

    A visit is {visit, at, name, other_patient, records}; the name is empty where it may not be seen or is not known.
    """
    day = cairo_today()
    logged = written_down(facility, day, reach)
    newest = logged.select_related("facility", "service_type", "reversal", "other_patient")
    rows = list(newest.order_by("-recorded_at", "-pk")[:SHOWN_TODAY])
    names = names_of(rows, reach)
    present = {row.pk for row in rows}
    visits: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        if row.reverses_id in present:
            continue  # its record stands in the list and says that it is undone
        fresh: dict[str, Any] = {
            "visit": row.visit,
            "at": row.recorded_at,
            "name": names[row.pk],
            "other_patient": row.other_patient.kind if row.other_patient else None,
            "records": [],
        }
        visits.setdefault(row.visit, fresh)["records"].insert(0, row)
    return {"day": day, "visits": list(visits.values()), "totals": totals(logged)}


def totals(logged: QuerySet[ServiceRecord]) -> dict[str, Any]:
    """How many services of each kind, and how many people; what was undone does not count."""
    kinds = (
        logged.values(
            code=F("service_type"), name_ar=F("service_type__name_ar"), name_en=F("service_type__name_en")
        )
        .annotate(number=Sum("quantity"))
        .filter(number__gt=0)
        .order_by("-number", "name_ar")
    )
    standing = logged.filter(reverses=None, reversal=None)
    people = standing.aggregate(
        registered=Count("beneficiary", distinct=True),
        others=Count("other_patient", distinct=True),
        late=Count("pk", filter=LATE),
    )
    by_kind = list(kinds)
    return {
        "services": sum(kind["number"] for kind in by_kind),
        "people": people["registered"] + people["others"],
        "late": people["late"],
        "kinds": by_kind,
    }
