"""What a facility wrote down on a day: totals, who wrote them, what came late, what was undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import LATE, ServiceRecord
from uhis_portal.reach import Reach


def written_down(facility: Facility, day: date, reach: Reach) -> QuerySet[ServiceRecord]:
    """The rows that a facility added on a day in Cairo, so far as they are in reach."""
    return ServiceRecord.objects.visible_to(reach).logged_at(facility.pk, day)


def day_at(facility: Facility, day: date, reach: Reach) -> dict[str, Any]:
    """A facility's day, as `serializers.DayOut` represents it. What was undone counts neither as care nor as a person."""
    rows = written_down(facility, day, reach)
    kinds = list(
        rows.values(code=F("service_type"), ar=F("service_type__name_ar"), en=F("service_type__name_en"))
        .annotate(number=Sum("quantity"))
        .filter(number__gt=0)
        .order_by("-number", "code")
    )
    standing = rows.filter(reverses=None, reversal=None).aggregate(
        people=Count(Coalesce("beneficiary", "other_patient"), distinct=True),
        visits=Count("visit", distinct=True),
        late=Count("pk", filter=LATE),
    )
    clerks = (
        rows.values(ar=F("recorded_by__name_ar"), en=F("recorded_by__name_en"))
        .annotate(
            entries=Count("pk", filter=Q(reverses=None)),
            services=Coalesce(Sum("quantity"), 0),
            late=Count("pk", filter=LATE & Q(reverses=None, reversal=None)),
            undone=Count("pk", filter=~Q(reverses=None)),
        )
        .order_by("-entries", "ar")
    )
    return {
        "facility": facility,
        "day": day,
        "services": sum(kind["number"] for kind in kinds),
        "people": standing["people"],
        "visits": standing["visits"],
        "late": standing["late"],
        "undone": rows.exclude(reverses=None).count(),
        "kinds": [
            {"code": kind["code"], "name": {"ar": kind["ar"], "en": kind["en"]}, "number": kind["number"]}
            for kind in kinds
        ],
        "clerks": [
            {"name": {"ar": one["ar"], "en": one["en"]}}
            | {name: one[name] for name in ("entries", "services", "late", "undone")}
            for one in clerks
        ],
    }


def names_of(records: Iterable[ServiceRecord], reach: Reach) -> dict[UUID, str]:
    """The patients' names by the record's id, so far as they are in reach; who is not registered has the name told."""
    records = list(records)
    people = Beneficiary.objects.visible_to(reach).filter(pk__in={row.beneficiary_id for row in records})
    names = dict(people.values_list("pk", Coalesce("merged_into__full_name", "full_name")))
    return {
        row.pk: row.other_patient.full_name if row.other_patient else names.get(row.beneficiary_id, "")
        for row in records
    }
