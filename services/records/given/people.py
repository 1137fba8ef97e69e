"""What a person was given: read by the family, by the own facility, and elsewhere with a reason that is noted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from facilities.staff.access import posts_of
from facilities.staff.models import Role
from registry.people.actions.reading import REASON_LENGTH, facility_of
from registry.people.models import Beneficiary, Household
from services.records.actions.desk import patient_of
from services.records.models import ServiceRecord
from services.records.models.ledger import ServiceRecordQuerySet
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.reach import Reach, system_reach

MOST_SHOWN = 200  # records of a person, at all facilities


def given_to(people: Iterable[UUID]) -> ServiceRecordQuerySet:
    """What people were given, the latest first, entries before a merge and before they were identified included.

    Reversals stand beside the records that they undo, and are not rows of their own here.
    """
    with system_reach():
        every = list(Beneficiary.objects.recorded_as_any(people).values_list("pk", flat=True))
    found = ServiceRecord.objects.of_people(every).filter(reverses=None)
    return found.select_related("facility", "service_type", "reversal").order_by(
        "-provided_on", "-recorded_at", "-pk"
    )


def given_to_family(household: Household) -> ServiceRecordQuerySet:
    """What the members of a family were given; asked with the system's reach, of a family that is one's own."""
    members = household.memberships.filter(until__isnull=True).values_list("beneficiary", flat=True)
    return given_to(list(members))


def find_person(*, by: Account, reach: Reach, pk: UUID, now: datetime) -> Beneficiary:
    """A person in reach, or whom the clerk looked up at the own desk; Beneficiary.DoesNotExist for anybody else."""
    for post in posts_of(by):
        if post.role == Role.CLERK and post.facility is not None:
            try:
                return patient_of(by, post.facility, pk, now)
            except ValidationError:
                break
    return Beneficiary.objects.visible_to(reach).going_on_from(pk).get()


def read_here(*, by: Account, person: Beneficiary, reach: Reach) -> ServiceRecordQuerySet:
    """What the person was given at the facilities in reach; that it was read is noted."""
    note(by=by, action="records.read_services", subject=person, facility=facility_of(by))
    return given_to([person.pk]).visible_to(reach)


def read_everywhere(*, by: Account, person: Beneficiary, reason: str, most: int) -> list[ServiceRecord]:
    """What the person was given at any facility, `most` at most; noted with the reason. ValidationError at `reason`."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(
            {"reason": ValidationError(_("Say why you need to see this."), code="required")}
        )
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            {"reason": ValidationError(_("Say it in 300 characters at most."), code="max_length")}
        )
    with transaction.atomic():
        note(
            by=by,
            action="records.read_services_everywhere",
            subject=person,
            facility=facility_of(by),
            reason=reason,
        )
        with system_reach():
            return list(given_to([person.pk])[:most])
