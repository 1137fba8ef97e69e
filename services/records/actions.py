"""Writing to the ledger: a visit, and the undoing of a record. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.staff.access import posts_of
from facilities.staff.models import Role
from registry.people.models import Beneficiary
from services.records.kinds import kinds_given_at
from services.records.models import MOST_AT_ONCE, ServiceRecord
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.audit.models import Event
from uhis_portal.calendar import CAIRO
from uhis_portal.reach import add_household, system_reach
from uhis_portal.refusals import Conflict

MOST_LINES = 20  # of one visit
LATEST_ENTRY = timedelta(days=90)  # after the day on which the service was provided
LOOK_UP_HOLDS = timedelta(hours=12)

# Sent inside the transaction that adds rows; rooms above listen (statistics has its numbers rolled up soon).
ledger_grew = Signal()


class Line(NamedTuple):
    """One kind of service of a visit; the desk makes the id (UUIDv7), so that a resend meets itself."""

    id: UUID
    service_type: str
    quantity: int


def log_visit(
    *,
    by: Account,
    visit: UUID,
    facility: str,
    beneficiary: UUID,
    provided_on: date,
    lines: Sequence[Line],
    now: datetime,
) -> list[ServiceRecord]:
    """Write a visit to the ledger and return its records in the order of `lines`.

    The same ids with the same content are answered the same, and nothing is written twice. Raises PermissionDenied
    when `facility` (a code) is not the clerk's own, ValidationError at `beneficiary`, `provided_on`,
    `lines.<n>.service_type`, `lines.<n>.quantity` or `lines`, and Conflict when an id stands for something else.
    """
    place = own_facility(by, facility)
    with transaction.atomic():
        patient = patient_of(by, place, beneficiary, now)
        refuse_faults(place, patient, provided_on, lines, now)
        written = insert(
            by=by, visit=visit, place=place, patient=patient, provided_on=provided_on, lines=lines, now=now
        )
        records = ServiceRecord.objects.in_bulk([line.id for line in lines])
        for line in lines:
            if not same_content(
                records.get(line.id), visit, place, {patient.pk, beneficiary}, provided_on, line
            ):
                raise Conflict(_("This was already logged with other content."), code="id_reused")
        if written:
            note(
                by=by,
                action="records.log_visit",
                subject=patient,
                facility=place.code,
                details={"visit": str(visit), "records": written},
            )
            ledger_grew.send(sender=ServiceRecord)
    return [records[line.id] for line in lines]


def reverse(*, by: Account, id: UUID, record: UUID, reason: str, now: datetime) -> ServiceRecord:
    """Undo a record by a new row with its sign turned, and return that row; the record itself stays.

    The same id for the same record and reason is answered the same. Raises ServiceRecord.DoesNotExist when there is
    no such record in reach, PermissionDenied when it is another facility's, ValidationError at `reason` or as a whole
    when the record is itself a reversal, and Conflict when it is already undone or the id stands for something else.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= 200:
        raise ValidationError(
            {"reason": ValidationError(_("Say in a few words why this is undone."), code="required")}
        )
    with transaction.atomic():
        original = ServiceRecord.objects.get(pk=record)
        own_facility(by, original.facility_id)
        if original.reverses_id is not None:
            raise ValidationError(
                _("This row already undoes another one and cannot be undone."), code="is_a_reversal"
            )
        written = insert_reversal(by=by, id=id, original=original, reason=reason, now=now)
        row = ServiceRecord.objects.filter(pk=id).first()
        if row is None:
            raise Conflict(_("This record is already undone."), code="already_reversed")
        if (row.reverses_id, row.reason) != (original.pk, reason):
            raise Conflict(_("This was already logged with other content."), code="id_reused")
        if written:
            note(
                by=by,
                action="records.reverse",
                subject=original,
                facility=original.facility_id,
                reason=reason,
                details={"reversal": str(id)},
            )
            ledger_grew.send(sender=ServiceRecord)
    return row


def open_at_desk(*, by: Account, facility: str, beneficiary: UUID, now: datetime) -> Beneficiary:
    """The person whose visit is about to be logged, audited as read; refusals as in `log_visit`."""
    place = own_facility(by, facility)
    with transaction.atomic():
        patient = patient_of(by, place, beneficiary, now)
        note(by=by, action="records.open_at_desk", subject=patient, facility=place.code)
    return patient


def own_facility(by: Account, code: str) -> Facility:
    """The facility at whose desk `by` works today; the system itself writes anywhere. PermissionDenied otherwise."""
    if by.kind == Account.Kind.SYSTEM:
        return Facility.objects.get(pk=code)
    for post in posts_of(by):
        if post.role == Role.CLERK and post.facility is not None and post.facility.pk == code:
            return post.facility
    raise PermissionDenied(_("You can log services only at your own facility."))


def patient_of(by: Account, place: Facility, beneficiary: UUID, now: datetime) -> Beneficiary:
    """The beneficiary, if in reach or looked up by the same clerk at the same desk within the last hours.

    The audited look-up is the only way to a person of another unit, so an id that was guessed leads to nobody.
    """
    people = Beneficiary.objects.defer("national_id")
    found = people.going_on_from(beneficiary).first()
    if found is None and looked_up(by, place, beneficiary, now):
        # The look-up was the permission; the family is in reach for the rest of this request only.
        with system_reach():
            found = people.going_on_from(beneficiary).first()
        if found is not None:
            add_household(found.household_id)
    if found is None:
        raise ValidationError(
            {"beneficiary": ValidationError(_("Look the person up by national ID first."), code="not_found")}
        )
    return found


