"""What each kind of change does to a family. All of it happens in one transaction, with the families locked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from registry.people.actions.families import A_DAY, Family, Rearrangement
from registry.people.actions.registering import UNIQUE, write_contact
from registry.people.duplicates.keys import keys_of
from registry.people.duplicates.queue import note_likely_duplicates
from registry.people.family import relation_after
from registry.people.identity import NewMember
from registry.people.models import Beneficiary, Household, LifeEvent, Membership, Reason, Relation
from registry.people.national_id import parse
from registry.people.reports import ALIVE, HERE, MEMBER, OWN, THERE, Report
from uhis_portal.arabic import comparable
from uhis_portal.reach import system_reach
from uhis_portal.sealed_fields import index_of

Kind = LifeEvent.Kind


@dataclass
class Change:
    """A report about to take effect: the family, and who was found of those whom the report names by a number.

    `somebody` is the registered person of that number, `elsewhere` the family to which that person belongs.
    """

    report: Report
    family: Family
    today: date
    somebody: Beneficiary | None = None
    elsewhere: Family | None = None

    def __post_init__(self) -> None:
        families = [self.family, *([self.elsewhere] if self.elsewhere else [])]
        earliest = self.report.happened_on + (A_DAY if self.report.kind == Kind.DEATH else A_DAY * 0)
        self.order = Rearrangement(families, earliest=earliest, today=self.today)

    @property
    def about(self) -> Membership:
        """The membership of the person whom the report is about."""
        assert self.report.about is not None  # noqa: S101 (the readers of these kinds ask for it)
        return self.report.about

    @property
    def newcomer(self) -> NewMember:
        assert self.report.person is not None  # noqa: S101 (the readers of these kinds ask for it)
        return self.report.person

    @property
    def number_field(self) -> str:
        """The field whose number names somebody who may be registered elsewhere."""
        return self.report.person.identifying_field if self.report.person else "other_national_id"

    def refuse(self, message: str, code: str, name: str = "") -> ValidationError:
        return ValidationError({name or self.number_field: ValidationError(message, code=code)})

    def host(self) -> Family:
        """The family of the person whose number was given; ValidationError where there is none."""
        if self.elsewhere is None:
            raise self.refuse(
                _("This person is not registered. Register the other family first."), "not_registered"
            )
        return self.elsewhere

    def succession(self, leaving: Iterable[Membership]) -> None:
        """The head named in the report leads those who stay, if the head is among those who leave."""
        chosen = self.report.others.get("new_head")
        if chosen is not None:
            self.order.succeed(chosen, self.family.without(leaving), Reason.NEW_HEAD)

    def bring(self, household: Household, relation: str, why: Reason) -> Beneficiary:
        """The person whom the report describes enters a family: registered now, or coming from another family."""
        if self.somebody is None:
            return self.order.admit(household, self.newcomer, relation, why)
        if self.somebody.died_on is not None:
            raise self.refuse(_("The file says that this person has died."), "died")
        if self.elsewhere is not None:
            before = self.elsewhere.of(self.somebody)
            if before is not None:
                if before.relation == Relation.HEAD and len(self.elsewhere.members) > 1:
                    raise self.refuse(
                        _("This person is the head of another family. That family needs a new head first."),
                        "head_elsewhere",
                    )
                self.order.leave(before, why)
        else:
            with system_reach():
                left = self.somebody.memberships.aggregate(last=Max("until"))["last"]
            self.order.earliest = max(self.order.earliest, left or self.order.earliest)
        self.order.enter(household, self.somebody, relation, why)
        return self.somebody


def apply_birth(change: Change) -> Beneficiary:
    if change.somebody is not None:
        raise change.refuse(
            _("%(name)s is already registered.") % {"name": change.newcomer.full_name}, "already_registered"
        )
    household = change.family.household
    born = change.order.admit(household, change.newcomer, change.newcomer.relation, Reason.BIRTH)
    change.order.settle()
    return born


def apply_adoption(change: Change) -> Beneficiary:
    child = change.bring(change.family.household, Relation.DEPENDANT, Reason.ADOPTION)
    change.order.settle()
    return child


def apply_death(change: Change) -> Beneficiary:
    dead = change.about
    change.order.leave(dead, Reason.DEATH)
    change.succession([dead])
    dead.beneficiary.died_on = change.report.happened_on
    dead.beneficiary.version += 1
    dead.beneficiary.save(update_fields=["died_on", "version"])
    change.order.settle()
    return dead.beneficiary


def apply_marriage(change: Change) -> Beneficiary:
    member, lives = change.about, change.report.details["lives"]
    if lives == HERE:
        relation = Relation.SPOUSE if member.relation == Relation.HEAD else Relation.DEPENDANT
        change.bring(change.family.household, relation, Reason.MARRIAGE)
    elif lives == OWN:
        change.order.leave(member, Reason.MARRIAGE)
        change.succession([member])
        home = change.order.found(change.family.household)
        leads = change.report.details["head_is"] == MEMBER
        pair = (Relation.HEAD, Relation.SPOUSE) if leads else (Relation.SPOUSE, Relation.HEAD)
        change.order.enter(home, member.beneficiary, pair[0], Reason.MARRIAGE)
        change.bring(home, pair[1], Reason.MARRIAGE)
    else:
        host = change.host()
        spouse = host.of(change.somebody) if change.somebody else None
        leads = spouse is not None and spouse.relation == Relation.HEAD
        change.order.leave(member, Reason.MARRIAGE)
        change.succession([member])
        change.order.enter(
            host.household,
            member.beneficiary,
            Relation.SPOUSE if leads else Relation.DEPENDANT,
            Reason.MARRIAGE,
        )
    change.order.settle()
    return member.beneficiary


def apply_divorce(change: Change) -> Beneficiary:
    member, children = change.about, change.report.several.get("children", [])
    leaving = [member, *children]
    host = change.host().household if change.report.details["lives"] == THERE else None
    for one in leaving:
        change.order.leave(one, Reason.DIVORCE)
    change.succession(leaving)
    home = host or change.order.found(change.family.household)
    change.order.enter(
        home, member.beneficiary, Relation.DEPENDANT if host else Relation.HEAD, Reason.DIVORCE
    )
    for child in children:
        relation = Relation.DEPENDANT if host else child.relation
        change.order.enter(home, child.beneficiary, relation, Reason.DIVORCE)
    change.order.settle()
    return member.beneficiary


def apply_custody(change: Change) -> Beneficiary:
    child, host = change.about, change.host()
    parent = host.of(change.somebody) if change.somebody else None
    of_the_head = parent is not None and parent.relation in (Relation.HEAD, Relation.SPOUSE)
    if child.relation == Relation.HEAD and len(change.family.members) > 1:
        raise change.refuse(_("Report a new head of this family first."), "head", "beneficiary")
    change.order.leave(child, Reason.CUSTODY)
    change.order.enter(
        host.household,
        child.beneficiary,
        Relation.CHILD if of_the_head else Relation.DEPENDANT,
        Reason.CUSTODY,
    )
    change.order.settle()
    return child.beneficiary


def apply_adulthood(change: Change) -> Beneficiary:
    grown = change.about
    if change.report.details["lives"] == HERE:
        change.order.relate(grown, Relation.DEPENDANT, Reason.ADULTHOOD)
    else:
        change.order.leave(grown, Reason.ADULTHOOD)
        home = change.order.found(change.family.household)
        change.order.enter(home, grown.beneficiary, Relation.HEAD, Reason.ADULTHOOD)
    change.order.settle()
    return grown.beneficiary


def apply_new_head(change: Change) -> Beneficiary:
    change.order.succeed(change.about, change.family.members, Reason.NEW_HEAD)
    change.order.settle()
    return change.about.beneficiary


def apply_move(change: Change) -> None:
    household, report = change.family.household, change.report
    if "address" in report.details:
        write_contact(household, address=report.details["address"], phone=household.phone or "")
    moved = (household.district_id, household.unit_id) != (
        report.details["district"],
        report.details["unit"],
    )
    if moved and report.district and report.unit:
        household.district, household.unit = report.district, report.unit
        household.governorate_id = report.district.governorate_id
        change.order.chosen_units.add(report.unit.pk)
        for one in change.family.members:
            change.order.relate(one, one.relation, Reason.MOVE)
    household.save()
    change.order.settle()


def apply_join(change: Change) -> None:
    """The other family comes into this one: its head as what was said, its people as dependants, or as children."""
    host, theirs = change.family.household, change.report.details["relation"]
    for one in change.host().members:
        relation = Relation.DEPENDANT
        if one.relation == Relation.HEAD:
            relation = Relation(theirs)
        elif one.relation == Relation.CHILD and theirs == Relation.SPOUSE:
            relation = Relation.CHILD
        change.order.leave(one, Reason.JOIN)
        change.order.enter(host, one.beneficiary, relation, Reason.JOIN)
    change.order.settle()


def apply_split(change: Change) -> None:
    leaving = change.report.several["leaving"]
    chosen = change.report.others["their_head"]
    for one in leaving:
        change.order.leave(one, Reason.SPLIT)
    change.succession(leaving)
    home = change.order.found(change.family.household)
    keeps = chosen.relation == Relation.HEAD
    for one in leaving:
        after = one.relation if keeps else following(one, chosen)
        change.order.enter(home, one.beneficiary, after, Reason.SPLIT)
    change.order.settle()


def following(one: Membership, new_head: Membership) -> Relation:
    """What a member is in a family that another member leads."""
    return (
        Relation.HEAD if one.pk == new_head.pk else relation_after(one.relation, head_was=new_head.relation)
    )


def apply_correction(change: Change) -> Beneficiary | None:
    name = change.report.details["field"]
    if name == ALIVE:
        return apply_alive(change)
    if change.report.about is None:
        correct_family(change, name)
        change.order.settle()
        return None
    if name == "relation":
        change.order.relate(change.about, change.report.details["relation"], Reason.CORRECTION)
    elif name != "other":
        correct_person(change.about.beneficiary, name, change.report.details[name], change.today)
    change.order.settle()
    return change.about.beneficiary


def apply_alive(change: Change) -> Beneficiary:
    """Who was wrongly recorded as dead comes back into the family, from the day of the correction: what was said stays said.

    The place of a head who was followed by another is not given back; whoever is alone heads the family again.
    """
    person, family = change.somebody, change.family
    before = last_before_death(person, family.household) if person else None
    if person is None or person.died_on is None or before is None:
        raise change.refuse(_("The file of this family does not say that this person has died."), "not_dead")
    person.died_on = None
    person.version += 1
    person.save(update_fields=["died_on", "version"])
    relation = Relation.DEPENDANT if before.relation == Relation.HEAD else Relation(before.relation)
    change.order.earliest = max(change.order.earliest, before.until or change.order.earliest)
    change.order.enter(
        family.household, person, relation if family.members else Relation.HEAD, Reason.CORRECTION
    )
    change.order.settle()
    return person


def last_before_death(person: Beneficiary, household: Household) -> Membership | None:
    """The membership in a family that ended with a person's death, as its file says."""
    with system_reach():
        ended = person.memberships.filter(household=household, ended_by=Reason.DEATH)
        return ended.order_by("until").last()


