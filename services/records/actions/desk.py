"""Who works at which desk, and whom a clerk has before them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.staff.access import posts_of
from facilities.staff.models import Role
from registry.people.models import Beneficiary
from services.records.entries import LOOK_UP_HOLDS
from services.records.faults import faults_at_fields
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.audit.models import Event
from uhis_portal.reach import add_household, system_reach


def open_at_desk(*, by: Account, facility: str, beneficiary: UUID, now: datetime) -> Beneficiary:
    """The person whose visit is about to be logged, audited as read.

    Raises PermissionDenied when `facility` (a code) is not the clerk's own, ValidationError at `beneficiary`.
    """
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
        raise ValidationError(faults_at_fields(["beneficiary:not_found"]))
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