def looked_up(by: Account, place: Facility, beneficiary: UUID, now: datetime) -> bool:
    """Whether `by` found this person by national ID at this desk within the last hours; the audit says so."""
    return Event.objects.filter(
        account_id=by.pk,
        action="people.look_up",
        subject_id=str(beneficiary),
        facility=place.code,
        at__gt=now - LOOK_UP_HOLDS,
    ).exists()


def refuse_faults(
    place: Facility, patient: Beneficiary, provided_on: date, lines: Sequence[Line], now: datetime
) -> None:
    """Raise ValidationError with every fault of a visit, each at its field."""
    faults: dict[str, list[ValidationError]] = {}

    def fault(field: str, message: str, code: str) -> None:
        faults.setdefault(field, []).append(ValidationError(message, code=code))

    today = now.astimezone(CAIRO).date()
    if provided_on > today:
        fault("provided_on", _("This day is still to come."), "future")
    elif provided_on < today - LATEST_ENTRY:
        fault("provided_on", _("Services can be logged up to 90 days after they were given."), "too_late")
    elif provided_on < patient.birth_date:
        fault("provided_on", _("This day is before the person was born."), "before_birth")
    if not lines:
        fault("lines", _("Give at least one kind of service."), "required")
    if len(lines) > MOST_LINES:
        fault("lines", _("A visit has at most 20 lines."), "too_many")
    if len({line.id for line in lines}) < len(lines):
        fault("lines", _("An id stands twice in this visit."), "id_twice")
    asked = [line.service_type for line in lines]
    given = set(kinds_given_at(place).filter(code__in=asked).values_list("code", flat=True))
    for position, line in enumerate(lines):
        if line.service_type not in given:
            fault(
                f"lines.{position}.service_type",
                _("Choose a kind of service that is given here."),
                "not_given_here",
            )
        if not 1 <= line.quantity <= MOST_AT_ONCE:
            fault(f"lines.{position}.quantity", _("The quantity is from 1 to 100."), "out_of_range")
    if faults:
        raise ValidationError(faults)


def insert(
    *,
    by: Account,
    visit: UUID,
    place: Facility,
    patient: Beneficiary,
    provided_on: date,
    lines: Sequence[Line],
    now: datetime,
) -> int:
    """Add the lines whose ids are new, their dimensions copied under lock in the same statement; returns how many.

    In the order of the ids, so that two resends of one visit wait for each other instead of locking crosswise.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_servicerecord
                (id, visit, facility_id, district_id, governorate_id, service_type_id, level, category, beneficiary_id,
                 sex, birth_year, provided_on, quantity, recorded_by_id, recorded_at, reason)
            SELECT line.id, %s, facility.code, facility.district_id, facility.governorate_id,
                   kind.code, kind.level, kind.category,
                   patient.id, patient.sex, extract(year FROM patient.birth_date), %s, line.quantity, %s, %s, ''
              FROM unnest(%s::uuid[], %s::text[], %s::smallint[]) AS line (id, kind, quantity)
              JOIN catalogue_servicetype AS kind ON kind.code = line.kind
              JOIN directory_facility AS facility ON facility.code = %s
              JOIN people_beneficiary AS patient ON patient.id = %s
             ORDER BY line.id
               FOR SHARE OF kind, facility, patient
            ON CONFLICT (id) DO NOTHING
            """,
            [
                visit,
                provided_on,
                by.pk,
                now,
                [line.id for line in lines],
                [line.service_type for line in lines],
                [line.quantity for line in lines],
                place.pk,
                patient.pk,
            ],
        )
        return cursor.rowcount


def insert_reversal(*, by: Account, id: UUID, original: ServiceRecord, reason: str, now: datetime) -> int:
    """Add the reversal unless its id or a reversal of the record exists; returns how many rows were added."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_servicerecord
                (id, visit, facility_id, district_id, governorate_id, service_type_id, level, category, beneficiary_id,
                 sex, birth_year, provided_on, quantity, recorded_by_id, recorded_at, reverses_id, reason)
            SELECT %s, visit, facility_id, district_id, governorate_id, service_type_id, level, category,
                   beneficiary_id, sex, birth_year, provided_on, -quantity, %s, %s, id, %s
              FROM records_servicerecord WHERE id = %s
            ON CONFLICT DO NOTHING
            """,
            [id, by.pk, now, reason, original.pk],
        )
        return cursor.rowcount


def same_content(
    record: ServiceRecord | None,
    visit: UUID,
    place: Facility,
    patients: set[UUID],
    provided_on: date,
    line: Line,
) -> bool:
    """Whether the row in the ledger is what this line says, about one of `patients`: two ids may be one person."""
    return (
        record is not None
        and record.beneficiary_id in patients
        and (
            record.visit,
            record.facility_id,
            record.provided_on,
            record.service_type_id,
            record.quantity,
            record.reverses_id,
        )
        == (visit, place.pk, provided_on, line.service_type, line.quantity, None)
    )
