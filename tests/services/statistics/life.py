"""What happens in some units over the months: care and its corrections, families and their lives, applications.

Every step is an action as a door calls it, chosen by a seed; what it is refused for leaves nothing. Days go by from step
to step, over the turn of a year.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from uuid_utils.compat import uuid4, uuid7

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.applications import actions as applications
from registry.applications.models import Application
from registry.people.actions import NewMember, register_household, report
from registry.people.duplicates import actions as duplicates
from registry.people.models import Beneficiary, Household, Membership, PossibleDuplicate, Relation
from registry.people.national_id import parse
from registry.people.units.moving import move_family
from services.records.actions import (
    Guest,
    Item,
    Line,
    identify,
    log_batch,
    log_visit,
    reverse,
    take_back_identity,
)
from services.records.entries import Entry
from tests.families import ADDRESS, NAMES, national_id, with_work
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import CAIRO
from uhis_portal.reach import SYSTEM, system_reach
from uhis_portal.refusals import Conflict, Stale

KINDS = ("PHC-FM", "PHC-LAB", "PHC-DENT", "PHC-DRUG", "PHC-VACC")
BEGIN = datetime(2025, 11, 20, 12, tzinfo=CAIRO)
REGISTERED_ON = date(2024, 2, 1)
LATEST = 80  # days after which care is still written down
APART = 1_000  # days of births of each life
Refused = (ValidationError, Conflict, Stale)


class NothingToDo(Exception):
    """There is nobody, or nothing, that this could happen to."""


@dataclass
class Life:
    """One course of events. `number` (0 to 3) keeps the people of two lives apart; `clerk` reviews applications.

    Up to `longest` minutes lie between two events.
    """

    chance: random.Random
    places: Sequence[Facility]
    clerk: Account
    number: int = 0
    longest: int = 600
    now: datetime = BEGIN
    families: list[UUID] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)
    guests: list[UUID] = field(default_factory=list)
    records: list[UUID] = field(default_factory=list)
    merged: list[UUID] = field(default_factory=list)
    sent: list[Application] = field(default_factory=list)
    returned: list[Application] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    born: int = 0
    applied: int = 0

    def __post_init__(self) -> None:
        self.system = Account.system()

    @property
    def today(self) -> date:
        return self.now.astimezone(CAIRO).date()

    def step(self, weights: dict[Callable[[Life], None], int]) -> str:
        """Something happens, and its name is given; a refusal is counted and is no fault."""
        self.now += timedelta(minutes=self.chance.randrange(self.longest))
        what = self.chance.choices(list(weights), list(weights.values()))[0]
        try:
            what(self)
            self.done[what.__name__] += 1
        except (*Refused, NothingToDo) as refusal:
            self.refused[f"{what.__name__}: {type(refusal).__name__}"] += 1
        return what.__name__

    def one_of(self, things: Sequence[Any]) -> Any:
        if not things:
            raise NothingToDo
        return self.chance.choice(things)

    # Care

    def lines(self, most: int = 3) -> list[Line]:
        kinds = self.chance.sample(KINDS, self.chance.randint(1, most))
        return [Line(uuid7(), kind, self.chance.randint(1, 4)) for kind in kinds]

    def day(self) -> date:
        """Mostly today, else some day before."""
        return self.today - timedelta(days=self.chance.choice((0, 0, 1, self.chance.randrange(1, LATEST))))

    def visit(self) -> None:
        self.log(beneficiary=self.one_of(self.people))

    def visit_of_a_guest(self) -> None:
        """Of somebody who is not registered; perhaps not for the first time."""
        at = self.one_of(self.places)
        guest = Guest(uuid4(), self.chance.choice(("unregistered", "visitor")))
        self.log(guest=guest, at=at)
        if self.chance.random() < 0.5:
            self.log(guest=guest, at=at)
        self.guests.append(guest.id)

    def log(
        self, *, at: Facility | None = None, beneficiary: UUID | None = None, guest: Guest | None = None
    ) -> None:
        with system_reach():
            written = log_visit(by=self.system, visit=uuid7(), facility=(at or self.one_of(self.places)).pk,
                                beneficiary=beneficiary, guest=guest, provided_on=self.day(), lines=self.lines(),
                                now=self.now)  # fmt: skip
        self.records += [row.pk for row in written]

    def batch(self, of: int = 12) -> None:
        """What a desk kept meanwhile: some of it of people who are not registered, some of it wrong."""
        guests = [Guest(uuid4(), "unregistered") for _guest in range(of // 10 + 1)]
        items = [self.item(guests) for _item in range(of)]
        with system_reach():
            results = log_batch(
                by=self.system, facility=self.one_of(self.places).pk, items=items, now=self.now
            )
        self.records += [
            UUID(item.entry.id) for item, said in zip(items, results, strict=True) if not said.faults
        ]
        logged = {
            item.guest.id for item, said in zip(items, results, strict=True) if item.guest and not said.faults
        }
        self.guests += [guest.id for guest in guests if guest.id in logged]

    def item(self, guests: list[Guest]) -> Item:
        guest = self.chance.choice(guests) if self.chance.random() < 0.1 else None
        person = None if guest else self.one_of(self.people)
        entry = Entry(id=str(uuid7()), visit=str(uuid7()), service_type=self.chance.choice(KINDS), provided_on=self.day(),
                      quantity=self.chance.choice((1, 1, 2, 5, 0)), beneficiary=person and str(person))  # fmt: skip
        return Item(entry, guest=guest)

    def undo(self) -> None:
        record = self.one_of(self.records)
        with system_reach():
            reverse(by=self.system, id=uuid7(), record=record, reason="slip", now=self.now)
        self.records.remove(record)

    def tell_who_a_guest_was(self) -> None:
        with system_reach():
            identify(by=self.system, patient=self.one_of(self.guests), beneficiary=self.one_of(self.people),
                     reason="card", now=self.now)  # fmt: skip

    def no_longer_know_who_a_guest_was(self) -> None:
        with system_reach():
            take_back_identity(by=self.system, patient=self.one_of(self.guests), reason="slip", now=self.now)

    # Places

    def move_a_unit(self) -> None:
        """To another district of its governorate, as the directory says from now on."""
        unit = self.one_of(self.places)
        others = District.objects.filter(governorate=unit.governorate_id).order_by("pk")
        Facility.objects.filter(pk=unit.pk).update(district=self.one_of(list(others)))

    # Families

    def number_of(self, born: date, serial: int) -> str:
        return national_id(born + timedelta(days=self.number * APART), serial)

    def next_number(self, first: date) -> str:
        self.born += 1
        return self.number_of(first + timedelta(days=self.born // 10), self.born % 10)

    def member(self, relation: Relation, first: date) -> NewMember:
        return NewMember(relation, NAMES[relation], parse(self.next_number(first), today=self.today))

    def home(self) -> tuple[Facility, District]:
        unit = self.one_of(self.places)
        districts = District.objects.filter(governorate=unit.governorate_id).order_by("pk")
        return unit, self.one_of([district for district in districts if district.is_residence])

    def register(self) -> None:
        unit, district = self.home()
        people = [self.member(Relation.HEAD, date(1955, 1, 1))]
        people += [
            self.member(Relation.CHILD, date(2012, 1, 1))
            for _child in range(self.chance.choice((0, 0, 0, 2)))
        ]
        with system_reach():
            family = register_household(by=self.system, governorate=unit.governorate, district=district, unit=unit,
                                        people=people, on=REGISTERED_ON)  # fmt: skip
        self.keep(family.pk)

    def keep(self, family: UUID) -> None:
        """Know a family and its people, once they are committed."""
        self.families.append(family)
        with system_reach():
            rows = Beneficiary.objects.filter(household=family).order_by("birth_date", "national_id_index")
            self.people += [pk for pk in rows.values_list("pk", flat=True) if pk not in self.people]

    def change(self, kind: str, *, household: UUID | None = None, **given: Any) -> None:
        """A change of a family that a clerk records with the paper before them."""
        with system_reach():
            report(by=self.system, household_id=household or self.one_of(self.families), kind=kind,
                   given={"happened_on": self.today, **given}, now=self.now, today=self.today, proof="paper")  # fmt: skip

    def move_house(self) -> None:
        unit, district = self.home()
        self.change("move", district=district.pk, unit=unit.pk, address=ADDRESS)

    def move_to_another_unit(self) -> None:
        family, (unit, _district) = self.one_of(self.families), self.home()
        with system_reach():
            if Household.objects.get(pk=family).governorate_id != unit.governorate_id:
                raise NothingToDo
            move_family(by=self.system, household=family, unit=unit, earliest=self.today, today=self.today)

    def bear_a_child(self) -> None:
        family = self.one_of(self.families)
        born = self.today - timedelta(days=self.chance.randrange(60))
        self.born += 1
        number = national_id(born, self.born % 10, governorate=f"{self.chance.choice((1, 2, 3, 29, 28)):02}")
        self.change(
            "birth", household=family, full_name=NAMES["child"], known_by="national_id", national_id=number
        )
        self.keep(family)
        self.families.pop()

    def die(self) -> None:
        with system_reach():
            person = Beneficiary.objects.get(pk=self.one_of(self.people))
        self.change("death", household=person.household_id, beneficiary=str(person.pk))

    def correct_a_number(self) -> None:
        """And with it sex and year of birth."""
        with system_reach():
            person = Beneficiary.objects.get(pk=self.one_of(self.people))
        number = self.next_number(person.birth_date.replace(day=1) + timedelta(days=400))
        self.change("correction", household=person.household_id, field="national_id", beneficiary=str(person.pk),
                    national_id=number)  # fmt: skip

    # One person, entered twice

    def merge(self) -> None:
        with system_reach():
            two = [self.one_of(self.people), self.one_of(self.people)]
            one, other = sorted(two)
            if one == other:
                raise NothingToDo
            area = dict(Beneficiary.objects.filter(pk__in=[one, other]).values_list("pk", "governorate"))
            pair, _made = PossibleDuplicate.objects.get_or_create(
                one_id=one, other_id=other,
                defaults={"governorate_id": area[one], "other_governorate_id": area[other], "score": 1, "reasons": [],
                          "found_at": self.now},
            )  # fmt: skip
            belong = Membership.objects.filter(beneficiary__in=two, until=None)
            going_on = sorted(belong, key=lambda one: two.index(one.beneficiary_id))
            kept = self.chance.choice(going_on) if going_on else None
            duplicates.merge(by=self.system, reach=SYSTEM, pair_id=pair.pk, survivor=two[0], reason="one card",
                             membership=kept.pk if kept else None, now=self.now, today=self.today,
                             version=pair.version)  # fmt: skip
        self.merged.append(pair.pk)

    def unmerge(self) -> None:
        pair = self.one_of(self.merged)
        with system_reach():
            version = PossibleDuplicate.objects.get(pk=pair).version
            duplicates.undo_merge(by=self.system, reach=SYSTEM, pair_id=pair, reason="two cards", now=self.now,
                                  version=version)  # fmt: skip
        self.merged.remove(pair)

    # Applications

    def apply(self) -> None:
        unit, district = self.home()
        self.applied += 1
        phone = f"01{self.number:02}{self.applied:07}"
        who = with_work([{"relation": "head", "full_name": NAMES["head"],
                          "national_id": self.next_number(date(1960, 6, 1))}], self.today)  # fmt: skip
        given = {"governorate": unit.governorate_id, "district": district.pk, "unit": unit.pk, "applicants": who,
                 "address": ADDRESS, "phone": phone}  # fmt: skip
        with system_reach():
            sent = self.send(applications.begin(by=self.system, today=self.today, given=given))
        self.sent.append(sent)

    def send(self, application: Application) -> Application:
        return applications.send(by=self.system, application_id=application.pk, declared=True, now=self.now,
                                 today=self.today)  # fmt: skip

    def give_back(self) -> None:
        application = self.one_of(self.sent)
        with system_reach():
            back = applications.return_for_mending(by=self.clerk, application_id=application.pk, now=self.now,
                                                   to_mend=[{"field": "address", "why": "unclear"}])  # fmt: skip
        self.sent.remove(application)
        self.returned.append(back)

    def send_again(self) -> None:
        application = self.one_of(self.returned)
        with system_reach():
            again = self.send(application)
        self.sent.append(again)
        self.returned.remove(application)

    def withdraw(self) -> None:
        application = self.one_of(self.returned)
        with system_reach():
            applications.withdraw(by=self.system, application_id=application.pk, version=application.version)
        self.returned.remove(application)

    def approve(self) -> None:
        application = self.one_of(self.sent)
        with system_reach():
            made = applications.approve(by=self.clerk, application_id=application.pk, on=self.today)
        self.sent.remove(application)
        assert made.household_id is not None
        self.keep(made.household_id)

    def refuse(self) -> None:
        application = self.one_of(self.sent)
        with system_reach():
            applications.refuse(by=self.clerk, application_id=application.pk, reason="known already")
        self.sent.remove(application)
