"""The numbers of an area and a period, in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Facility
from services.statistics.models import ReportedCheck, ReportedFigure
from services.statistics.quality.last_month import LastMonth, last_month
from services.statistics.reading import parts
from services.statistics.reading.areas import Area
from services.statistics.reading.attention import Attention, attention
from services.statistics.reading.care import Care, Writing, care, writing
from services.statistics.reading.parts import Part
from services.statistics.reading.people import Reached, Registered, applications, reached, registered
from services.statistics.reading.periods import Period
from services.statistics.reading.places import Places, places
from services.statistics.reading.shown import read
from services.statistics.reported import counted_beside

EXAMINATION = "PHC-EXAM"  # the comprehensive examination


@dataclass(frozen=True)
class Reported:
    """A figure published elsewhere beside what the portal counts; None where it counts nothing of the kind."""

    figure: ReportedFigure
    counted: Decimal | None


@dataclass(frozen=True)
class Numbers:
    """What is counted in an area and a period. `as_of` is the moment of the snapshot: all that was committed is in it."""

    area: Area
    period: Period
    today: date
    as_of: datetime
    folded_at: datetime | None
    registered: Registered
    applications: dict[str, int] | None
    care: Care
    writing: Writing
    reached: Reached | None
    places: Places
    kinds: dict[str, ServiceType]
    governorates: list[Part]
    districts: list[Part]
    facilities: list[Part]
    attention: list[Attention]
    last_month: LastMonth | None
    reported: list[Reported]
    checks: list[ReportedCheck]

    @property
    def population(self) -> int | None:
        return self.area.population

    @property
    def is_over(self) -> bool:
        """Whether the period is: a running one is compared with nothing."""
        return self.period.end < self.today

    @property
    def people(self) -> int | None:
        """Registered people; None of a facility that is nobody's family-medicine unit."""
        facility = self.area.facility
        cannot = facility is not None and facility.kind not in Facility.FAMILY_MEDICINE
        return self.registered.total or (None if cannot else 0)

    @property
    def share(self) -> float | None:
        """Registered people of the population; None where that is not known."""
        return ratio(self.registered.total, self.population)

    @property
    def services_per_person(self) -> float | None:
        """Services of the period per person registered today; None where nobody is."""
        return ratio(self.care.total(self.period), self.registered.total)

    @property
    def people_per_unit(self) -> float | None:
        return ratio(self.registered.total, len(self.places.units))

    @property
    def examined(self) -> int | None:
        """People who ever had the comprehensive examination."""
        return self.reached.ever.get(EXAMINATION, 0) if self.reached else None

    @property
    def home_share(self) -> float | None:
        """Services of the period to people registered in the governorate, of those to people registered anywhere."""
        home, away = self.care.at_home
        return ratio(home, home + away)

    @property
    def hospital_services_per_bed(self) -> float | None:
        """Services of the period above primary care, per bed that is known."""
        levels = self.care.by_level(self.period)
        return ratio(levels.get("secondary", 0) + levels.get("tertiary", 0), self.places.beds)


def numbers(area: Area, period: Period, today: date) -> Numbers:
    (moment,) = read(
        "SELECT transaction_timestamp() AS as_of, (SELECT folded_at FROM statistics_rollup) AS folded_at"
    )
    known = places(area, today)
    given = care(area, period)
    members = registered(area, today)
    published = reported(area, members, given, known)
    return Numbers(
        area=area,
        period=period,
        today=today,
        as_of=moment["as_of"],
        folded_at=moment["folded_at"],
        registered=members,
        applications=applications(area),
        care=given,
        writing=writing(area, period),
        reached=reached(area, period.last.year),
        places=known,
        kinds=ServiceType.objects.in_bulk([kind.code for kind in given.kinds]),
        governorates=parts.governorates(period, known, today) if area.level == "country" else [],
        districts=parts.districts(area, period, known, today) if area.level == "governorate" else [],
        facilities=parts.facilities(area, period, known, today)
        if area.level in ("governorate", "district")
        else [],
        attention=attention(known, today),
        last_month=last_month(area),
        reported=published,
        checks=list(ReportedCheck.objects.order_by("position"))
        if area.level == "governorate" and published
        else [],
    )


def reported(area: Area, members: Registered, given: Care, known: Places) -> list[Reported]:
    """Figures published about the country, a governorate with its facilities, or a facility."""
    figures = ReportedFigure.objects.order_by("position")
    if area.level == "facility":
        return [Reported(figure, None) for figure in figures.filter(facility=area.code)]
    if area.level == "district":
        return []
    code = area.code if area.level == "governorate" else ""
    beside = counted_beside(area.governorate, members.total, given, known) if code else {}
    return [Reported(figure, beside.get(figure.code)) for figure in figures.filter(governorate=code)]


def ratio(part: int, whole: int | None) -> float | None:
    return part / whole if whole else None
