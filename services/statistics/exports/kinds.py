"""Files of numbers: each is one statement over a roll-up and what is pending, and so of one moment."""

# ruff: noqa: S608  (the statements are put together from constants)

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import connection
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from facilities.staff.access import STAFF, has_role
from registry.people.models import Sex
from services.statistics.exports.asking import (
    AreaForm,
    EndForm,
    WholeAreaForm,
    area_asked,
    is_own,
    period_asked,
    read_back,
    written,
)
from services.statistics.models import PeopleReached, RegistrationsByDay, ServicesByDay, ServicesByMonth
from services.statistics.reading.periods import Period
from services.statistics.reading.shown import shown
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.display import bilingual, moment
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.exports.exporting import Asked, Exporter, Piece
from uhis_portal.files.exports.forms import ExportForm
from uhis_portal.files.exports.writing import Heading
from uhis_portal.reach import Reach

AT_ONCE = 2000  # rows that are fetched at once

FACILITY = Column("facility", "كود المنشأة", "Facility code", kind=Kind.CODE)
FACILITY_NAME = Column("facility_name", "المنشأة", "Facility")
GOVERNORATE = Column("governorate", "كود المحافظة", "Governorate code", kind=Kind.CODE)
GOVERNORATE_NAME = Column("governorate_name", "المحافظة", "Governorate")
DISTRICT_NAME = Column("district_name", "المركز أو القسم", "District")
SERVICE = Column("service", "كود الخدمة", "Service code", kind=Kind.CODE)
SERVICE_NAME = Column("service_name", "نوع الخدمة", "Kind of service")
LEVEL = Column("level", "مستوى الرعاية", "Level of care")
CATEGORY = Column("category", "المجموعة", "Group")
MONTH = Column("month", "الشهر", "Month", kind=Kind.MONTH)
DAY = Column("day", "اليوم", "Day", kind=Kind.DAY)
YEAR = Column("year", "السنة", "Year", kind=Kind.YEAR)
SERVICES = Column("services", "عدد الخدمات", "Services", kind=Kind.WHOLE)
ENTRIES = Column("entries", "عدد القيود", "Entries", kind=Kind.WHOLE)
SEX = Column("sex", "النوع", "Sex")
AGE = Column("age", "الفئة العمرية", "Age band", kind=Kind.CODE)
PEOPLE = Column("people", "عدد المنتفعين", "People", kind=Kind.WHOLE)

SERVICES_RULE = gettext_lazy(
    "Services: the quantities of the entries by the day on which the care was given; what was undone is taken off."
    " Entries: those that stand. The facility, its governorate and the kind are those of that day."
)


class Names:
    """Names of codes in the active language, looked up once for a file; a code without a name shows as it is."""

    @cached_property
    def facilities(self) -> dict[str, str]:
        return names_of(Facility)

    @cached_property
    def governorates(self) -> dict[str, str]:
        return names_of(Governorate)

    @cached_property
    def districts(self) -> dict[str, str]:
        return names_of(District)

    @cached_property
    def services(self) -> dict[str, str]:
        return names_of(ServiceType)

    @cached_property
    def levels(self) -> dict[str, str]:
        return labels(ServiceType.Level)

    @cached_property
    def categories(self) -> dict[str, str]:
        return labels(ServiceType.Category)

    @cached_property
    def sexes(self) -> dict[str, str]:
        return labels(Sex)


def names_of(model: Any) -> dict[str, str]:
    name = "name_ar" if get_language() == "ar" else "name_en"
    return dict(model.objects.values_list("pk", name))


def labels(choices: Any) -> dict[str, str]:
    return {code: str(label) for code, label in choices.choices}


