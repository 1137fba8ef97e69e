"""Logging what was given: a visit, or many records that were kept meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from facilities.directory.models import Facility
from registry.people.actions import look_up
from registry.people.models import Beneficiary
from services.records.actions.desk import own_facility
from services.records.actions.patients import Guest, keep_patient
from services.records.entries import REUSED, Entry, Verdict, judge
from services.records.faults import WORDS, faults_at_fields
from services.records.models import ServiceRecord
from services.records.signals import ledger_grew
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.refusals import Conflict

MOST_LINES = 20  # of one visit
MOST_IN_A_BATCH = 500  # records
OF_A_LINE = {"service_type", "quantity", "diagnosis"}
# Why a person was looked up, as the family reads it; kept in English, shown in the reader's language.
LOGGING = gettext_noop("to log a service")


class Line(NamedTuple):
    """One kind of service of a visit; the desk makes the id (UUIDv7), so that a resend meets itself."""

    id: UUID
    service_type: str
    quantity: int
    diagnosis: str = ""


def log_visit(
    *,
    by: Account,
    visit: UUID,
    facility: str,
    beneficiary: UUID | None,
    provided_on: date,
    lines: Sequence[Line],
    now: datetime,
    guest: Guest | None = None,
    department: int | None = None,
) -> list[ServiceRecord]:
    """Write a visit to the ledger, all of it or nothing, and return its records in the order of `lines`.

    The patient is a beneficiary, or a `guest` who is not registered. The same ids with the same content are answered the
    same, and nothing is written twice. Raises PermissionDenied when `facility` (a code) is not the clerk's own,
    ValidationError at `beneficiary`, `other_patient.<field>`, `department`, `provided_on`, `lines`, or
    `lines.<n>.service_type`, `.quantity` and `.diagnosis`, and Conflict when an id stands for something else.
    """
    place = own_facility(by, facility)
    refuse_shape(lines)
    entries = [
        Entry(
            id=str(line.id),
            visit=str(visit),
            service_type=line.service_type,
            quantity=line.quantity,
            provided_on=provided_on,
            beneficiary=str(beneficiary) if beneficiary else None,
            other_patient=str(guest.id) if guest else None,
            department=department,
            diagnosis=as_code(line.diagnosis),
        )
        for line in lines
    ]
    with transaction.atomic():
        if guest is not None:
            enter_guest(by, place, guest, now)
        verdicts = judge(entries, by=by, place=place, now=now, write=True, all_or_none=True)
        refuse_faults(verdicts)
        records = ServiceRecord.objects.select_related("beneficiary", "other_patient").in_bulk(
            [line.id for line in lines]
        )
        written = sum(verdict.written for verdict in verdicts)
        if written:
            first = records[lines[0].id]
            subject = first.other_patient or Beneficiary(pk=first.beneficiary_id)
            note(
                by=by,
                action="records.log_visit",
                subject=subject,
                facility=place.code,
                details={"visit": str(visit), "records": written},
            )
            ledger_grew.send(sender=ServiceRecord)
    return [records[line.id] for line in lines]


def refuse_shape(lines: Sequence[Line]) -> None:
    """ValidationError at `lines`."""
    faults = []
    if not lines:
        faults.append(ValidationError(_("Give at least one kind of service."), code="required"))
    if len(lines) > MOST_LINES:
        faults.append(ValidationError(_("A visit has at most 20 lines."), code="too_many"))
    if len({line.id for line in lines}) < len(lines):
        faults.append(ValidationError(_("An id stands twice in this visit."), code="id_twice"))
    if faults:
        raise ValidationError({"lines": faults})


def refuse_faults(verdicts: Sequence[Verdict]) -> None:
    """What is wrong with a visit: said once where it is of the visit, at the line where it is of that line."""
    faults: dict[str, list[ValidationError]] = {}
    reused = False
    for position, verdict in enumerate(verdicts):
        own = [one for one in verdict.faults if one.split(":")[0] in OF_A_LINE]
        reused = reused or verdict.faults == REUSED
        faults |= faults_at_fields([one for one in verdict.faults if one not in own and one not in REUSED])
        faults |= faults_at_fields(own, at=f"lines.{position}.")
    if faults:
        raise ValidationError(faults)
    if reused:
        raise Conflict(WORDS[REUSED[0]], code="id_reused")


def as_code(typed: str) -> str:
    """An ICD-10 code as typed, in capitals and without spaces."""
    return "".join(typed.split()).upper()


class Item(NamedTuple):
    """A record that was kept meanwhile: the entry, and whom it is about where that was not known to the sender.

    One of `entry.beneficiary`, `national_id` and `guest` says who the patient is.
    """

    entry: Entry
    national_id: str = ""
    guest: Guest | None = None


class Result(NamedTuple):
    """What became of an item: it stands in the ledger, unless `faults` says at which fields it has to be mended."""

    faults: dict[str, list[ValidationError]]
    cover: str
    cover_reason: str


def log_batch(
    *, by: Account, facility: str, items: Sequence[Item], now: datetime, of: int | None = None
) -> list[Result]:
    """Write each item that is right to the ledger, and give a result for each, in their order.

    What was written before is answered as it was then, so a batch may be sent again whole. Raises PermissionDenied when
    `facility` (a code) is not the clerk's own, and ValidationError at `items` when there are none or more than 500. Where
    the sender had more, some of which could not even be read, `of` says how many.
    """
    place = own_facility(by, facility)
    if not 1 <= (len(items) if of is None else of) <= MOST_IN_A_BATCH:
        raise ValidationError(
            {"items": ValidationError(_("A batch holds 1 to 500 records."), code="out_of_range")}
        )
    with transaction.atomic(savepoint=False):
        results, written = write_items(by, place, items, now)
        if written:
            note(
                by=by,
                action="records.log_batch",
                subject=place,
                facility=place.code,
                details={"records": written},
            )
    return results


def write_items(
    by: Account, place: Facility, items: Sequence[Item], now: datetime, *, asked_by: Account | None = None
) -> tuple[list[Result], int]:
    """Write what is right of `items` as records of `by`; a result for each, and how many rows were added.

    The caller has made sure that `by` worked at `place`, and notes what was done. `asked_by` is who has it written, where
    that is somebody else: who looks a person up is the one who asks.
    """
    unknown: dict[int, dict[str, list[ValidationError]]] = {}
    named: dict[int, Entry] = {}
    # Two who enter the same patients wait for each other in one order, and so not for ever.
    asker = asked_by or by
    for position in sorted(range(len(items)), key=lambda at: guest_id(items[at])):
        try:
            named[position] = with_patient(by, place, items[position], now, asker)
        except ValidationError as fault:
            unknown[position] = fault.error_dict
    entries = [named[position] for position in sorted(named)]
    verdicts = iter(judge(entries, by=by, place=place, now=now, write=True) if entries else ())
    results = []
    written = 0
    for position in range(len(items)):
        if position in unknown:
            results.append(Result(unknown[position], "", ""))
            continue
        verdict = next(verdicts)
        written += verdict.written
        faults = faults_at_fields(verdict.faults) if verdict.faults else {}
        results.append(Result(faults, "", "") if faults else Result({}, verdict.cover, verdict.cover_reason))
    if written:
        ledger_grew.send(sender=ServiceRecord)
    return results, written


def guest_id(item: Item) -> str:
    return item.guest.id.hex if item.guest else ""


def with_patient(by: Account, place: Facility, item: Item, now: datetime, asked_by: Account) -> Entry:
    """The entry with its patient, found or entered where the sender did not know the id.

    ValidationError at `beneficiary`, `national_id` or `other_patient.<field>`.
    """
    if sum(map(bool, (item.entry.beneficiary, item.national_id, item.guest))) > 1:
        raise ValidationError(faults_at_fields(["beneficiary:one_only"]))
    if item.guest is not None:
        return item.entry._replace(other_patient=str(enter_guest(by, place, item.guest, now)))
    if item.national_id:
        person = look_up(
            by=asked_by,
            national_id=item.national_id,
            reason=LOGGING,
            today=now.astimezone(CAIRO).date(),
            facility=place.pk,
        )
        if person is None:
            raise ValidationError(faults_at_fields(["national_id:not_registered"]))
        return item.entry._replace(beneficiary=str(person.pk))
    return item.entry


def enter_guest(by: Account, place: Facility, guest: Guest, now: datetime) -> UUID:
    """The id of a patient who is not registered, entered if new; ValidationError at `other_patient.<field>`."""
    try:
        return keep_patient(by, place, guest, now).pk
    except ValidationError as fault:
        raise ValidationError(
            {f"other_patient.{name}": found for name, found in fault.error_dict.items()}
        ) from None
    except Conflict:
        raise ValidationError(faults_at_fields(["other_patient:id_reused"])) from None
