"""The life of families as random walks, held against a small model: one head, no double membership, and a past that stays.

A slice runs in the suite; `HOUSEHOLD_LIFE_STEPS=100000` walks farther.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from facilities.directory.models import Facility
from registry.people.ages import is_adult
from registry.people.family import members_on, relation_after
from registry.people.models import Beneficiary, Household, Membership
from tests.families import national_id
from tests.registry.people.households import REGISTERED, decide, person, record, registered_family, tell
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

STEPS = int(os.environ.get("HOUSEHOLD_LIFE_STEPS", "300"))
IN_ONE_WALK = 30
A_DAY = timedelta(days=1)
Snapshot = dict[str, dict[str, str]]


class FamiliesOverTime(RuleBasedStateMachine):
    """The model: families as {person: relation}. Each rule does the same to the model and to the portal."""

    clerk: Account
    other_clerk: Account
    unit: Facility
    other_unit: Facility

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.today = REGISTERED
        self.families: dict[str, dict[str, str]] = {}
        self.households: dict[str, Household] = {}
        self.born: dict[str, date] = {}
        self.numbers: dict[str, str] = {}
        self.past: dict[date, Snapshot] = {}
        self.units: dict[str, str] = {}
        self.units_then: dict[date, dict[str, str]] = {}
        self.dead: set[str] = set()
        self.used = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def unused(self, years: int) -> tuple[date, int]:
        """A birth date and serial that nobody has yet."""
        self.used += 1
        return date(self.today.year - years, 1, 1) - self.used * A_DAY, 1 + self.used % 9

    def some(self, data: st.DataObject, of: list[str]) -> str | None:
        return data.draw(st.sampled_from(self.in_order(of))) if of else None

    def in_order(self, of: Iterable[str]) -> list[str]:
        """People by age, families as they were founded: ids are others in each run, and a walk must be the same."""
        families = list(self.families)
        return sorted(
            of, key=lambda one: (self.born[one], 0) if one in self.born else (date.min, families.index(one))
        )

    def adults(self, members: dict[str, str]) -> list[str]:
        return [one for one in members if is_adult(self.born[one], self.today)]

    def living(self) -> list[str]:
        return [family for family, members in self.families.items() if members]

    def learn(self, household: Household) -> None:
        """Give the members of a family that came into being their names in the model."""
        with system_reach():
            for one in Membership.objects.filter(household=household, until__isnull=True).select_related(
                "beneficiary"
            ):
                key = str(one.beneficiary_id)
                self.born.setdefault(key, one.beneficiary.birth_date)
                self.numbers.setdefault(key, one.beneficiary.national_id)
                self.families.setdefault(str(household.pk), {})[key] = one.relation
        self.households[str(household.pk)] = household
        self.units[str(household.pk)] = household.unit_id

    def next_day(self) -> None:
        """Each step is a day later than the one before, so that none collides with it."""
        self.remember()
        self.today += A_DAY

    def remember(self) -> None:
        """What is true of today is true of it for ever."""
        self.past[self.today] = {family: dict(members) for family, members in self.families.items()}
        self.units_then[self.today] = dict(self.units)

    def succeed(self, members: dict[str, str], heir: str) -> dict[str, str]:
        was = members[heir]
        return {
            one: "head" if one == heir else str(relation_after(relation, head_was=was))
            for one, relation in members.items()
        }

    @initialize()
    def two_families(self) -> None:
        for sizes in ((40, 38, 19, 8), (60, 30)):
            relations = ["head", "spouse", "child", "child"] if len(sizes) == 4 else ["head", "child"]
            people = [
                person(relation, *self.unused(years))
                for relation, years in zip(relations, sizes, strict=True)
            ]
            self.learn(registered_family(self.clerk, self.unit, people, on=self.today))
        self.next_day()

    @rule(data=st.data())
    def a_child_is_born(self, data: st.DataObject) -> None:
        family = self.some(data, self.living())
        if family is None:
            return
        self.used += 1
        number = national_id(self.today, self.used % 10, f"{1 + self.used // 10 % 4:02}")
        record_(self, family, "birth", full_name="نور سعيد علي", national_id=number)
        with system_reach():
            child = str(Beneficiary.objects.with_national_id(number).get().pk)
        self.families[family][child] = "child"
        self.born[child], self.numbers[child] = self.today, number
        self.next_day()

    @rule(data=st.data())
    def somebody_dies(self, data: st.DataObject) -> None:
        family = self.some(data, self.living())
        if family is None:
            return
        members = self.families[family]
        dead = self.some(data, list(members)) or ""
        left = {one: relation for one, relation in members.items() if one != dead}
        heir = None
        if members[dead] == "head" and left:
            heir = self.some(data, self.adults(left) or list(left)) or ""
        record_(self, family, "death", beneficiary=dead, new_head=heir or "")
        self.next_day()  # the day of death still counts
        self.families[family] = self.succeed(left, heir) if heir else left
        self.dead.add(dead)
        self.next_day()

    @rule(data=st.data())
    def the_family_has_a_new_head(self, data: st.DataObject) -> None:
        family = self.some(data, self.living())
        if family is None:
            return
        members = self.families[family]
        others = [one for one, relation in members.items() if relation != "head"]
        heir = self.some(data, [one for one in self.adults(members) if one in others])
        if heir is None:
            return
        record_(self, family, "new_head", beneficiary=heir)
        self.families[family] = self.succeed(members, heir)
        self.next_day()

    @rule(data=st.data())
    def a_grown_child_leaves(self, data: st.DataObject) -> None:
        family = self.some(data, self.living())
        if family is None:
            return
        members = self.families[family]
        grown = self.some(
            data, [one for one in self.adults(members) if members[one] in ("child", "dependant")]
        )
        if grown is None:
            return
        record_(self, family, "adulthood", beneficiary=grown, lives="own")
        del self.families[family][grown]
        self.at_home(grown)
        self.next_day()

    @rule(data=st.data())
    def a_marriage_ends(self, data: st.DataObject) -> None:
        family = self.some(data, self.living())
        if family is None:
            return
        members = self.families[family]
        leaving = self.some(data, [one for one, relation in members.items() if relation == "spouse"])
        if leaving is None or leaving not in self.adults(members):
            return
        children = self.in_order(one for one, relation in members.items() if relation == "child")[:1]
        record_(self, family, "divorce", beneficiary=leaving, lives="own", children=children)
        for one in (leaving, *children):
            del self.families[family][one]
        self.at_home(leaving)
        self.next_day()

    @rule(data=st.data())
    def two_families_join(self, data: st.DataObject) -> None:
        families = self.living()
        if len(families) < 2:
            return
        host = self.some(data, families) or ""
        guest = self.some(data, [one for one in families if one != host]) or ""
        theirs = next(one for one, relation in self.families[guest].items() if relation == "head")
        event = tell(self.clerk, self.households[host], "join", today=self.today, happened_on=self.today,
                     other_national_id=self.numbers[theirs])  # fmt: skip
        decide(self.other_clerk, event, today=self.today)
        self.families[host] |= dict.fromkeys(self.families[guest], "dependant")
        self.families[guest] = {}
        self.next_day()

    @rule(data=st.data())
    def a_family_divides(self, data: st.DataObject) -> None:
        family = self.some(data, self.living())
        if family is None:
            return
        members = self.families[family]
        others = self.in_order(one for one, relation in members.items() if relation != "head")
        leads = self.some(data, [one for one in self.adults(members) if one in others])
        if leads is None:
            return
        leaving = [leads, *(one for one in others if one != leads and data.draw(st.booleans()))]
        event = tell(self.clerk, self.households[family], "split", today=self.today, happened_on=self.today,
                     leaving=leaving, their_head=leads)  # fmt: skip
        decide(self.other_clerk, event, today=self.today)
        gone = {one: members[one] for one in leaving}
        self.families[family] = {one: relation for one, relation in members.items() if one not in gone}
        assert self.families[self.at_home(leads)] == self.succeed(gone, leads)
        self.next_day()

    @rule(data=st.data())
    def a_family_moves(self, data: st.DataObject) -> None:
        """Each way changes units, so that its memberships end and begin anew."""
        family = self.some(data, self.living())
        if family is None:
            return
        goes_to = self.other_unit if self.fresh(family).unit_id == self.unit.pk else self.unit
        record_(self, family, "move", unit=goes_to.pk)
        self.units[family] = goes_to.pk
        self.next_day()

    @rule(data=st.data())
    def nobody_belongs_to_two_families(self, data: st.DataObject) -> None:
        """Whoever is registered cannot be born again."""
        everyone = [one for members in self.families.values() for one in members]
        family = self.some(data, self.living())
        if family is None:
            return
        one = self.some(data, everyone) or ""
        with pytest.raises(ValidationError):
            record_(
                self,
                family,
                "birth",
                full_name="نور سعيد علي",
                national_id=self.numbers[one],
                relation="dependant",
            )

    def at_home(self, person_id: str) -> str:
        """The family that somebody founded becomes known to the model; its id."""
        with system_reach():
            household = Household.objects.get(
                memberships__beneficiary=person_id, memberships__until__isnull=True
            )
        self.learn(household)
        return str(household.pk)

    @invariant()
    def the_portal_says_what_the_model_says(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        with system_reach():
            for key, members in self.families.items():
                rows = Membership.objects.filter(household=key, until__isnull=True)
                assert {str(one.beneficiary_id): one.relation for one in rows} == members
                assert not members or list(members.values()).count("head") == 1
                assert (self.fresh(key).closed_on is not None) == (not members)
            assert set(self.families) == {str(pk) for pk in Household.objects.values_list("pk", flat=True)}
            units = Facility.objects.filter(pk__in=[self.unit.pk, self.other_unit.pk])
            taken = sum(unit.taken for unit in units)
            assert taken == sum(len(members) for members in self.families.values())

    @invariant()
    def nobody_is_in_two_families_and_none_has_two_heads_on_any_day(self) -> None:
        with system_reach():
            rows = list(Membership.objects.order_by("since"))
        by_person: dict[object, list[Membership]] = defaultdict(list)
        heads: dict[object, list[Membership]] = defaultdict(list)
        for one in rows:
            by_person[one.beneficiary_id].append(one)
            if one.relation == "head":
                heads[one.household_id].append(one)
        for periods in (*by_person.values(), *heads.values()):
            for before, after in pairwise(periods):
                assert before.until is not None and before.until <= after.since, (before, after)

    @invariant()
    def the_past_stays_as_it_was(self) -> None:
        """Every day that has passed, of every family, as it was known on that day, with its unit."""
        with system_reach():
            rows = list(Membership.objects.all())
        for day, families in self.past.items():
            found: Snapshot = {family: {} for family in self.families}
            for one in rows:
                if one.in_force_on(day):
                    assert one.unit_id == self.units_then[day][str(one.household_id)], day
                    found[str(one.household_id)][str(one.beneficiary_id)] = one.relation
            assert {key: members for key, members in found.items() if members} == {
                key: members for key, members in families.items() if members
            }, day

    @invariant()
    def any_past_day_can_be_asked(self) -> None:
        if not self.past:
            return
        day = min(self.past)
        with system_reach():
            for key, members in self.past[day].items():
                asked = members_on(self.fresh(key), day)
                assert {str(one.beneficiary_id): one.relation for one in asked} == members

    def fresh(self, key: str) -> Household:
        with system_reach():
            return Household.objects.get(pk=key)


def record_(machine: FamiliesOverTime, family: str, kind: str, **given: Any) -> None:
    record(
        machine.clerk,
        machine.households[family],
        kind,
        today=machine.today,
        happened_on=machine.today,
        **given,
    )


@pytest.mark.long
@pytest.mark.django_db
def test_families_live_as_the_model_says(
    governorate_admin: Account, national_admin: Account, luxor_unit: Facility
) -> None:
    class Walk(FamiliesOverTime):
        pass

    # Who records has the whole governorate in reach: families move to another unit.
    Walk.clerk, Walk.other_clerk, Walk.unit = governorate_admin, national_admin, luxor_unit
    near = Facility.objects.filter(
        governorate="EG-LX", kind="family_medicine_unit", district=luxor_unit.district
    )
    Walk.other_unit = near.exclude(pk=luxor_unit.pk).order_by("pk").first() or luxor_unit
    assert Walk.other_unit != luxor_unit
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=max(STEPS // IN_ONE_WALK, 1),
            stateful_step_count=IN_ONE_WALK,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
