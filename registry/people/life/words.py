"""What a reported change says, in words: for the page before it is sent, and for the page of who decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.birth_places import BIRTH_PLACES
from facilities.geography.models import District
from registry.people.identity import CERTIFICATE, NATIONAL_ID, PASSPORT, countries
from registry.people.models import Beneficiary, LifeEvent, Relation, Sex
from registry.people.national_id import masked
from registry.people.reports import ALIVE, HERE, MEMBER, OWN, SPOUSE, THERE
from uhis_portal.display import bilingual

Kind = LifeEvent.Kind
LAST_SHOWN = 4

# How a citizen or clerk chooses what happened: heading of the form, by kind.
TITLES: dict[str, Any] = {
    Kind.BIRTH: _("A child was born"),
    Kind.ADOPTION: _("A child was taken in (kafala)"),
    Kind.DEATH: _("Somebody in the family died"),
    Kind.MARRIAGE: _("Somebody in the family married"),
    Kind.DIVORCE: _("A marriage ended in divorce"),
    Kind.CUSTODY: _("A child lives with the other parent now"),
    Kind.ADULTHOOD: _("A child turned 18"),
    Kind.NEW_HEAD: _("The family has a new head"),
    Kind.MOVE: _("The family moved"),
    Kind.JOIN: _("Another family joins the family"),
    Kind.SPLIT: _("Part of the family leaves"),
    Kind.CORRECTION: _("Something in the file is wrong"),
}
# What to bring to the unit, so that a clerk can confirm it.
BRING: dict[str, Any] = {
    Kind.BIRTH: _("Bring the birth certificate to your unit."),
    Kind.ADOPTION: _("Bring the kafala decision to your unit."),
    Kind.DEATH: _("Bring the death certificate of the health office to your unit."),
    Kind.MARRIAGE: _("Bring the marriage certificate to your unit."),
    Kind.DIVORCE: _("Bring the divorce certificate to your unit."),
    Kind.CUSTODY: _("Bring the custody decision to your unit."),
}
BRING_OF_THE_LIVING = _("Bring a paper that shows the mistake to your unit.")
LABELS = {
    "field": _("What is wrong?"),
    "beneficiary": _("Who?"),
    "happened_on": _("When did it happen?"),
    "full_name": _("Full name"),
    "known_by": _("By what is this person known?"),
    "national_id": _("National ID number"),
    "certificate_number": _("Number of the birth certificate"),
    "guardian": _("Guardian of the child"),
    "nationality": _("Nationality"),
    "passport_number": _("Number of the passport"),
    "birth_date": _("Birth date"),
    "sex": _("Sex"),
    "birth_governorate_code": _("Governorate of birth"),
    "relation": _("How does this person belong to the family?"),
    "new_head": _("Who is the head of the family from now on?"),
    "their_head": _("Who is the head of the new family?"),
    "lives": _("Where does this person live now?"),
    "head_is": _("Who is the head of the new family?"),
    "children": _("Which children leave too?"),
    "leaving": _("Who leaves?"),
    "other_national_id": _("National ID number of a member of the other family"),
    "governorate": _("In which governorate do you live now?"),
    "district": _("In which district do you live now?"),
    "unit": _("Family-medicine unit"),
    "address": _("Address"),
    "phone": _("The family's mobile number"),
    "language": _("Language of the messages"),
    "what": _("What is wrong, and what is right?"),
    "proof": _("Which paper did you see, and what is its number?"),
}
# Questions that read otherwise for a kind.
ASKED = {
    (Kind.DEATH, "beneficiary"): _("Who died?"),
    (Kind.DEATH, "happened_on"): _("On which day?"),
    (Kind.MARRIAGE, "beneficiary"): _("Who married?"),
    (Kind.MARRIAGE, "full_name"): _("Full name of the spouse"),
    (Kind.MARRIAGE, "known_by"): _("By what is the spouse known?"),
    (Kind.MARRIAGE, "lives"): _("Where do the two live now?"),
    (Kind.DIVORCE, "beneficiary"): _("Who leaves the family?"),
    (Kind.CUSTODY, "beneficiary"): _("Which child?"),
    (Kind.CUSTODY, "other_national_id"): _("National ID number of the other parent"),
    (Kind.ADULTHOOD, "beneficiary"): _("Who turned 18?"),
    (Kind.ADULTHOOD, "happened_on"): _("From which day?"),
    (Kind.NEW_HEAD, "beneficiary"): _("Who is the head of the family now?"),
    (Kind.NEW_HEAD, "happened_on"): _("Since which day?"),
    (Kind.MOVE, "happened_on"): _("Since when do you live there?"),
    (Kind.BIRTH, "full_name"): _("Full name of the child"),
    (Kind.BIRTH, "known_by"): _("By what is the child known?"),
    (Kind.ADOPTION, "full_name"): _("Full name of the child"),
    (Kind.ADOPTION, "known_by"): _("By what is the child known?"),
    (Kind.ADOPTION, "happened_on"): _("Since when does the child live with you?"),
    (Kind.JOIN, "relation"): _("What is the head of the other family to the head of yours?"),
    (Kind.CORRECTION, "beneficiary"): _("Whom is it about?"),
    (Kind.CORRECTION, "other_national_id"): _("National ID number of the person recorded as dead"),
}
KNOWN_BY = {
    NATIONAL_ID: _("a national ID number"),
    CERTIFICATE: _("a birth certificate: a newborn without a number"),
    PASSPORT: _("a passport"),
}
LIVES = {
    HERE: _("with this family"),
    OWN: _("with a family file of their own"),
    THERE: _("with another registered family"),
}
HEAD_IS = {MEMBER: _("the member of this family"), SPOUSE: _("the spouse")}
WRONG = {
    "full_name": _("a name"),
    "national_id": _("a national ID number, or a newborn has got one"),
    "passport_number": _("a passport number"),
    "birth_date": _("a birth date"),
    "sex": _("male or female"),
    "relation": _("how somebody belongs to the family"),
    "address": _("the address"),
    "phone": _("the mobile number"),
    "language": _("the language of the messages"),
    ALIVE: _("a death recorded by mistake"),
    "other": _("something else"),
}
LANGUAGES = {"ar": _("Arabic"), "en": _("English")}
CHOICES: dict[str, Mapping[str, Any]] = {
    "known_by": KNOWN_BY,
    "lives": LIVES,
    "head_is": HEAD_IS,
    "field": WRONG,
    "language": LANGUAGES,
    "relation": dict(Relation.choices),
    "sex": dict(Sex.choices),
}
PEOPLE = ("beneficiary", "guardian", "new_head", "their_head")
SEVERAL = ("children", "leaving")


def asked(kind: str, name: str) -> Any:
    """How a field is asked for in a report of this kind, and named where the report is read."""
    return ASKED.get((Kind(kind), name), LABELS[name])


def to_bring(kind: str, details: Mapping[str, Any]) -> Any:
    """What to bring to the unit, in words; empty where nothing has to be brought."""
    return BRING_OF_THE_LIVING if details.get("field") == ALIVE else BRING.get(kind, "")


def titles() -> list[tuple[str, Any]]:
    """Every kind with its heading, as it is offered."""
    return [(str(kind), title) for kind, title in TITLES.items()]


def hidden(signs: str) -> str:
    """A certificate or passport number with all but its last signs hidden."""
    return "•" * max(len(signs) - LAST_SHOWN, 0) + signs[-LAST_SHOWN:]


def shown(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details as they may be sent: identifiers masked."""
    told = dict(details)
    for name in ("national_id", "other_national_id"):
        if told.get(name):
            told[name] = masked(told[name])
    for name in ("certificate_number", "passport_number"):
        if told.get(name):
            told[name] = hidden(told[name])
    return told


