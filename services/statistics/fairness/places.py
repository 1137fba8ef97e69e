"""What the directory knows of facilities on a day, in four queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from facilities.directory.finder.entries import Point
from facilities.directory.models import Capacity, Facility, StatusPeriod

HOSPITALS = (
    Facility.Kind.HOSPITAL,
    Facility.Kind.SPECIALISED_HOSPITAL,
    Facility.Kind.MEDICAL_COMPLEX,
    Facility.Kind.ONCOLOGY_HOSPITAL,
    Facility.Kind.PRIVATE_HOSPITAL,
    Facility.Kind.EYE_HOSPITAL,
)


@dataclass(frozen=True)
class Place:
    """A facility with its status on the day asked for; what is not known is None."""

    code: str
    name_ar: str
    name_en: str
    kind: str
    governorate: str
    district: str | None
    point: Point | None
    precision: str
    places: int | None
    taken: int
    status: str
    beds: int | None
    beds_as_of: date | None
    planned_beds: int | None

    @property
    def is_family_unit(self) -> bool:
        return self.kind in Facility.FAMILY_MEDICINE

    @property
    def is_hospital(self) -> bool:
        return self.kind in HOSPITALS

    @property
    def gives_care(self) -> bool:
        return self.status in Facility.GIVING_CARE

    @property
    def is_exact(self) -> bool:
        """Whether its own position is known, and not that of its village or town."""
        return self.precision == Facility.Precision.POINT


COLUMNS = (
    "code", "name_ar", "name_en", "kind", "governorate_id", "district_id", "latitude", "longitude", "position_precision",
    "places", "taken",
)  # fmt: skip


def places_on(day: date, *, of: Iterable[str] | None = None) -> list[Place]:
    """The facilities that the directory knows, by code, closed ones too; `of`: of these governorates only."""
    facilities = Facility.objects.all() if of is None else Facility.objects.filter(governorate__in=list(of))
    periods = StatusPeriod.objects.in_force_on(day).filter(facility__in=facilities)
    statuses = dict(periods.values_list("facility_id", "status"))
    beds = latest(Capacity.Kind.BEDS, facilities)
    planned_beds = latest(Capacity.Kind.PLANNED_BEDS, facilities)
    return [
        Place(
            code=row.code,
            name_ar=row.name_ar,
            name_en=row.name_en,
            kind=row.kind,
            governorate=row.governorate_id,
            district=row.district_id,
            point=point_of(row.latitude, row.longitude),
            precision=row.position_precision,
            places=row.places,
            taken=row.taken,
            status=statuses.get(row.code, Facility.Status.OPEN),
            beds=beds.get(row.code, NOT_KNOWN)[0],
            beds_as_of=beds.get(row.code, NOT_KNOWN)[1],
            planned_beds=planned_beds.get(row.code, NOT_KNOWN)[0],
        )
        for row in facilities.order_by("code").values_list(*COLUMNS, named=True)
    ]


Number = tuple[int | None, date | None]
NOT_KNOWN: Number = (None, None)


def latest(kind: str, facilities: QuerySet[Facility]) -> dict[str, Number]:
    """By facility the latest number of one kind, and as of when; an undated one is the oldest."""
    rows = Capacity.objects.filter(kind=kind, facility__in=facilities)
    in_order = rows.order_by(F("as_of").asc(nulls_first=True))
    return {
        code: (quantity, as_of)
        for code, quantity, as_of in in_order.values_list("facility_id", "quantity", "as_of")
    }


def point_of(latitude: Decimal | None, longitude: Decimal | None) -> Point | None:
    """A position in degrees; None where it is not known."""
    if latitude is None or longitude is None:
        return None
    return Point(float(latitude), float(longitude))
