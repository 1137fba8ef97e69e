"""What each kind of change asks for, and what does not go together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.ages import is_adult
from registry.people.family import head_of
from registry.people.identity import CERTIFICATE, NATIONAL_ID, PASSPORT
from registry.people.models import Household, LifeEvent, Membership, Relation
from registry.people.reports.corrections import ABOUT_A_PERSON, ABOUT_THE_FAMILY, correction
from registry.people.reports.reading import Reading, Report, read_address

Kind = LifeEvent.Kind
HERE, OWN, THERE = "here", "own", "there"
MEMBER, SPOUSE = "member", "spouse"

PERSON = (
    "full_name",
    "known_by",
    "national_id",
    "certificate_number",
    "guardian",
    "nationality",
    "passport_number",
    "birth_date",
    "sex",
    "birth_governorate_code",
)  # fmt: skip
# Every field that a report of a kind may have.
FIELDS: dict[str, tuple[str, ...]] = {
    Kind.BIRTH: (*PERSON, "relation"),
    Kind.ADOPTION: ("happened_on", *PERSON),
    Kind.DEATH: ("beneficiary", "happened_on", "new_head"),
    Kind.MARRIAGE: ("beneficiary", "happened_on", *PERSON, "lives", "head_is", "new_head"),
    Kind.DIVORCE: ("beneficiary", "happened_on", "children", "lives", "other_national_id", "new_head"),
    Kind.CUSTODY: ("beneficiary", "happened_on", "other_national_id"),
    Kind.ADULTHOOD: ("beneficiary", "happened_on", "lives"),
    Kind.NEW_HEAD: ("beneficiary", "happened_on"),
    Kind.MOVE: ("happened_on", "address", "district", "unit"),
    Kind.JOIN: ("happened_on", "other_national_id", "relation"),
    Kind.SPLIT: ("happened_on", "leaving", "their_head", "new_head"),
    Kind.CORRECTION: (
        "field",
        "beneficiary",
        *ABOUT_A_PERSON,
        *ABOUT_THE_FAMILY,
        "other_national_id",
        "what",
    ),
}


def read_report(
    kind: str, *, household: Household, members: Sequence[Membership], given: Mapping[str, Any], today: date
) -> Report:
    """The report of a kind. `members` are those of the family now.

    Fields of `given` are those of FIELDS; dates are dates or ISO texts, members are ids of beneficiaries, `children`
    and `leaving` lists of them. Raises ValidationError at the fields, all that are at fault.
    """
    reading = Reading(kind, household, list(members), given, today)
    READERS[kind](reading)
    if reading.faults:
        raise ValidationError(reading.faults)
    return reading.report()


def birth(reading: Reading) -> None:
    relation = reading.choice(
        "relation",
        (Relation.CHILD, Relation.DEPENDANT),
        _("Choose how the child belongs to the head of the family."),
        default=Relation.CHILD,
    )
    person = reading.newcomer(Relation(relation or Relation.CHILD), (NATIONAL_ID, CERTIFICATE))
    if person is None:
        return
    reading.happened_on = person.birth_date
    head = head_of(reading.members)
    if head and person.relation == Relation.CHILD and person.birth_date <= head.beneficiary.birth_date:
        reading.fault(
            "national_id" if person.national_id else "birth_date",
            _("A child must be younger than the head of the family. Check the dates of birth of both."),
            "older_than_head",
        )


def adoption(reading: Reading) -> None:
    reading.day()
    reading.newcomer(Relation.DEPENDANT, (NATIONAL_ID, CERTIFICATE))


def death(reading: Reading) -> None:
    dead = reading.concerned()
    reading.day()
    reading.successor([dead] if dead else [])


def marriage(reading: Reading) -> None:
    member = reading.concerned()
    reading.day()
    reading.newcomer(Relation.SPOUSE, (NATIONAL_ID, PASSPORT))
    lives = reading.choice(
        "lives",
        (HERE, OWN, THERE),
        _(
            "Choose where the two live: with this family, with a file of their own, or with another registered family."
        ),
    )
    if lives == OWN:
        reading.choice("head_is", (MEMBER, SPOUSE), _("Choose who is the head of the new family."))
    if member and lives in (OWN, THERE):
        reading.successor([member])


def divorce(reading: Reading) -> None:
    married = [one for one in reading.members if one.relation in (Relation.HEAD, Relation.SPOUSE)]
    leaving = reading.concerned(among=married)
    reading.day()
    children = reading.some("children", [one for one in reading.members if one not in married])
    lives = reading.choice(
        "lives", (OWN, THERE), _("Choose where this person lives now: on their own, or with another family.")
    )
    if lives == THERE:
        reading.somebody_elsewhere()
    reading.successor([leaving, *children] if leaving else [])


def custody(reading: Reading) -> None:
    reading.concerned(among=[one for one in reading.members if not reading.grown(one)])
    reading.day()
    reading.somebody_elsewhere()


def adulthood(reading: Reading) -> None:
    children = [one for one in reading.members if one.relation in (Relation.CHILD, Relation.DEPENDANT)]
    member = reading.concerned(among=children)
    day = reading.day()
    lives = reading.choice(
        "lives", (HERE, OWN), _("Choose whether this person has a file of their own from now on.")
    )
    if member is None:
        return
    if not is_adult(member.beneficiary.birth_date, day):
        reading.fault("happened_on", _("This person was not yet 18 on that day."), "no_adult")
    if lives == HERE and member.relation == Relation.DEPENDANT:
        reading.fault("lives", _("This person already stays in the family as a dependant."), "no_change")


def new_head(reading: Reading) -> None:
    others = [one for one in reading.members if one.relation != Relation.HEAD]
    chosen = reading.concerned(among=others)
    reading.day()
    reading.adult_if_any("beneficiary", chosen, reading.members)


def move(reading: Reading) -> None:
    reading.day()
    code = reading.text("district")
    district = District.objects.filter(pk=code or reading.household.district_id).first()
    if district is None or (not district.is_residence and code):
        reading.fault("district", _("There is no such district. Choose the one of your home."), "unknown")
        return
    unit_code = reading.text("unit") or reading.household.unit_id
    unit = Facility.objects.filter(pk=unit_code).first()
    if unit is None or not unit.is_family_medicine:
        reading.fault("unit", _("There is no such family-medicine unit."), "unknown")
    elif unit.governorate_id != district.governorate_id:
        reading.fault("unit", _("This unit is in another governorate. Choose one of yours."), "elsewhere")
    stage = district.governorate.stage_on(reading.today)
    is_open = stage is not None and stage.open_for_registration
    if district.pk != reading.household.district_id and not is_open:
        reading.fault("district", _("Registration is not open in that governorate yet."), "not_open")
    same = district.pk == reading.household.district_id and unit_code == reading.household.unit_id
    if reading.text("address") or same:
        reading.take("address", lambda: read_address(str(reading.given.get("address") or "")))
    reading.details |= {"district": district.pk, "unit": unit_code}
    reading.district, reading.unit = district, unit


def join(reading: Reading) -> None:
    reading.day()
    reading.somebody_elsewhere()
    reading.choice(
        "relation",
        (Relation.SPOUSE, Relation.CHILD, Relation.PARENT, Relation.DEPENDANT),
        _("Choose what the head of the other family is to the head of yours."),
        default=Relation.DEPENDANT,
    )


def split(reading: Reading) -> None:
    reading.day()
    leaving = reading.some("leaving", reading.members)
    if "leaving" in reading.faults:
        return
    if not leaving:
        reading.fault("leaving", _("Choose who leaves."), "required")
    elif len(leaving) == len(reading.members):
        reading.fault("leaving", _("If everyone leaves, the family has moved: report that."), "everybody")
    else:
        chosen = reading.member(
            "their_head", missing=_("Choose who is the head of the new family."), among=leaving
        )
        reading.adult_if_any("their_head", chosen, leaving)
        if not any(reading.grown(one) for one in leaving):
            reading.fault(
                "leaving", _("A family needs an adult. Choose one among those who leave."), "no_adult"
            )
        reading.successor(leaving)


READERS: dict[str, Callable[[Reading], None]] = {
    Kind.BIRTH: birth,
    Kind.ADOPTION: adoption,
    Kind.DEATH: death,
    Kind.MARRIAGE: marriage,
    Kind.DIVORCE: divorce,
    Kind.CUSTODY: custody,
    Kind.ADULTHOOD: adulthood,
    Kind.NEW_HEAD: new_head,
    Kind.MOVE: move,
    Kind.JOIN: join,
    Kind.SPLIT: split,
    Kind.CORRECTION: correction,
}