class AreaExporter(Exporter):
    """A file about an area of one's own and some months."""

    form: ClassVar[type[ExportForm]] = AreaForm
    source: ClassVar[str | Promise] = gettext_lazy("counted by the portal from its ledger")
    rule: ClassVar[str | Promise]
    facilities: ClassVar[bool] = True  # whether the numbers are kept by facility
    finished: ClassVar[bool] = False  # whether only months that are over are written

    def __init__(self, about: dict[str, str]) -> None:
        super().__init__(about)
        self.area, self.period = read_back(about)

    @classmethod
    def offered_to(cls, account: Account, reach: Reach) -> bool:
        areas = reach.everything or reach.governorates or (cls.facilities and reach.facilities)
        return bool(areas) and has_role(account, *STAFF)

    @classmethod
    def read(cls, given: Mapping[str, str], *, reach: Reach, today: date) -> Asked:
        area = area_asked(given, reach, facilities=cls.facilities)
        period = cls.months(period_asked(given, today, finished=cls.finished))
        about = {"area": area.code, **written(period), **cls.more_asked(given)}
        places = area.values
        return Asked(about, governorate=places["governorate"], facility=places["facility"])

    @classmethod
    def months(cls, period: Period) -> Period:
        """The months that are written when these are asked for."""
        return period

    @classmethod
    def more_asked(cls, given: Mapping[str, str]) -> dict[str, str]:
        """What else is asked for, read; ValidationError at its field."""
        return {}

    def may(self, account: Account, reach: Reach) -> bool:
        return self.offered_to(account, reach) and is_own(self.area, reach)

    @property
    def name(self) -> str:
        about = self.about
        return "-".join(
            [self.stem, about["area"], about["from"], *([about["to"]] * (about["to"] != about["from"]))]
        )

    stem: ClassVar[str]

    @property
    def subject(self) -> str:
        return (
            f"{bilingual(self.area.name)}، {self.months_said}"
            if get_language() == "ar"
            else (f"{bilingual(self.area.name)}, {self.months_said}")
        )

    @property
    def months_said(self) -> str:
        first, last = month_said(self.period.first), month_said(self.period.last)
        if first == last:
            return first
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    def heading(self, as_of: datetime) -> Heading:
        return Heading(
            str(self.title),
            [
                (_("Area"), f"{bilingual(self.area.name)} ({self.area.code})"),
                (_("Period"), self.months_said),
                (_("As of"), moment(as_of)),
                (_("Source"), str(self.source)),
                (_("How it is counted"), str(self.rule)),
            ],
        )

    @cached_property
    def names(self) -> Names:
        return Names()

    @property
    def values(self) -> dict[str, Any]:
        """The values of the statement."""
        return {
            **self.area.values,
            "first": self.period.first,
            "end": self.period.end,
            "last": self.period.last,
        }


def month_said(month: date) -> str:
    return date_format(month, "F Y")


class NumbersExporter(AreaExporter):
    """A file of one statement; `row` makes a row of what it answers."""

    @property
    def statement(self) -> str:
        raise NotImplementedError

    def row(self, found: Sequence[Any]) -> Sequence[Any]:
        raise NotImplementedError

    def piece(self, place: Any, as_of: datetime) -> Piece:
        return Piece(map(self.row, answered(self.statement, self.values)))


