"""Saying who a patient was who had not been registered, and taking that back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from registry.people.actions import look_up
from registry.people.models import Beneficiary
from services.records.actions.desk import own_facility, patient_of
from services.records.faults import faults_at_fields
from services.records.models import Identification, OtherPatient
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.reach import Reach
from uhis_portal.refusals import Conflict

REASON_LENGTH = 200
# Why a person was looked up, as the family reads it; kept in English, shown in the reader's language.
IDENTIFYING = gettext_noop("to say whom an earlier visit was about")


def open_patient(*, by: Account, reach: Reach, patient: UUID) -> OtherPatient:
    """A patient of one's own area who was not registered; that it was read is noted. OtherPatient.DoesNotExist."""
    found = OtherPatient.objects.visible_to(reach).identified().select_related("facility").get(pk=patient)
    note(by=by, action="records.read_patient", subject=found, facility=found.facility_id)
    return found


def identify(
    *,
    by: Account,
    patient: UUID,
    reason: str,
    now: datetime,
    national_id: str = "",
    beneficiary: UUID | None = None,
) -> Identification:
    """Say which beneficiary a patient was, by national ID or by the id of who was looked up. The last word counts.

    Raises OtherPatient.DoesNotExist out of reach, PermissionDenied at another facility, ValidationError at `reason`,
    `national_id` or `beneficiary`, and Conflict when somebody else says so at the same moment.
    """
    guest = held(by, patient)
    faults: dict[str, list[ValidationError]] = {}
    person: Beneficiary | None = None
    try:
        person = person_meant(by, guest, national_id, beneficiary, now)
    except ValidationError as fault:
        faults |= fault.error_dict
    try:
        reason = read_reason(reason)
    except ValidationError as fault:
        faults |= fault.error_dict
    if faults or person is None:
        raise ValidationError(faults)
    return say(by, guest, person, reason, now)


def take_back_identity(*, by: Account, patient: UUID, reason: str, now: datetime) -> Identification:
    """Say that it is not known after all who a patient was; what was said stays on record. Raises as `identify`."""
    guest = held(by, patient)
    return say(by, guest, None, read_reason(reason), now)


def held(by: Account, patient: UUID) -> OtherPatient:
    """The patient; OtherPatient.DoesNotExist out of reach, PermissionDenied at another facility than the own."""
    guest = OtherPatient.objects.select_related("facility").get(pk=patient)
    own_facility(by, guest.facility_id)
    return guest


def read_reason(typed: str) -> str:
    reason = typed.strip()
    if not reason:
        raise ValidationError(
            {"reason": ValidationError(_("Say in a few words how this is known."), code="required")}
        )
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            {"reason": ValidationError(_("Say it in 200 characters at most."), code="max_length")}
        )
    return reason


def person_meant(
    by: Account, guest: OtherPatient, national_id: str, beneficiary: UUID | None, now: datetime
) -> Beneficiary:
    """Who is named; ValidationError at `national_id` or `beneficiary`."""
    if national_id and beneficiary is not None:
        raise ValidationError(faults_at_fields(["beneficiary:one_only"]))
    if beneficiary is not None:
        return patient_of(by, guest.facility, beneficiary, now)
    today = now.astimezone(CAIRO).date()
    person = look_up(
        by=by, national_id=national_id, reason=IDENTIFYING, today=today, facility=guest.facility_id
    )
    if person is None:
        raise ValidationError(faults_at_fields(["national_id:not_registered"]))
    return person


def say(
    by: Account, guest: OtherPatient, person: Beneficiary | None, reason: str, now: datetime
) -> Identification:
    """Write down who a patient was; nobody takes back what was said. The same again is answered the same."""
    with transaction.atomic():
        last = guest.identifications.order_by("position").last()
        if (last.beneficiary_id if last else None) == (person.pk if person else None):
            if last is None:
                raise Conflict(_("Nobody has been named as this patient."), code="not_identified")
            return last
        try:
            with transaction.atomic():
                said = Identification.objects.create(
                    patient=guest,
                    beneficiary=person,
                    position=(last.position if last else 0) + 1,
                    reason=reason,
                    facility=guest.facility,
                    governorate_id=guest.governorate_id,
                    made_by=by,
                    made_at=now,
                )
        except IntegrityError:
            raise Conflict(_("Somebody else has just said who this was. Look again."), code="busy") from None
        note(
            by=by,
            action="records.identify" if person else "records.take_back_identity",
            subject=person or guest,
            facility=guest.facility_id,
            reason=reason,
            details={"patient": str(guest.pk)},
        )
    return said