def described(
    kind: str, details: Mapping[str, Any], people: Iterable[Beneficiary], *, whole: bool = False
) -> list[dict[str, Any]]:
    """The details as lines {name, label, value, kind} in the active language; `people` are those whom they name.

    Identifiers are masked, unless they are shown `whole` to who has just typed them.
    """
    names = {str(person.pk): person.full_name for person in people}
    told = details if whole else shown(details)
    lines = []
    for name in LABELS:
        value = told.get(name)
        if value in (None, "", []) or (name == "happened_on" and says_nothing_more(told)):
            continue
        lines.append(
            {
                "name": name,
                "label": asked(kind, name),
                "value": said(name, value, names),
                "kind": kind_of(name),
            }
        )
    return lines


def says_nothing_more(details: Mapping[str, Any]) -> bool:
    """Whether the day stands in the other details already, or was not asked for: at a birth, and for a correction."""
    return bool(details.get("field")) or str(details["happened_on"]) == str(details.get("birth_date"))


def kind_of(name: str) -> str:
    """How a value is written: code, day, or text."""
    if name in ("national_id", "other_national_id", "certificate_number", "passport_number", "phone"):
        return "code"
    return "day" if name in ("happened_on", "birth_date") else "text"


def said(name: str, value: Any, names: Mapping[str, str]) -> Any:
    if name in PEOPLE:
        return names.get(str(value), "")
    if name in SEVERAL:
        return (
            "، ".join(names.get(one, "") for one in value)
            if get_language() == "ar"
            else ", ".join(names.get(one, "") for one in value)
        )
    if name in CHOICES:
        return CHOICES[name].get(value, value)
    if name == "nationality":
        return countries(get_language() or "ar").get(value, value)
    if name == "birth_governorate_code":
        return bilingual(BIRTH_PLACES[value]) if value in BIRTH_PLACES else ""
    if name in ("district", "unit"):
        model = District if name == "district" else Facility
        found = model.objects.filter(pk=value).first()
        return bilingual(found) if found else value
    return date.fromisoformat(value) if kind_of(name) == "day" and isinstance(value, str) else value


def named_in(details: Mapping[str, Any]) -> list[str]:
    """The ids of the members whom details name."""
    ids = [details[name] for name in PEOPLE if details.get(name)]
    return ids + [one for name in SEVERAL for one in details.get(name) or []]
