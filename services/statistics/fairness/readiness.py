"""How ready the next governorates are: what stands, what is being built, what is accredited, against the population.

Works are listed with those first that are nearly finished: in trial operation, then under construction by the share that
is done (those of which it is not known last), then planned, by the day on which they are due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.directory.accreditation import standing_on
from facilities.directory.models import Accreditation, Building, Facility
from facilities.geography.models import Governorate, Stage
from services.statistics.fairness.places import Place, places_on
from services.statistics.fairness.spread import Beds, beds_of, ratio

NEXT = (Stage.Status.STARTING, Stage.Status.PREPARING, Stage.Status.UNDER_STUDY)
TO_COME = (Facility.Status.PLANNED, Facility.Status.UNDER_CONSTRUCTION)
UNFINISHED = (Building.State.TRIAL, Building.State.UNDER_CONSTRUCTION, Building.State.PLANNED)


class Approval(models.TextChoices):
    """How far a facility is with GAHAR."""

    ACCREDITED = "accredited", _("accredited")
    REGISTERED = "registered", _("registered with GAHAR")
    NONE = "none", _("withdrawn or run out")
    NOT_KNOWN = "not_known", _("not known")


@dataclass(frozen=True)
class Work:
    """A facility, or a building of one, that is not in use yet. What is not known of it is None."""

    facility: Place
    building: Building | None

    @property
    def building_name(self) -> dict[str, str] | None:
        return {"ar": self.building.name_ar, "en": self.building.name_en} if self.building else None

    @property
    def state(self) -> str:
        if self.building is not None:
            return self.building.state
        return self.facility.status

    @property
    def percent(self) -> int | None:
        return self.building.percent if self.building else None

    @property
    def due(self) -> date | None:
        return self.building.due if self.building else None

    @property
    def as_of(self) -> date | None:
        return self.building.as_of if self.building else None

    @property
    def order(self) -> tuple[int, int, date, str]:
        """Nearly finished first; of works that are equally far, those that are due first."""
        done = -1 if self.percent is None else self.percent
        return UNFINISHED.index(self.state), -done, self.due or date.max, self.facility.code


@dataclass(frozen=True)
class Stages:
    """How many facilities are planned, being built, at work, or suspended for a time."""

    planned: int
    under_construction: int
    giving_care: int
    suspended: int

    @classmethod
    def of(cls, places: Iterable[Place]) -> Stages:
        number = Counter(one.status for one in places)
        return cls(
            planned=number[Facility.Status.PLANNED],
            under_construction=number[Facility.Status.UNDER_CONSTRUCTION],
            giving_care=sum(number[status] for status in Facility.GIVING_CARE),
            suspended=number[Facility.Status.SUSPENDED],
        )

    @property
    def in_the_end(self) -> int:
        """Once all that is planned and being built gives care."""
        return self.planned + self.under_construction + self.giving_care


@dataclass(frozen=True)
class ApprovalNumber:
    approval: Approval
    value: int


@dataclass(frozen=True)
class Readiness:
    """A governorate that comes next, and its facilities but for closed ones. What is None is not known."""

    governorate: Governorate
    stage: Stage
    places: list[Place]
    approval_of: dict[str, Approval]
    works: list[Work]

    @property
    def facilities(self) -> Stages | None:
        return Stages.of(self.places) if self.places else None

    @property
    def units(self) -> Stages | None:
        return Stages.of(one for one in self.places if one.is_family_unit) if self.places else None

    @property
    def people_per_unit(self) -> int | None:
        return ratio(self.governorate.population, self.units.in_the_end if self.units else 0)

    @property
    def beds(self) -> Beds | None:
        return beds_of(one for one in self.places if one.is_hospital) if self.places else None

    @property
    def planned_beds(self) -> int | None:
        """Of the facilities of which they are known."""
        return added_up(one.planned_beds for one in self.places)

    @property
    def places_of_units(self) -> int | None:
        """People whom the units can take, of the units of which it is known."""
        return added_up(one.places for one in self.places if one.is_family_unit)

    @property
    def approvals(self) -> list[ApprovalNumber]:
        """How many facilities stand how with GAHAR; what is none is left out."""
        number = Counter(self.approval_of.get(one.code, Approval.NOT_KNOWN) for one in self.places)
        return [ApprovalNumber(one, number[one]) for one in Approval if number[one]]


def added_up(numbers: Iterable[int | None]) -> int | None:
    """The sum of the numbers that are known; None where none is."""
    told = [number for number in numbers if number is not None]
    return sum(told) if told else None


def of_next_governorates(today: date) -> list[Readiness]:
    """Those where the system starts, is prepared, or is under study, the nearest to a start first; eight queries."""
    stages = [
        (governorate, stage)
        for governorate in Governorate.objects.prefetch_related("stages").order_by("comparable")
        if (stage := governorate.stage_on(today)) is not None and stage.status in NEXT
    ]
    codes = [governorate.code for governorate, _stage in stages]
    found: dict[str, list[Place]] = {code: [] for code in codes}
    for place in places_on(today, of=codes):
        if place.status != Facility.Status.CLOSED:
            found[place.governorate].append(place)
    buildings, approvals = unfinished_buildings(codes), approvals_on(today, codes)
    ready = [
        Readiness(
            governorate=governorate,
            stage=stage,
            places=found[governorate.code],
            approval_of=approvals,
            works=works_of(found[governorate.code], buildings),
        )
        for governorate, stage in stages
    ]
    return sorted(ready, key=lambda one: NEXT.index(Stage.Status(one.stage.status)))


def unfinished_buildings(governorates: list[str]) -> dict[str, list[Building]]:
    """By facility."""
    found: dict[str, list[Building]] = {}
    rows = Building.objects.filter(facility__governorate__in=governorates, state__in=UNFINISHED)
    for building in rows.order_by("pk"):
        found.setdefault(building.facility_id, []).append(building)
    return found


def approvals_on(day: date, governorates: list[str]) -> dict[str, Approval]:
    """By facility; of one that is missing nothing is known."""
    events: dict[str, list[Accreditation]] = {}
    for event in Accreditation.objects.filter(facility__governorate__in=governorates):
        events.setdefault(event.facility_id, []).append(event)
    return {facility: approval_by(of_it, day) for facility, of_it in events.items()}


def approval_by(events: list[Accreditation], day: date) -> Approval:
    standing = standing_on(events, day)
    if standing is None:
        return Approval.NOT_KNOWN
    if standing.holds:
        return Approval.ACCREDITED
    registered = standing.event.state == Accreditation.State.REGISTERED and not standing.ended
    return Approval.REGISTERED if registered else Approval.NONE


def works_of(places: list[Place], buildings: dict[str, list[Building]]) -> list[Work]:
    """The unfinished buildings of facilities; a facility to come of which no building is told is one work itself."""
    works = []
    for place in places:
        parts = buildings.get(place.code, [])
        works += [Work(place, part) for part in parts]
        if not parts and place.status in TO_COME:
            works.append(Work(place, None))
    return sorted(works, key=lambda work: work.order)
