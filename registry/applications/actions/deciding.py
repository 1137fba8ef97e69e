"""What a reviewer does with an application that was sent: approve it, return it for mending, refuse it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from registry.applications.actions.keeping import keep, refuse_other_version
from registry.applications.actions.rows import as_members, in_order
from registry.applications.actions.telling import note_told, tell_family
from registry.applications.mending import WHY_LENGTH, read_reason, read_to_mend
from registry.applications.models import Applicant, Application
from registry.people.actions import register_household
from uhis_portal.accounts.models import Account
from uhis_portal.refusals import Conflict

REASON_LENGTH = WHY_LENGTH
Status = Application.Status


def approve(*, by: Account, application_id: UUID, on: date, version: int | None = None) -> Application:
    """Register the family from `on`: file, members, memberships, unit and holder come into being at once or not at all.

    The caller has made sure that `by` reviews the application's governorate. Raises ValidationError when `by` entered
    it, at `applicants.N.disputed` for who says not to belong to it, at `applicants.N.national_id`
    (`certificate_number`, `passport_number`) for who is registered already, at `unit` when it is closed or full;
    Conflict when it was decided otherwise. Approved twice by the same person, it is returned as it is.
    """
    refusal = None
    with transaction.atomic():
        application, decided = hold_received(by, application_id, Status.APPROVED)
        if decided:
            return application
        refuse_other_version(application, version)
        rows = in_order(application)
        refuse_disputed(rows)
        people = as_members(rows)
        governorate, district, unit = application.governorate, application.district, application.unit
        assert governorate and district and unit  # noqa: S101 (the database holds that what was sent is whole)
        by_the_family = application.channel == Application.Channel.CITIZEN
        try:
            application.household = register_household(
                by=by,
                governorate=governorate,
                district=district,
                unit=unit,
                people=people,
                on=on,
                holder=application.account if by_the_family else None,
                address=application.address or "",
                phone=application.phone or "",
                language=application.language,
            )
        except ValidationError as fault:
            refusal = ValidationError(
                {name.replace("people.", "applicants.", 1): found for name, found in fault.error_dict.items()}
            )
            known = [people[position].index.hex() for position in positions_of(fault)]
            if known:
                note_told(by=by, subject=application, indexes=known)
        else:
            decide(application, by=by, status=Status.APPROVED)
            tell_family(application, gettext_noop("Your family is registered. Family file %(file_number)s."))
    if refusal is not None:
        raise refusal
    return application


def positions_of(fault: ValidationError) -> list[int]:
    """Which people a refusal of `register_household` names, by their position."""
    return [int(name.split(".")[1]) for name in fault.error_dict if name.startswith("people.")]


def refuse_disputed(rows: Sequence[Applicant]) -> None:
    """ValidationError at `applicants.N.disputed` for each person whose being named is disputed."""
    faults = {
        f"applicants.{position}.disputed": ValidationError(
            _("%(name)s disputes being named here. Settle that first."),
            code="disputed",
            params={"name": row.full_name},
        )
        for position, row in enumerate(rows)
        if row.disputed_at is not None
    }
    if faults:
        raise ValidationError(faults)


def refuse(*, by: Account, application_id: UUID, reason: str, version: int | None = None) -> Application:
    """Turn an application down, with a reason that the family reads. Raises as `approve` does, and at `reason`."""
    with transaction.atomic():
        application, decided = hold_received(by, application_id, Status.REFUSED)
        if decided:
            return application
        refuse_other_version(application, version)
        try:
            application.reason = read_reason(reason)
        except ValidationError as fault:
            raise ValidationError({"reason": fault}) from fault
        decide(application, by=by, status=Status.REFUSED)
        tell_family(
            application,
            gettext_noop(
                "Application %(reference)s was not approved. The reason: in your file or at a counter."
            ),
        )
    return application


def return_for_mending(
    *,
    by: Account,
    application_id: UUID,
    to_mend: Sequence[Mapping[str, Any]],
    now: datetime,
    version: int | None = None,
) -> Application:
    """Give an application back to the family with what to put right: [{field, person, why}].

    Raises as `approve` does, and at `to_mend`, `to_mend.N.field`, `.person`, `.why`. Returned twice with the same words,
    it stays as it is.
    """
    with transaction.atomic():
        application, _decided = hold_received(by, application_id, Status.RETURNED)
        people = {str(pk) for pk in application.applicants.values_list("pk", flat=True)}
        asked = read_to_mend(to_mend, people)
        if application.status == Status.RETURNED:
            if application.to_mend != asked:
                raise with_the_family()
            return application
        refuse_other_version(application, version)
        application.to_mend, application.returned_at = asked, now
        application.status = Status.RETURNED
        fields = [{"field": one["field"], "person": one["person"]} for one in asked]
        keep(application, by=by, action="applications.returned", details={"to_mend": fields})
        tell_family(
            application,
            gettext_noop("Application %(reference)s needs correction. See your file or a counter."),
        )
    return application


def hold_received(by: Account, application_id: UUID, wanted: str) -> tuple[Application, bool]:
    """The application, locked, and whether it already is as `wanted`: decided so by `by`, or with the family."""
    application = Application.objects.select_for_update().get(pk=application_id, sent_at__isnull=False)
    if application.account_id == by.pk:
        raise ValidationError(
            _("You entered this application, so someone else must decide it."), code="own_application"
        )
    if application.status == wanted and wanted == Status.RETURNED:
        return application, True
    if application.status == wanted and application.decided_by_id == by.pk:
        return application, True
    if application.status == Status.RETURNED:
        raise with_the_family()
    if application.status == Status.WITHDRAWN:
        raise Conflict(_("The family has withdrawn this application."), code="withdrawn")
    if application.status != Status.RECEIVED:
        raise Conflict(_("This application was already decided."), code="decided")
    return application, False


def with_the_family() -> Conflict:
    return Conflict(
        _("The family has this application for correction. It comes back by itself."), code="returned"
    )


def decide(application: Application, *, by: Account, status: str) -> None:
    application.status, application.decided_by, application.decided_at = status, by, timezone.now()
    keep(application, by=by, action=f"applications.{status}", details={"reason": application.reason})
