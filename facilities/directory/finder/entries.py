"""What the finder knows of a facility: plain values, and the part of its representation that is the same all day."""

from __future__ import annotations

import json
from collections import defaultdict, namedtuple
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from django.db.models import Choices, Model, QuerySet

from facilities.catalogue.models import ServiceType
from facilities.directory.accreditation import end_of, standing_on
from facilities.directory.hours.rows import read_hours
from facilities.directory.hours.week import UNKNOWN, Hours
from facilities.directory.models import (
    Accreditation,
    Capacity,
    Department,
    Facility,
    OtherName,
    Programme,
    RolePeriod,
    ServiceOffered,
    StatusPeriod,
)
from facilities.geography.models import District, Governorate
from uhis_portal.api.serializers import in_both_languages


class Point(NamedTuple):
    """A place on Earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """A governorate or a district. `other`: its other names, parted by `;`; `within`: the governorate of a district."""

    code: str
    ar: str
    en: str
    other: str = ""
    point: Point | None = None
    within: str | None = None


class Naming(NamedTuple):
    """What a facility is or was called; "" where a language is not known."""

    field: Literal["current", "former", "alias"]
    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A facility as it stands on one day.

    `names` begin with the current one; `services` are codes of the catalogue, `capacities` the kinds of which it has
    some; `places` is None where their number is not known, `accreditation` the state that holds or None. `static_json`
    holds the members of its representation that hold until `stands_until`, without the braces around them.
    """

    code: str
    names: tuple[Naming, ...]
    kind: str
    owner: str
    levels: frozenset[str]
    governorate: Place
    district: Place | None
    services: frozenset[str]
    capacities: frozenset[str]
    emergency: bool | None
    departments: tuple[tuple[str, str], ...] = ()
    address: tuple[str | None, str | None] = (None, None)
    roles: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    status: str = Facility.Status.OPEN
    accreditation: str | None = None
    point: Point | None = None
    places: int | None = None
    taken: int = 0
    hours: Hours = UNKNOWN
    version: int = 1
    stands_until: date | None = None
    static_json: bytes = b""

    @property
    def ar(self) -> str:
        return self.names[0].ar

    @property
    def en(self) -> str:
        return self.names[0].en

    @property
    def is_listed(self) -> bool:
        """Whether a list shows it unless another status is asked for."""
        return self.status in Facility.LISTED

    @property
    def gives_care(self) -> bool:
        return self.status in Facility.GIVING_CARE

    @property
    def free_places(self) -> int | None:
        """Places left; None when the number of places is not known."""
        return None if self.places is None else self.places - self.taken

    @property
    def accepts_families(self) -> bool | None:
        """Whether a family may choose it today; None where the question does not arise: it is no family unit.

        A unit whose number of places is not known takes everyone (see directory.actions.take_places).
        """
        if self.kind not in Facility.FAMILY_MEDICINE:
            return None
        return self.gives_care and (self.places is None or self.places > self.taken)


class Frame(NamedTuple):
    """What entries and questions refer to, by code: the places of the country, and the codes of the catalogue."""

    governorates: dict[str, Place]
    districts: dict[str, Place]
    services: frozenset[str]


def read_frame() -> Frame:
    """The governorates, districts and kinds of service."""
    return Frame(
        {
            code: Place(code, ar, en, other, point_of(latitude, longitude))
            for code, ar, en, other, latitude, longitude in Governorate.objects.values_list(
                "code", "name_ar", "name_en", "other_names", "latitude", "longitude"
            )
        },
        {
            code: Place(code, ar, en, "", point_of(latitude, longitude), within)
            for code, ar, en, latitude, longitude, within in District.objects.values_list(
                "code", "name_ar", "name_en", "latitude", "longitude", "governorate_id"
            )
        },
        frozenset(ServiceType.objects.values_list("code", flat=True)),
    )


def point_of(latitude: Any, longitude: Any) -> Point | None:
    return None if latitude is None or longitude is None else Point(float(latitude), float(longitude))


# What is read of each table; rows are plain values, since making model instances takes ten times as long.
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    OtherName: ("pk", "kind", "name_ar", "name_en", "until_year"),
    StatusPeriod: ("status", "since", "until"),
    Accreditation: ("pk", "state", "since", "since_precision", "until"),
    ServiceOffered: ("service_type_id", "since", "until"),
    Department: ("name_ar", "name_en"),
    Capacity: ("kind", "quantity", "as_of"),
    RolePeriod: ("role", "since", "until"),
    Programme: ("kind", "since", "until"),
}
OF_FACILITY = (
    "code", "name_ar", "name_en", "kind", "owner", *Facility.Level.values, "governorate_id", "district_id", "latitude",
    "longitude", "position_precision", "position_source", "address_ar", "address_en", "emergency", "places", "taken",
    "version",
)  # fmt: skip
Rows = dict[type[Model], list[Any]]


def read_entries(frame: Frame, day: date, codes: Collection[str] | None = None) -> Iterator[Entry]:
    """The facilities of `codes`, all of them by default, as they stand on `day`; one query per table."""
    rows: defaultdict[str, Rows] = defaultdict(lambda: defaultdict(list))
    for model, columns in COLUMNS.items():
        for code, row in rows_of(model, ("facility_id", *columns), "facility", codes):
            rows[code][model].append(row)
    hours = read_hours(codes, today=day)
    for code, facility in rows_of(Facility, OF_FACILITY, "pk", codes):
        yield entry_of(frame, day, facility, rows[code], hours.get(code, UNKNOWN))


