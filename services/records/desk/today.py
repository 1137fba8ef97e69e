"""What a facility wrote down today, as its desk shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import OtherPatient, ServiceRecord
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import Reach

SHOWN_TODAY = 60  # rows


def today_at(facility: Facility, reach: Reach) -> dict[str, Any]:
    """Visits that were written down today, newest first, and totals by kind.

    A visit is {visit, at, name, other_patient, records}; the name is empty where it may not be seen or is not known.
    """
    day = cairo_today()
    logged = ServiceRecord.objects.visible_to(reach).logged_at(facility.pk, day)
    newest = logged.select_related("facility", "service_type", "reversal").order_by("-recorded_at", "-pk")
    rows = list(newest[:SHOWN_TODAY])
    names = names_of(rows, reach)
    guests = OtherPatient.objects.filter(pk__in={row.other_patient_id for row in rows}).in_bulk()
    present = {row.pk for row in rows}
    visits: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        if row.reverses_id in present:
            continue  # its record stands in the list and says that it is undone
        guest = guests.get(row.other_patient_id)
        fresh: dict[str, Any] = {
            "visit": row.visit,
            "at": row.recorded_at,
            "name": guest.full_name if guest else names.get(row.beneficiary_id, ""),
            "other_patient": guest.kind if guest else None,
            "records": [],
        }
        visits.setdefault(row.visit, fresh)["records"].insert(0, row)
    return {"day": day, "visits": list(visits.values()), "totals": totals(logged)}


def names_of(rows: list[ServiceRecord], reach: Reach) -> dict[UUID | None, str]:
    """Names of those whose file is in reach."""
    people = Beneficiary.objects.visible_to(reach).filter(pk__in={row.beneficiary_id for row in rows})
    return dict(people.values_list("pk", Coalesce("merged_into__full_name", "full_name")))


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
        late=Count("pk", filter=Q(recorded_at__date__gt=F("provided_on"))),
    )
    by_kind = list(kinds)
    return {
        "services": sum(kind["number"] for kind in by_kind),
        "people": people["registered"] + people["others"],
        "late": people["late"],
        "kinds": by_kind,
    }
