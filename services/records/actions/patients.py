"""Patients who are not registered: entering them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from registry.people.full_names import NAME_LENGTH
from registry.people.models import Sex
from services.records.actions.desk import own_facility
from services.records.faults import WORDS
from services.records.models import OtherPatient
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable, typed_number
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.readings import on_one_line
from uhis_portal.refusals import Conflict
from uhis_portal.sealed_fields import index_of

OLDEST = 120  # years
PAPER_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone who is not registered, as told at the desk; all but id and kind may be empty."""

    id: UUID
    kind: str
    full_name: str = ""
    sex: str = ""
    birth_year: int | None = None
    paper: str = ""


def enter_patient(*, by: Account, facility: str, guest: Guest, now: datetime) -> OtherPatient:
    """Keep who was given care without being registered. The same id with the same content is answered the same.

    Raises PermissionDenied when `facility` is not the clerk's own, ValidationError at `kind`, `full_name`, `sex`,
    `birth_year` or `paper`, and Conflict when the id stands for somebody else.
    """
    return keep_patient(by, own_facility(by, facility), guest, now)


def keep_patient(by: Account, place: Facility, guest: Guest, now: datetime) -> OtherPatient:
    """As `enter_patient`, where the caller has made sure that `by` worked at `place`."""
    row = row_of(guest, by, place, now)
    with transaction.atomic():
        OtherPatient.objects.bulk_create([row], ignore_conflicts=True)
        kept = OtherPatient.objects.filter(pk=guest.id).first()
        if kept is None or content(kept) != content(row):
            raise Conflict(WORDS["id:id_reused"], code="id_reused")
        if (kept.made_by_id, kept.made_at) == (by.pk, now):
            note(by=by, action="records.enter_patient", subject=kept, facility=place.code)
    return kept


def enter_patients(*, by: Account, facility: str, guests: Sequence[Guest], now: datetime) -> set[UUID]:
    """As `enter_patient` for many, with one note. Returns the ids that stand for somebody else: those are not entered."""
    place = own_facility(by, facility)
    # Two who enter the same patients wait for each other in one order, and so not for ever.
    rows = {guest.id: row_of(guest, by, place, now) for guest in sorted(guests, key=lambda one: one.id)}
    with transaction.atomic():
        OtherPatient.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=1000)
        kept = OtherPatient.objects.in_bulk(rows)
        entered = [str(one.pk) for one in kept.values() if (one.made_by_id, one.made_at) == (by.pk, now)]
        if entered:
            note(
                by=by,
                action="records.enter_patients",
                subject=place,
                facility=place.code,
                details={"patients": entered},
            )
    return {id for id, row in rows.items() if id not in kept or content(kept[id]) != content(row)}


def row_of(guest: Guest, by: Account, place: Facility, now: datetime) -> OtherPatient:
    """A patient as kept; ValidationError as `enter_patient`."""
    name = on_one_line(guest.full_name)
    paper = typed_number(guest.paper).upper()
    refuse_faults(guest, name, paper, now)
    return OtherPatient(
        id=guest.id,
        kind=guest.kind,
        full_name=name,
        comparable_name=comparable(name),
        sex=guest.sex,
        birth_year=guest.birth_year,
        paper=paper or None,
        paper_index=index_of("paper", paper) if paper else None,
        facility=place,
        governorate_id=place.governorate_id,
        made_by=by,
        made_at=now,
    )


def read_name(typed: str) -> str:
    """The name of a patient who is not registered, which may be empty; ValidationError when it is too long."""
    name = on_one_line(typed)
    if len(name) > NAME_LENGTH or len(comparable(name)) > NAME_LENGTH:
        raise ValidationError(_("The name is longer than 160 characters. Shorten it."), code="max_length")
    return name


def content(row: OtherPatient) -> tuple[object, ...]:
    """What a patient is known by."""
    paper = bytes(row.paper_index) if row.paper_index else None
    return row.kind, row.full_name, row.sex, row.birth_year, paper, row.facility_id


def refuse_faults(guest: Guest, name: str, paper: str, now: datetime) -> None:
    """Raise ValidationError with every fault, each at its field."""
    faults: dict[str, ValidationError] = {}
    this_year = now.astimezone(CAIRO).year
    if guest.kind not in OtherPatient.Kind.values:
        faults["kind"] = ValidationError(
            _("Say whether this is a visitor or somebody not yet registered."), code="invalid"
        )
    try:
        read_name(name)
    except ValidationError as fault:
        faults["full_name"] = fault
    if guest.sex and guest.sex not in Sex.values:
        faults["sex"] = ValidationError(_("Choose male or female, or leave it empty."), code="invalid")
    if guest.birth_year is not None and not this_year - OLDEST <= guest.birth_year <= this_year:
        faults["birth_year"] = ValidationError(
            _("Write the year of birth with four digits, or leave it empty."), code="out_of_range"
        )
    if paper and not (paper.isascii() and paper.isalnum() and len(paper) <= PAPER_LENGTH):
        faults["paper"] = ValidationError(
            _("Write the number of the card or passport in letters and digits."), code="invalid"
        )
    if faults:
        raise ValidationError(faults)