def rows_of(
    model: type[Model], columns: tuple[str, ...], by: str, codes: Collection[str] | None
) -> Iterator[tuple[str, Any]]:
    """Rows of a table in the order of their keys, each with its first column, the code of a facility."""
    rows: QuerySet[Any] = QuerySet(model).order_by("pk")
    if codes is not None:
        rows = rows.filter(**{f"{by}__in": codes})
    row_of = namedtuple("Row", columns)  # type: ignore[misc]  # the columns are the table's
    for values in rows.values_list(*columns):
        yield values[0], row_of(*values)


def entry_of(frame: Frame, day: date, facility: Any, rows: Rows, hours: Hours) -> Entry:
    """A facility from its rows, as it stands on `day`."""
    names, statuses, accreditations = rows[OtherName], rows[StatusPeriod], rows[Accreditation]
    services, roles, programmes = rows[ServiceOffered], rows[RolePeriod], rows[Programme]
    levels = [level for level in Facility.Level.values if getattr(facility, level)]
    governorate = frame.governorates[facility.governorate_id]
    district = frame.districts[facility.district_id] if facility.district_id else None
    status = next((period.status for period in in_force(statuses, day)), Facility.Status.OPEN)
    standing = standing_on(accreditations, day)
    shown = {
        "code": facility.code,
        "name": {"ar": facility.name_ar, "en": facility.name_en},
        "former_name": former_name(names),
        "kind": coded(Facility.Kind, facility.kind),
        "levels": [coded(Facility.Level, level) for level in levels],
        "owner": coded(Facility.Owner, facility.owner),
        "status": coded(Facility.Status, status),
        "governorate": named(governorate),
        "district": named(district) if district else None,
        "position": position_of(facility),
        "emergency": facility.emergency,
        "accreditation": standing
        and {
            "state": coded(Accreditation.State, standing.event.state),
            "until": standing.until.isoformat() if standing.until else None,
            "ended": standing.ended,
        },
    }
    return Entry(
        code=facility.code,
        names=(Naming("current", facility.name_ar, facility.name_en), *map(naming_of, names)),
        kind=facility.kind,
        owner=facility.owner,
        levels=frozenset(levels),
        governorate=governorate,
        district=district,
        services=frozenset(row.service_type_id for row in in_force(services, day)),
        capacities=frozenset(kind for kind, quantity in latest_of(rows[Capacity]).items() if quantity),
        emergency=facility.emergency,
        departments=tuple((department.name_ar, department.name_en) for department in rows[Department]),
        address=(facility.address_ar or None, facility.address_en or None),
        roles=frozenset(row.role for row in in_force(roles, day)),
        programmes=frozenset(row.kind for row in in_force(programmes, day)),
        status=status,
        accreditation=standing.event.state if standing and not standing.ended else None,
        point=point_of(facility.latitude, facility.longitude),
        places=facility.places,
        taken=facility.taken,
        hours=hours,
        version=facility.version,
        stands_until=next_change(day, [*statuses, *services, *roles, *programmes], accreditations),
        static_json=members(shown),
    )


def naming_of(name: Any) -> Naming:
    former = name.kind == OtherName.Kind.FORMER
    return Naming("former" if former else "alias", name.name_ar or "", name.name_en or "")


def in_force(rows: Iterable[Any], day: date) -> Iterator[Any]:
    """The rows with `since` and `until` that hold on `day`."""
    return (
        row
        for row in rows
        if (row.since is None or row.since <= day) and (row.until is None or row.until > day)
    )


def next_change(day: date, periods: Iterable[Any], accreditations: Iterable[Any]) -> date | None:
    """The first day after `day` on which something begins or ends; None when nothing is foreseen."""
    days = [end for row in periods for end in (row.since, row.until)]
    days += [end for event in accreditations for end in (event.since, end_of(event))]
    return min((each for each in days if each is not None and each > day), default=None)


def latest_of(rows: list[Any]) -> dict[str, int]:
    """The latest number of each kind; one without a day counts as older than all others."""
    by_day = sorted(rows, key=lambda row: row.as_of or date.min)
    return {row.kind: row.quantity for row in by_day}


def former_name(names: list[Any]) -> dict[str, str | None] | None:
    """The latest former name."""
    former = [name for name in names if name.kind == OtherName.Kind.FORMER]
    latest = max(former, key=lambda name: (name.until_year or 0, name.pk), default=None)
    return None if latest is None else {"ar": latest.name_ar, "en": latest.name_en}


def named(place: Place) -> dict[str, Any]:
    return {"code": place.code, "name": {"ar": place.ar, "en": place.en}}


@cache
def coded(choices: type[Choices], value: str) -> dict[str, Any]:
    """One of a fixed list as `{code, name}`, the name in both languages."""
    return {"code": value, "name": in_both_languages(choices(value).label)}


def position_of(facility: Any) -> dict[str, Any] | None:
    point = point_of(facility.latitude, facility.longitude)
    if point is None:
        return None
    return {
        "latitude": point.latitude,
        "longitude": point.longitude,
        "precision": facility.position_precision,
        "source": facility.position_source,
    }


def members(shown: dict[str, Any]) -> bytes:
    """The members of a JSON object without its braces."""
    return written(shown)[1:-1]


def written(value: Any) -> bytes:
    """JSON as the API writes it: no spaces, letters as they are, and no line separators that scripts stumble over."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
