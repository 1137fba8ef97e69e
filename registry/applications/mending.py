"""What a family can be asked to put right. Pages and endpoints pass through here, so they refuse alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from uhis_portal.arabic import INVISIBLE

WHY_LENGTH = 300
MOST_THINGS = 40


class OfFamily(TextChoices):
    """Answers that stand once in an application."""

    GOVERNORATE = "governorate", gettext_lazy("Governorate")
    DISTRICT = "district", gettext_lazy("District")
    ADDRESS = "address", gettext_lazy("Address")
    UNIT = "unit", gettext_lazy("Family-medicine unit")
    PHONE = "phone", gettext_lazy("Mobile number")
    APPLICANTS = "applicants", gettext_lazy("People of the family")
    PAPERS = "papers", gettext_lazy("Photographed papers")


class OfPerson(TextChoices):
    """Answers that stand once for each person."""

    FULL_NAME = "full_name", gettext_lazy("Full name")
    RELATION = "relation", gettext_lazy("In the family")
    NATIONAL_ID = "national_id", gettext_lazy("National ID number")
    CERTIFICATE = "certificate_number", gettext_lazy("Number of the birth certificate")
    PASSPORT = "passport_number", gettext_lazy("Number of the passport")
    BIRTH_DATE = "birth_date", gettext_lazy("Birth date")
    SEX = "sex", gettext_lazy("Sex")
    GUARDIAN = "guardian", gettext_lazy("Guardian")
    WORK = "work", pgettext_lazy("what someone does", "Work")
    PAPERS = "papers", gettext_lazy("Photographed papers")


def label_of(thing: Mapping[str, Any]) -> str:
    """The name of a field that is to be mended, in the active language."""
    choices = OfPerson if thing["person"] else OfFamily
    return str(choices(thing["field"]).label)


def read_to_mend(given: Sequence[Mapping[str, Any]], people: Collection[str]) -> list[dict[str, Any]]:
    """What is to be mended, as it is kept: [{field, person, why}], `person` being one of `people` (ids) or None.

    ValidationError at `to_mend` (required, too_many) and at `to_mend.N.field`, `.person`, `.why`, all at fault.
    """
    if not given:
        raise ValidationError(
            {
                "to_mend": ValidationError(
                    _("Say at least one thing that is to be corrected."), code="required"
                )
            }
        )
    if len(given) > MOST_THINGS:
        raise ValidationError(
            {
                "to_mend": ValidationError(
                    _("Name %(most)s things at most."), code="too_many", params={"most": MOST_THINGS}
                )
            }
        )
    faults: dict[str, ValidationError] = {}
    read = []
    for position, one in enumerate(given):
        found, wrong = read_one(one, people)
        read.append(found)
        faults.update({f"to_mend.{position}.{name}": fault for name, fault in wrong.items()})
    if faults:
        raise ValidationError(faults)
    return read


def read_one(
    given: Mapping[str, Any], people: Collection[str]
) -> tuple[dict[str, Any], dict[str, ValidationError]]:
    """One thing, and what is wrong with it by name."""
    wrong = {}
    person = str(given.get("person") or "") or None
    field = given.get("field") or ""
    if person is not None and person not in people:
        wrong["person"] = ValidationError(_("There is no such person in this application."), code="unknown")
    if not field:
        wrong["field"] = ValidationError(_("Choose what is to be corrected."), code="required")
    elif field not in (OfPerson if person else OfFamily).values:
        wrong["field"] = ValidationError(
            _("There is no such answer. Choose one of the list."), code="unknown"
        )
    try:
        why = read_reason(given.get("why") or "")
    except ValidationError as fault:
        wrong["why"], why = fault, ""
    return {"field": field, "person": person, "why": why}, wrong


def read_reason(typed: str) -> str:
    """A reason that the family reads; ValidationError: required, max_length."""
    reason = INVISIBLE.sub("", typed).strip()
    if not reason:
        raise ValidationError(_("Say why, so that the family can put it right."), code="required")
    if len(reason) > WHY_LENGTH:
        raise ValidationError(_("Say it in 300 characters at most."), code="max_length")
    return reason
