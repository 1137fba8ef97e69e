"""Families in the middle of a change: locked in a stable order, and the memberships that end and begin together.

Whoever changes memberships locks the families first, in the order of their ids, and their units after that, in the
order of their codes; so two changes wait for each other, and never in a ring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from facilities.directory.actions import add_to_places, take_places
from facilities.directory.models import Facility
from registry.people.actions.registering import insert_people, membership, next_file_number
from registry.people.duplicates.queue import note_likely_duplicates
from registry.people.family import head_of, members_now, relation_after
from registry.people.identity import NewMember
from registry.people.models import Beneficiary, Household, Membership, Reason, Relation
from uhis_portal.reach import add_household

A_DAY = timedelta(days=1)


@dataclass(eq=False)
class Family:
    """A household whose row is locked, with the memberships that have not ended."""

    household: Household
    members: list[Membership]

    @property
    def head(self) -> Membership | None:
        return head_of(self.members)

    def without(self, leaving: Iterable[Membership]) -> list[Membership]:
        """The members but for those who leave."""
        gone = {one.pk for one in leaving}
        return [one for one in self.members if one.pk not in gone]

    def of(self, person: Beneficiary) -> Membership | None:
        """The membership of a person, if it has not ended."""
        return next((one for one in self.members if one.beneficiary_id == person.pk), None)


def hold_families(ids: Iterable[UUID]) -> dict[UUID, Family]:
    """Lock households in the order of their ids, and read who belongs to them; each must be in reach."""
    locked = Household.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
    return {household.pk: Family(household, list(members_now(household))) for household in locked}


class Rearrangement:
    """Memberships of some families that end and begin on one day, written by `settle`.

    That day is `earliest`, or the first on which everyone concerned has belonged for a day to the family that is left:
    a day that has passed keeps what it had. A change that could count only after tomorrow is refused, and so is one
    from tomorrow by which somebody changes family.
    """

    def __init__(self, families: Iterable[Family], *, earliest: date, today: date) -> None:
        self.families = {family.household.pk: family for family in families}
        self.earliest, self.today = earliest, today
        self.leaving: dict[UUID, tuple[Membership, Reason]] = {}
        self.entering: list[tuple[Household, Beneficiary, str, Reason]] = []
        self.places: Counter[str] = Counter()
        self.chosen_units: set[str] = set()
        self.founded: set[UUID] = set()

    @property
    def day(self) -> date:
        """The first day on which the new order holds."""
        days = [self.earliest]
        days += [one.since + A_DAY for one, _why in self.leaving.values()]
        days += [family.registered_on for family, _person, _relation, _why in self.entering]
        return max(days)

    def leave(self, member: Membership, why: Reason) -> None:
        self.leaving[member.pk] = (member, why)
        self.places[member.unit_id] -= 1

    def enter(self, family: Household, person: Beneficiary, relation: str, why: Reason) -> None:
        self.entering.append((family, person, relation, why))
        self.places[family.unit_id] += 1

    def relate(self, member: Membership, relation: str, why: Reason) -> None:
        """The member goes on in the same family as something else, or at another unit."""
        self.leave(member, why)
        self.enter(self.families[member.household_id].household, member.beneficiary, relation, why)

    def succeed(self, new_head: Membership, among: Iterable[Membership], why: Reason) -> None:
        """`new_head` leads `among`, who are to the new head what their relation to the old one makes of them."""
        for one in among:
            relation = (
                Relation.HEAD
                if one.pk == new_head.pk
                else relation_after(one.relation, head_was=new_head.relation)
            )
            if relation != one.relation:
                self.relate(one, relation, why)

    def admit(self, family: Household, person: NewMember, relation: str, why: Reason) -> Beneficiary:
        """Somebody who was not registered enters. Raises ValidationError at the identifying field."""
        # A registration locks the unit before the people; the other way round the two would wait in a ring.
        Facility.objects.select_for_update(no_key=True).only("pk").get(pk=family.unit_id)
        try:
            [row] = insert_people([(family, [person])])
        except ValidationError as fault:
            raise ValidationError(
                {name.rpartition(".")[2]: found for name, found in fault.error_dict.items()}
            ) from None
        note_likely_duplicates([row])
        self.enter(family, row, relation, why)
        return row

    def found(self, like: Household) -> Household:
        """A new family at the unit of another, from the day of the change."""
        household = Household(
            file_number=next_file_number(like.governorate_id),
            governorate_id=like.governorate_id,
            district_id=like.district_id,
            unit_id=like.unit_id,
            registered_on=self.day,
            language=like.language,
        )
        add_household(household.pk)
        household.save(force_insert=True)
        self.families[household.pk] = Family(household, [])
        self.founded.add(household.pk)
        return household

    def settle(self) -> date:
        """Write it, and give the day from which it counts.

        Raises ValidationError at `happened_on` when it would count after tomorrow only, at `new_head` when a family
        would be without a head, and at `unit` when it has no room.
        """
        day = self.day
        if day > self.today + A_DAY or (day > self.today and self.someone_changes_family):
            raise ValidationError(
                {
                    "happened_on": ValidationError(
                        _("This person's file was already changed today. Try again tomorrow."),
                        code="not_begun",
                    )
                }
            )
        for member, why in self.leaving.values():
            member.until, member.ended_by = day, why
        Membership.objects.bulk_update(
            (member for member, _why in self.leaving.values()), ["until", "ended_by"]
        )
        Membership.objects.bulk_create(
            membership(family, person, relation=relation, since=day, began_by=why)
            for family, person, relation, why in self.entering
        )
        self.refuse_headless()
        self.place_people()
        self.close_and_count(day)
        self.set_places(day)
        return day

    @property
    def someone_changes_family(self) -> bool:
        """Whether somebody goes from one family to another, which does not wait for a day to come."""
        return any(person.household_id != family.pk for family, person, _relation, _why in self.entering)

    def remaining(self, family: Family) -> list[str]:
        """The relations of those who belong to a family when all is done."""
        staying = [one.relation for one in family.members if one.pk not in self.leaving]
        coming = [entry[2] for entry in self.entering if entry[0].pk == family.household.pk]
        return staying + coming

    def refuse_headless(self) -> None:
        for family in self.families.values():
            relations = self.remaining(family)
            if relations and relations.count(Relation.HEAD) != 1:
                raise ValidationError(
                    {
                        "new_head": ValidationError(
                            _("Each family that remains needs one head. Choose who that is."), code="one_head"
                        )
                    }
                )

    def place_people(self) -> None:
        """Each person's copies of family, governorate and unit follow the membership in force."""
        people = []
        for family, person, _relation, _why in self.entering:
            place = (family.pk, family.governorate_id, family.unit_id)
            if place != (person.household_id, person.governorate_id, person.unit_id):
                person.household_id, person.governorate_id, person.unit_id = place
                person.version += 1
                people.append(person)
        people.sort(key=lambda person: person.pk)
        Beneficiary.objects.bulk_update(people, ["household", "governorate", "unit", "version"])

    def close_and_count(self, day: date) -> None:
        """Every family concerned has a new version; one that nobody is left in is closed."""
        for family in self.families.values():
            household = family.household
            household.closed_on = None if self.remaining(family) else day
            if household.pk in self.founded:
                household.registered_on = day
            household.version = F("version") + 1
            household.save(update_fields=["closed_on", "registered_on", "version"])
            household.refresh_from_db(fields=["version"])

    def set_places(self, day: date) -> None:
        for unit in sorted(self.places):
            change = self.places[unit]
            if unit in self.chosen_units and change > 0:
                take_places(facility_code=unit, people=change, on=day)
            elif change:
                add_to_places(facility_code=unit, people=change)
