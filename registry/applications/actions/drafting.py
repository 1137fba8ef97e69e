"""Drafts: begun, filled in, changed, by a family itself or for it. What is returned for correction is changed alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.applications import places
from registry.applications.actions.keeping import hold_draft, keep_change
from registry.applications.actions.papers import forget_papers, let_go_of
from registry.applications.actions.rows import (
    applicant,
    as_members,
    corrected,
    in_order,
    replace_people,
)
from registry.applications.actions.telling import tell_registered
from registry.applications.household_rules import (
    Entered,
    read_entered,
    read_people,
    refuse_beside,
    refuse_guardian,
    refuse_too_many,
)
from registry.applications.models import Applicant, Application
from registry.applications.work import read_work
from registry.people.actions import facility_of
from registry.people.ages import is_adult
from uhis_portal.accounts.models import Account
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.arabic import comparable
from uhis_portal.audit.actions import note
from uhis_portal.sealed_fields import index_of


def begin(
    *, by: Account, today: date, given: Mapping[str, Any] | None = None, channel: str = ""
) -> Application:
    """A new draft: a citizen's own, or one that a clerk fills in for a family. `given` is as for `save`.

    A clerk does so at a counter, or by `channel` on the hotline; the draft says who it was. A citizen's verified
    number is the family's; a clerk asks for it. Raises ValidationError at `channel`, and as `save` does.
    """
    refusal = None
    with transaction.atomic():
        application = Application(account=by, channel=read_channel(by, channel))
        if by.is_citizen:
            application.phone, application.phone_index = by.phone, by.phone_index
            application.language = get_language() or application.language
        people = accept(application, given or {}, today=today)
        members = [entered.member for entered in people or []]
        refusal = tell_registered(by=by, application=application, people=members)
        if refusal is None:
            application.save(force_insert=True)
            if people:
                replace_people(application, people)
            note(by=by, action="applications.begin", subject=application, facility=facility_of(by))
    if refusal is not None:
        raise refusal
    return application


def read_channel(by: Account, typed: str) -> Application.Channel:
    """By which way `by` enters an application; ValidationError at `channel`: unknown."""
    channels = Application.Channel
    ways = [channels.CITIZEN] if by.is_citizen else [channels.COUNTER, channels.HOTLINE]
    found = next((way for way in ways if typed in ("", way)), None)
    if found is None:
        raise ValidationError(
            {
                "channel": ValidationError(
                    _("There is no such way of entering an application."), code="unknown"
                )
            }
        )
    return found


def save(
    *, by: Account, application_id: UUID, version: int, changes: Mapping[str, Any], today: date
) -> Application:
    """Change a draft. `changes` may hold `governorate`, `district`, `unit` (codes), `address`, `phone`, `applicants`.

    None takes a value away; `applicants` replaces all people, each as for `put_person`, guardians by their place in
    the list; what is not named stays, but another governorate takes district and unit with it. Raises
    ValidationError at these names and at `applicants.N.field`, Stale (412) for another version, Conflict (409) once
    it was sent.
    """
    with transaction.atomic():
        application = hold_draft(by, application_id, version)
        people = accept(application, changes, today=today)
        members = [entered.member for entered in people or []]
        refusal = tell_registered(by=by, application=application, people=members)
        if refusal is None:
            if people is not None:
                replace_people(application, people)
            keep_change(application, by=by, action="applications.save", details={"fields": sorted(changes)})
    if refusal is not None:
        raise refusal
    return application


def put_person(
    *,
    by: Account,
    application_id: UUID,
    version: int,
    person_id: UUID | None,
    given: Mapping[str, Any],
    today: date,
) -> Applicant:
    """Add a person to a draft, or change one (`person_id`; Applicant.DoesNotExist when there is none).

    `given` holds `relation`, `full_name`, and `national_id`; or `known_by` and what belongs to it
    (`certificate_number`, `guardian`, `birth_date`, `sex`; `nationality`, `passport_number`, `birth_date`, `sex`);
    `guardian` is a place among the people, from 0. An adult's `work` and `monthly_income` may stand beside it; left
    out, what was said of them stays. The same rules as `save`, with the faults at these names.
    """
    with transaction.atomic():
        application = hold_draft(by, application_id, version)
        rows = in_order(application)
        row = next((row for row in rows if row.pk == person_id), None)
        if person_id is not None and row is None:
            raise Applicant.DoesNotExist
        if row is None:
            refuse_too_many(len(rows) + 1)
        entered = read_beside(rows, row, given, today=today)
        paths = [entered.member.identifying_field]
        refusal = tell_registered(by=by, application=application, people=[entered.member], paths=paths)
        if refusal is None:
            position = max((other.position for other in rows), default=-1) + 1
            changed = (
                applicant(application, entered, position, rows)
                if row is None
                else corrected(row, entered, rows)
            )
            changed.save(force_insert=row is None)
            keep_change(
                application, by=by, action="applications.put_person", details={"person": str(changed.pk)}
            )
    if refusal is not None:
        raise refusal
    return changed


def read_beside(
    rows: list[Applicant], row: Applicant | None, given: Mapping[str, Any], *, today: date
) -> Entered:
    """A person from what was typed, who goes with the others of `rows`; `row` is the one that changes."""
    entered = read_entered(given, today=today)
    members = as_members(rows)
    others = [member for member, other in zip(members, rows, strict=True) if other is not row]
    refuse_beside(entered.member, others)
    everyone = [
        entered.member if other is row else member for member, other in zip(members, rows, strict=True)
    ]
    refuse_guardian(entered.member, everyone, today=today)
    return entered


def put_work(
    *, by: Account, application_id: UUID, version: int, person_id: UUID, given: Mapping[str, Any], today: date
) -> Applicant:
    """Say by which category an adult pays (`work`), with `monthly_income` where told; faults at these names."""
    with transaction.atomic():
        application = hold_draft(by, application_id, version)
        row = application.applicants.get(pk=person_id)
        work = read_work(given)
        if not is_adult(row.birth_date, today):
            raise ValidationError(
                {"work": ValidationError(_("Only adults are asked for their work."), code="no_adult")}
            )
        row.work, row.monthly_income = work.category, work.monthly_income
        row.save(update_fields=["work", "monthly_income"])
        keep_change(application, by=by, action="applications.put_work", details={"person": str(row.pk)})
    return row


def remove_person(*, by: Account, application_id: UUID, version: int, person_id: UUID) -> Application:
    """Take a person out of a draft; Applicant.DoesNotExist when there is none."""
    with transaction.atomic():
        application = hold_draft(by, application_id, version)
        person = application.applicants.get(pk=person_id)
        let_go_of([person])
        person.delete()
        keep_change(
            application, by=by, action="applications.remove_person", details={"person": str(person_id)}
        )
    return application


def withdraw(*, by: Account, application_id: UUID, version: int) -> Application:
    """Give up a draft, whose pictures are deleted, or what was returned for correction. What is under review is decided."""
    with transaction.atomic():
        application = hold_draft(by, application_id, version)
        details = {} if application.sent_at else {"papers_deleted": forget_papers(application)}
        application.status = Application.Status.WITHDRAWN
        keep_change(application, by=by, action="applications.withdraw", details=details)
    return application


def accept(application: Application, changes: Mapping[str, Any], *, today: date) -> list[Entered] | None:
    """Put what was typed into the row, unsaved; the people if `changes` names them. ValidationError at all that is wrong."""
    faults: dict[str, Any] = {}
    people = None

    def read(name: str, reader: Callable[[str], Any]) -> None:
        try:
            emptied = changes[name] is None and application.status != Application.Status.RETURNED
            setattr(application, name, None if emptied else reader(changes[name] or ""))
        except ValidationError as fault:
            faults[name] = fault

    if "applicants" in changes:
        try:
            people = read_people(changes["applicants"] or [], today=today)
        except ValidationError as fault:
            faults.update(fault.error_dict)
    if "governorate" in changes:
        before = application.governorate_id
        read("governorate", lambda code: places.read_governorate(code, today=today))
        if application.governorate_id != before:
            application.district = application.unit = None
            if application.status == Application.Status.RETURNED:
                faults["governorate"] = ValidationError(
                    _(
                        "Families there are reviewed by others. Withdraw this application and start a new one."
                    ),
                    code="returned_elsewhere",
                )
    if "governorate" not in faults:
        if "district" in changes:
            read("district", lambda code: places.read_district(code, application.governorate))
        if "unit" in changes:
            size = len(
                people if people is not None else changes.get("applicants") or application.applicants.all()
            )
            read(
                "unit",
                lambda code: places.read_unit(code, application.governorate, people=size, today=today),
            )
    if "address" in changes:
        read("address", places.read_address)
        application.address_index = (
            index_of("address", comparable(application.address)) if application.address else None
        )
    if "phone" in changes:
        try:
            take_phone(application, changes["phone"])
        except ValidationError as fault:
            faults["phone"] = fault
    if faults:
        raise ValidationError(faults)
    return people


def take_phone(application: Application, typed: str | None) -> None:
    """The family's number, at a counter; a citizen's is the verified one."""
    if application.channel == Application.Channel.CITIZEN:
        if typed is None:
            return
        raise ValidationError(_("Messages go to the number you signed in with."), code="not_at_a_counter")
    if typed is None:
        application.phone = application.phone_index = None
        return
    if not typed:
        raise ValidationError(_("Enter the family's mobile number."), code="required")
    application.phone = mobile_number(typed)
    application.phone_index = index_of("phone", application.phone)
