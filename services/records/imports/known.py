"""What the texts of a file's cells mean at one desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Department, Facility
from registry.people.national_id import parse
from services.records.actions.logging import as_code
from services.records.entries import NOTHING
from services.records.faults import WORDS
from services.records.kinds import kind_meant, kinds_given_at
from services.records.models import MOST_AT_ONCE, OtherPatient
from uhis_portal import codes
from uhis_portal.arabic import comparable, typed_number, typed_quantity
from uhis_portal.files.cells import Cells, EachOnce, spellings
from uhis_portal.files.importing import Fault, fault, faults_at

DIAGNOSIS_LENGTH = 8
VISIT_LENGTH = 40
KIND_WORDS = {
    OtherPatient.Kind.UNREGISTERED: (
        "unregistered",
        "not registered",
        "غير مسجل",
        "غير مسجلة",
        "لم يسجل بعد",
    ),
    OtherPatient.Kind.VISITOR: ("visitor", "زائر", "زائرة", "غير مؤمن عليه", "غير مؤمن عليها"),
}
# Which column of the file a fault of the judging statement belongs to, where it is not headed as the field.
COLUMN_OF = {
    "beneficiary": "patient",
    "national_id": "patient",
    "other_patient": "patient_kind",
    "provided_on": "day",
    "id": "",
}


@cache
def fault_named(name: str) -> Fault:
    """A fault as faults.WORDS names it, at its column."""
    field, code = name.split(":")
    return fault(COLUMN_OF.get(field, field), WORDS[name], code=code, days=settings.LATEST_ENTRY_DAYS)


@dataclass
class Meanings:
    """What the texts of each column mean at a desk, as the judging statement takes them.

    Empty texts: no patient is None, no kind of patient and no visit "", no quantity 1, no department NOTHING.
    """

    days: EachOnce
    patients: EachOnce
    patient_kinds: EachOnce
    kinds: EachOnce
    quantities: EachOnce
    departments: EachOnce
    diagnoses: EachOnce
    visits: EachOnce

    @classmethod
    def at(cls, place: Facility, today: date) -> Self:
        """At the desk of `place`; three queries."""
        kinds = list(kinds_given_at(place, today).order_by("code"))
        elsewhere = {comparable(text): kind.code for kind in ServiceType.objects.all()
                     for text in (kind.code, kind.name_ar, kind.name_en)}  # fmt: skip
        departments = {
            comparable(name): str(one.pk)
            for one in Department.objects.filter(facility=place)
            for name in (one.name_ar, one.name_en)
            if name
        }

        def kind(cells: Cells) -> str:
            text = cells.row["service_type"]
            try:
                return kind_meant(text, kinds, ())
            except ValidationError:
                if comparable(text) in elsewhere:
                    return elsewhere[comparable(text)]  # the statement says that it is not given here
                cells.faults += faults_at("service_type", lambda: kind_meant(text, kinds, ()))
                return ""

        def patient(cells: Cells) -> bytes | str | None:
            """By what a person is found: the keyed index of a national ID, or a member's code."""
            text = cells.row["patient"]
            signs = typed_number(text)
            if not signs:
                return None
            if signs.isascii() and not signs.isdigit() and len(signs) == codes.LENGTH:
                return codes.in_groups(signs.upper())
            try:
                return parse(text, today=today).index
            except ValidationError:
                cells.faults += faults_at("patient", lambda: parse(text, today=today))
                return None

        def department(cells: Cells) -> str:
            text = comparable(cells.row["department"])
            if text and text not in departments:
                cells.faults.append(fault_named("department:not_here"))
            return departments.get(text, NOTHING)

        return cls(
            days=EachOnce("day", day),
            patients=EachOnce("patient", patient),
            patient_kinds=EachOnce("patient_kind", patient_kind),
            kinds=EachOnce("service_type", kind),
            quantities=EachOnce("quantity", quantity),
            departments=EachOnce("department", department),
            diagnoses=EachOnce("diagnosis", diagnosis),
            visits=EachOnce("visit", visit),
        )


@cache
def kinds_of_patient() -> dict[str, Any]:
    """What may be written of a patient who is not registered: also what the portal shows in each language."""
    return spellings(OtherPatient.Kind) | {word: kind for kind, words in KIND_WORDS.items() for word in words}


def day(cells: Cells) -> str:
    """The day as 2026-04-01."""
    found = cells.day("day")
    return found.isoformat() if found else NOTHING


def patient_kind(cells: Cells) -> str:
    """The kind of a patient who is not registered."""
    return cells.choice("patient_kind", kinds_of_patient()) or ""


def quantity(cells: Cells) -> int:
    """How many; what is no number of a believable size is a fault."""
    found = cells.whole("quantity", least=-(10**18), most=10**18)
    return 1 if found is None else max(-1, min(found, MOST_AT_ONCE + 1))


def diagnosis(cells: Cells) -> str:
    """A code as it is kept; what cannot be one is passed on as "?", which is refused as such."""
    code = as_code(typed_quantity(cells.row["diagnosis"]))
    return code if (code.replace(".", "").isalnum() and len(code) <= DIAGNOSIS_LENGTH) or not code else "?"


def visit(cells: Cells) -> str:
    """The number of a visit on paper, in any digits; spaces and marks are no part of it."""
    found = typed_number(cells.row["visit"]).upper()
    if len(found) > VISIT_LENGTH:
        cells.refuse("visit", _("At most %(longest)s characters."), code="too_long", longest=VISIT_LENGTH)
    return found
