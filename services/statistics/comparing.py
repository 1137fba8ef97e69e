"""Areas side by side: the same figures of two to four governorates or facilities, in one snapshot."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.statistics.reading.areas import Area, area_of
from services.statistics.reading.numbers import Numbers, numbers
from services.statistics.reading.periods import Period
from uhis_portal.api.errors import UnreadableParameters

MOST = 4
A_CODE = re.compile("[A-Za-z0-9-]{1,20}")
# What is set side by side: its name, how it is read, and how it is written.
FIGURES: tuple[tuple[str, object, Callable[[Numbers], float | None], str], ...] = (
    ("population", gettext_lazy("Population"), lambda of: of.population, "number"),
    ("registered", gettext_lazy("Registered people"), lambda of: of.people, "number"),
    ("registered_share", gettext_lazy("Registered of the population"), lambda of: of.share, "share"),
    ("services", gettext_lazy("Services of the period"), lambda of: of.care.total(of.period), "number"),
    ("services_before", gettext_lazy("Services of the months before"), lambda of: of.care.total(of.period.before()), "number"),
    ("services_per_person", gettext_lazy("Services per registered person"), lambda of: of.services_per_person, "decimal"),
    ("facilities", gettext_lazy("Open facilities"), lambda of: of.places.total, "number"),
    ("people_per_unit", gettext_lazy("Registered people per family-medicine unit"), lambda of: of.people_per_unit, "number"),
    ("beds", gettext_lazy("Beds that are known"), lambda of: of.places.beds, "number"),
    ("services_per_bed", gettext_lazy("Hospital services per bed"), lambda of: of.hospital_services_per_bed, "decimal"),
    ("home_share", gettext_lazy("Care given in the patient's own governorate"), lambda of: of.home_share, "share"),
    ("late_share", gettext_lazy("Entries written on a later day"), lambda of: of.writing.late_share, "share"),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A figure of each area, in their order; None where it is not known. `form` is number, decimal or share."""

    code: str
    label: object
    form: str
    values: list[float | None]


@dataclass(frozen=True)
class Compared:
    areas: list[Area]
    period: Period
    as_of: object
    rows: list[Row]


def sides_asked(codes: Sequence[str]) -> list[Area]:
    """The areas of codes, 2 to 4 different ones of one sort. UnreadableParameters (400) at `area`."""
    if not 2 <= len(codes) <= MOST or len(set(codes)) < len(codes):
        raise UnreadableParameters({"area": [_("Choose two to four different areas.")]})
    areas = [area_named(code) for code in codes]
    if len({area.level for area in areas}) > 1:
        raise UnreadableParameters(
            {"area": [_("Compare governorates with governorates, and facilities with facilities.")]}
        )
    return areas


def area_named(code: str) -> Area:
    for level in ("governorate", "facility") if A_CODE.fullmatch(code) else ():
        try:
            return area_of(level, code)
        except ObjectDoesNotExist:
            continue
    raise UnreadableParameters({"area": [_("There is no such area.")]})


def compared(areas: Sequence[Area], period: Period, today: date) -> Compared:
    of_each = [numbers(area, period, today) for area in areas]
    rows = [Row(code, label, form, [value(of) for of in of_each]) for code, label, value, form in FIGURES]
    if areas[0].level == "facility":
        rows = [row for row in rows if any(value is not None for value in row.values)]
    return Compared(list(areas), period, of_each[0].as_of, rows)