def answered(statement: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows that a statement answers, some at a time, by a cursor of the database: they are not all in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


class ServicesByMonthExporter(NumbersExporter):
    """Services by month, facility and kind."""

    title = gettext_lazy("Services by month, facility and kind")
    rule = SERVICES_RULE
    stem = "services-by-month"
    columns = (MONTH, GOVERNORATE, GOVERNORATE_NAME, FACILITY, FACILITY_NAME, SERVICE, SERVICE_NAME, LEVEL, CATEGORY,
               SERVICES, ENTRIES)  # fmt: skip

    @property
    def statement(self) -> str:
        return f"""
            SELECT month, governorate, facility, service_type, level, category,
                   sum(quantity)::bigint, sum(records)::bigint
              FROM {shown(ServicesByMonth)}
             WHERE {self.area.where()} AND month BETWEEN %(first)s AND %(last)s
             GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(quantity) <> 0 OR sum(records) <> 0
             ORDER BY 1, 2, 3, 4, 5, 6"""

    def row(self, found: Sequence[Any]) -> Sequence[Any]:
        month, governorate, facility, kind, level, category, quantity, entries = found
        names = self.names
        return (
            month, governorate, names.governorates.get(governorate, governorate), facility,
            names.facilities.get(facility, facility), kind, names.services.get(kind, kind),
            names.levels.get(level, level), names.categories.get(category, category), quantity, entries,
        )  # fmt: skip


class ServicesByDayExporter(NumbersExporter):
    """Services by day, governorate and kind."""

    title = gettext_lazy("Services by day, governorate and kind")
    rule = SERVICES_RULE
    stem = "services-by-day"
    form = WholeAreaForm
    facilities = False
    columns = (DAY, GOVERNORATE, GOVERNORATE_NAME, SERVICE, SERVICE_NAME, LEVEL, CATEGORY, SERVICES, ENTRIES)

    @property
    def statement(self) -> str:
        return f"""
            SELECT provided_on, governorate, service_type, level, category,
                   sum(quantity)::bigint, sum(records)::bigint
              FROM {shown(ServicesByDay)}
             WHERE {self.area.where()} AND provided_on BETWEEN %(first)s AND %(end)s
             GROUP BY 1, 2, 3, 4, 5 HAVING sum(quantity) <> 0 OR sum(records) <> 0
             ORDER BY 1, 2, 3, 4, 5"""

    def row(self, found: Sequence[Any]) -> Sequence[Any]:
        day, governorate, kind, level, category, quantity, entries = found
        names = self.names
        return (
            day, governorate, names.governorates.get(governorate, governorate), kind, names.services.get(kind, kind),
            names.levels.get(level, level), names.categories.get(category, category), quantity, entries,
        )  # fmt: skip


# The first age of each band; the last is open.
BANDS = (0, 1, 5, 15, 25, 35, 45, 55, 65, 75)


def band_of(first: int | None) -> str:
    """A band by its first age, such as 5–14; empty where the age is not known."""
    if first is None:
        return ""
    if first == BANDS[-1]:
        return f"{first}+"
    last = BANDS[BANDS.index(first) + 1] - 1
    return str(first) if last == first else f"{first}–{last}"


class RegisteredExporter(NumbersExporter):
    """Registered people by unit, sex and age."""

    title = gettext_lazy("Registered people by unit, sex and age")
    rule = gettext_lazy(
        "People with a membership on the last day of the month, or today where the month is not over, at the unit where"
        " they are registered. Age: the year less the year of birth, so it is the age that is reached in that year."
    )
    source = gettext_lazy("counted by the portal from its register")
    stem = "registered"
    form = EndForm
    columns = (DAY, GOVERNORATE, GOVERNORATE_NAME, DISTRICT_NAME, FACILITY, FACILITY_NAME, SEX, AGE, PEOPLE)

    @classmethod
    def months(cls, period: Period) -> Period:
        return Period(period.last, period.last)

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "until": self.period.known_until(cairo_today())}

    @property
    def statement(self) -> str:
        bands = " ".join(f"WHEN age >= {first} THEN {first}" for first in reversed(BANDS))
        return f"""
            SELECT %(until)s::date, governorate, district, unit, sex, band, sum(people)::bigint
              FROM (SELECT governorate, district, unit, sex, people, CASE {bands} ELSE 0 END AS band
                      FROM {shown(RegistrationsByDay)}
                     CROSS JOIN LATERAL (SELECT extract(year FROM %(until)s::date)::int - birth_year AS age) AS aged
                     WHERE {self.area.where(facility="unit")} AND day <= %(until)s) AS one
             GROUP BY 2, 3, 4, 5, 6 HAVING sum(people) <> 0 ORDER BY 2, 3, 4, 5, 6"""

    def row(self, found: Sequence[Any]) -> Sequence[Any]:
        day, governorate, district, unit, sex, band, people = found
        names = self.names
        return (
            day, governorate, names.governorates.get(governorate, governorate), names.districts.get(district, district),
            unit, names.facilities.get(unit, unit), names.sexes.get(sex, sex), band_of(band), people,
        )  # fmt: skip


class ReachedExporter(NumbersExporter):
    """People reached by kind of service and year."""

    title = gettext_lazy("People reached by kind of service and year")
    rule = gettext_lazy(
        "Distinct beneficiaries with at least one entry of the kind in the year that stands, however often. Who was"
        " reached in two governorates counts once in each and once in the country: these numbers do not add up."
    )
    stem = "people-reached"
    form = WholeAreaForm
    facilities = False
    columns = (YEAR, GOVERNORATE, GOVERNORATE_NAME, SERVICE, SERVICE_NAME, PEOPLE)

    @classmethod
    def months(cls, period: Period) -> Period:
        """Whole years."""
        return Period(period.first.replace(month=1), period.last.replace(month=12))

    @property
    def months_said(self) -> str:
        first, last = self.period.first.year, self.period.last.year
        return str(first) if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def statement(self) -> str:
        return f"""
            SELECT year, governorate, service_type, sum(people)::bigint
              FROM {shown(PeopleReached)}
             WHERE {self.area.where()} AND year BETWEEN extract(year FROM %(first)s::date)
                   AND extract(year FROM %(last)s::date)
             GROUP BY 1, 2, 3 HAVING sum(people) <> 0 ORDER BY 1, 2, 3"""

    def row(self, found: Sequence[Any]) -> Sequence[Any]:
        year, governorate, kind, people = found
        names = self.names
        of = (
            bilingual(self.area.name)
            if governorate == "EG"
            else names.governorates.get(governorate, governorate)
        )
        return (year, governorate, str(of), kind, names.services.get(kind, kind), people)
