"""Handing an application over for review, once, and what keeps it from that."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from registry.applications import places
from registry.applications.actions.disputing import carry_disputes
from registry.applications.actions.keeping import keep_change, refuse_other_version
from registry.applications.actions.papers import papers_missing, show_to_reviewers
from registry.applications.actions.rows import as_members, in_order
from registry.applications.actions.telling import tell_family, tell_registered
from registry.applications.household_rules import refuse_among
from registry.applications.models import Applicant, Application
from registry.people.actions import NewMember
from registry.people.ages import is_adult
from uhis_portal.accounts.models import Account
from uhis_portal.celery import hand_over


def send(
    *,
    by: Account,
    application_id: UUID,
    declared: bool,
    now: datetime,
    today: date,
    version: int | None = None,
) -> Application:
    """Hand a draft over for review, or what was returned and mended. What was sent already is returned as it is.

    Raises ValidationError at what is missing or no longer holds (a unit that has closed meanwhile), and at
    `declared` when nobody declares the answers to be true; Stale when `version` is given and is another one. What
    comes back from mending keeps its place in the queue.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application_id, account=by)
        if not application.may_be_changed:
            return application
        refuse_other_version(application, version)
        rows = in_order(application)
        people = as_members(rows)
        faults = missing(application, today=today, rows=rows, people=people)
        if not declared:
            faults["declared"] = ValidationError(_("Confirm that what you entered is true."), code="required")
        if faults:
            raise ValidationError(faults)
        refusal = tell_registered(by=by, application=application, people=people)
        if refusal is None:
            application.applicants.update(governorate=application.governorate_id)
            show_to_reviewers(application)
            carry_disputes(application)
            mended = application.status == Application.Status.RETURNED
            application.status = Application.Status.RECEIVED
            application.sent_at = application.sent_at if mended else now
            keep_change(application, by=by, action="applications.send", details={"mended": mended})
            tell_family(
                application,
                gettext_noop("We received the corrected application %(reference)s.")
                if mended
                else gettext_noop("We received your application %(reference)s."),
            )
            hand_over("applications.tell_named")
    if refusal is not None:
        raise refusal
    return application


def is_whole(application: Application, *, today: date) -> bool:
    """Whether nothing keeps an application from being sent; what is asked last is looked at first."""
    return bool(application.unit_id and application.address) and not missing(application, today=today)


def missing(
    application: Application,
    *,
    today: date,
    rows: list[Applicant] | None = None,
    people: list[NewMember] | None = None,
) -> dict[str, Any]:
    """What keeps an application from being sent, by field: not there yet, or no longer right."""
    faults: dict[str, Any] = {}
    rows = in_order(application) if rows is None else rows
    people = as_members(rows) if people is None else people
    try:
        refuse_among(people, today=today)
    except ValidationError as fault:
        faults.update(fault.error_dict)
    for place, row in enumerate(rows):
        if not row.work and is_adult(row.birth_date, today):
            faults[f"applicants.{place}.work"] = ValidationError(
                _("Say what work %(name)s does."), code="required", params={"name": row.full_name}
            )
    if not any(person.is_head for person in people):
        faults["applicants"] = ValidationError(_("Enter the head of the family."), code="no_head")
    elif not any(is_adult(person.birth_date, today) for person in people):
        faults["applicants"] = ValidationError(
            _("A family has at least one adult. Enter the adult who answers for the children."),
            code="no_adult",
        )
    checks = {
        "governorate": lambda: places.read_governorate(application.governorate_id or "", today=today),
        "district": lambda: places.read_district(application.district_id or "", application.governorate),
        "address": lambda: places.read_address(application.address or ""),
        "unit": lambda: places.read_unit(
            application.unit_id or "", application.governorate, people=len(people), today=today
        ),
    }
    for name, check in checks.items():
        try:
            check()
        except ValidationError as fault:
            faults[name] = fault
    unphotographed = papers_missing(application)
    if unphotographed:
        faults["papers"] = unphotographed
    if application.phone is None:
        faults["phone"] = ValidationError(_("Enter the family's mobile number."), code="required")
    return faults