def correct_family(change: Change, name: str) -> None:
    household = change.family.household
    value = change.report.details.get(name, "")
    if name == "language":
        household.language = value
    elif name == "address":
        write_contact(household, address=value, phone=household.phone or "")
    elif name == "phone":
        write_contact(household, address=household.address or "", phone=value)
    household.save()


def correct_person(person: Beneficiary, name: str, value: str, today: date) -> None:
    """Put right what was never so; the copies in memberships, by which people are counted, follow.

    A newborn who gets a national ID stays the same person. Raises ValidationError at the number that another has.
    """
    if name == "full_name":
        person.full_name, person.comparable_name = value, comparable(value)
    elif name == "national_id":
        number = parse(value, today=today)
        person.national_id, person.national_id_index = number.digits, number.index
        person.sex, person.birth_date = number.sex, number.birth_date
        person.birth_governorate_code = number.birth_governorate_code
    elif name == "passport_number":
        person.passport_number = value
        person.passport_index = index_of("passport", f"{person.nationality}:{value}")
    elif name == "birth_date":
        person.birth_date = date.fromisoformat(value)
    elif name == "sex":
        person.sex = value
    person.search_keys = keys_of(person.full_name, person.birth_date, person.sex)
    person.version = F("version") + 1
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name not in UNIQUE:  # type: ignore[union-attr]
            raise
        raise ValidationError(
            {
                name: ValidationError(
                    _("Another person is registered with this number."), code="already_registered"
                )
            }
        ) from None
    person.refresh_from_db(fields=["version"])
    note_likely_duplicates([person])
    with system_reach():
        Membership.objects.filter(beneficiary=person).exclude(
            sex=person.sex, birth_year=person.birth_date.year
        ).update(sex=person.sex, birth_year=person.birth_date.year)


APPLY: dict[str, Callable[[Change], Beneficiary | None]] = {
    Kind.BIRTH: apply_birth,
    Kind.ADOPTION: apply_adoption,
    Kind.DEATH: apply_death,
    Kind.MARRIAGE: apply_marriage,
    Kind.DIVORCE: apply_divorce,
    Kind.CUSTODY: apply_custody,
    Kind.ADULTHOOD: apply_adulthood,
    Kind.NEW_HEAD: apply_new_head,
    Kind.MOVE: apply_move,
    Kind.JOIN: apply_join,
    Kind.SPLIT: apply_split,
    Kind.CORRECTION: apply_correction,
}
