"""An application from draft to decision. Pages and endpoints call these, and are refused at the same fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _

from registry.applications import places
from registry.applications.household_rules import read_people, read_person, refuse_beside, refuse_too_many
from registry.applications.models import Applicant, Application
from registry.people.actions import NewMember, facility_of, register_household, registered_among
from registry.people.models import Relation, Sex
from registry.people.national_id import NationalID, is_doubtful
from uhis_portal.accounts.models import Account
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.audit.actions import note
from uhis_portal.notices.actions import send as send_message
from uhis_portal.reach import system_reach
from uhis_portal.refusals import Conflict, Stale
from uhis_portal.sealed_fields import index_of

REASON_LENGTH = 300


def begin(*, by: Account, today: date, given: Mapping[str, Any] | None = None) -> Application:
    """A new draft: a citizen's own, or a family's at a clerk's counter. `given` is as for `save`.

    A citizen's verified number is the family's; at a counter it is asked for. Raises ValidationError as `save` does.
    """
    refusal = None
    with transaction.atomic():
        application = Application(account=by, channel=Application.Channel.COUNTER)
        if by.is_citizen:
            application.channel = Application.Channel.CITIZEN
            application.phone, application.phone_index = by.phone, by.phone_index
            application.language = get_language() or application.language
        people = accept(application, given or {}, today=today)
        refusal = tell_registered(by=by, application=application, people=people or [])
        if refusal is None:
            application.save(force_insert=True)
            replace_people(application, people or [])
            note(by=by, action="applications.begin", subject=application, facility=facility_of(by))
    if refusal is not None:
        raise refusal
    return application


def save(
    *, by: Account, application_id: UUID, version: int, changes: Mapping[str, Any], today: date
) -> Application:
    """Change a draft. `changes` may hold `governorate`, `district`, `unit` (codes), `phone`, `applicants`.

    None takes a value away; `applicants` replaces all people, each {relation, full_name, national_id}; what is not
    named stays, but another governorate takes district and unit with it. Raises ValidationError at these names and
    at `applicants.N.field`, Stale (412) for another version, Conflict (409) once it was sent.
    """
    with transaction.atomic():
        application = hold_draft(by, application_id, version)
        people = accept(application, changes, today=today)
        refusal = tell_registered(by=by, application=application, people=people or [])
        if refusal is None:
            if people is not None:
                application.applicants.all().delete()
                replace_people(application, people)
            keep(application, by=by, action="applications.save", details={"fields": sorted(changes)})
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

    The same rules as `save`, with the faults at `relation`, `full_name`, `national_id`.
    """
    with transaction.atomic():
        application = hold_draft(by, application_id, version)
        rows = list(application.applicants.order_by("position"))
        row = next((row for row in rows if row.pk == person_id), None)
        if person_id is not None and row is None:
            raise Applicant.DoesNotExist
        if row is None:
            refuse_too_many(len(rows) + 1)
        person = read_person(given, today=today)
        refuse_beside(person, [as_person(other) for other in rows if other.pk != person_id])
        refusal = tell_registered(by=by, application=application, people=[person], paths=["national_id"])
        if refusal is None:
            position = max((other.position for other in rows), default=-1) + 1
            changed = applicant(application, person, position) if row is None else corrected(row, person)
            changed.save(force_insert=row is None)
            keep(application, by=by, action="applications.put_person", details={"person": str(changed.pk)})
    if refusal is not None:
        raise refusal
    return changed


def remove_person(*, by: Account, application_id: UUID, version: int, person_id: UUID) -> Application:
    """Take a person out of a draft; Applicant.DoesNotExist when there is none."""
    with transaction.atomic():
        application = hold_draft(by, application_id, version)
        application.applicants.get(pk=person_id).delete()
        keep(application, by=by, action="applications.remove_person", details={"person": str(person_id)})
    return application


def send(
    *,
    by: Account,
    application_id: UUID,
    declared: bool,
    now: datetime,
    today: date,
    version: int | None = None,
) -> Application:
    """Hand a draft over for review. What was sent already is returned as it is.

    Raises ValidationError at what is missing or no longer holds (a unit that has closed meanwhile), and at
    `declared` when nobody declares the answers to be true; Stale when `version` is given and is another one.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application_id, account=by)
        if not application.is_draft:
            return application
        refuse_other_version(application, version)
        faults = missing(application, today=today)
        if not declared:
            faults["declared"] = ValidationError(_("Confirm that what you entered is true."), code="required")
        if faults:
            raise ValidationError(faults)
        people = [as_person(row) for row in application.applicants.order_by("position")]
        refusal = tell_registered(by=by, application=application, people=people)
        if refusal is None:
            application.applicants.update(governorate=application.governorate_id)
            application.status, application.sent_at = Application.Status.RECEIVED, now
            keep(application, by=by, action="applications.send")
            tell_family(application, gettext_noop("We received your application %(reference)s."))
    if refusal is not None:
        raise refusal
    return application


def approve(*, by: Account, application_id: UUID, on: date, version: int | None = None) -> Application:
    """Register the family from `on`, with its file, memberships and places, all at once or not at all.

    The caller has made sure that `by` reviews the application's governorate. Raises ValidationError when `by` entered
    it, at `applicants.N.national_id` for people who are registered already, at `unit` when it is closed or full;
    Conflict when it was decided otherwise. Approved twice by the same person, it is returned as it is.
    """
    refusal = None
    with transaction.atomic():
        application, decided = hold_received(by, application_id, Application.Status.APPROVED)
        if decided:
            return application
        refuse_other_version(application, version)
        people = [as_person(row) for row in application.applicants.order_by("position")]
        governorate, district, unit = application.governorate, application.district, application.unit
        assert governorate and district and unit  # noqa: S101 (the database holds that what was sent is whole)
        try:
            application.household = register_household(
                by=by, governorate=governorate, district=district, unit=unit, people=people, on=on
            )
        except ValidationError as fault:
            refusal = ValidationError(
                {name.replace("people.", "applicants.", 1): found for name, found in fault.error_dict.items()}
            )
            known = [people[position].index.hex() for position in positions_of(fault)]
            if known:
                note_told(by=by, subject=application, indexes=known)
        else:
            decide(application, by=by, status=Application.Status.APPROVED)
            tell_family(application, gettext_noop("Your family is registered. Family file %(file_number)s."))
    if refusal is not None:
        raise refusal
    return application


def positions_of(fault: ValidationError) -> list[int]:
    """Which people a refusal of `register_household` names, by their position."""
    return [int(name.split(".")[1]) for name in fault.error_dict if name.startswith("people.")]


def note_told(*, by: Account, subject: Model, indexes: list[str]) -> None:
    """Note that `by` was told that these people, by their indexes, are registered already."""
    note(
        by=by,
        action="applications.told_registered",
        subject=subject,
        facility=facility_of(by),
        details={"national_id_index": indexes},
    )


def refuse(*, by: Account, application_id: UUID, reason: str, version: int | None = None) -> Application:
    """Turn an application down, with a reason that the family reads. Raises as `approve` does, and at `reason`."""
    reason = reason.strip()
    with transaction.atomic():
        application, decided = hold_received(by, application_id, Application.Status.REFUSED)
        if decided:
            return application
        refuse_other_version(application, version)
        if not reason:
            raise ValidationError(
                {
                    "reason": ValidationError(
                        _("Say why, so that the family can put it right."), code="required"
                    )
                }
            )
        if len(reason) > REASON_LENGTH:
            raise ValidationError(
                {"reason": ValidationError(_("Say it in 300 characters at most."), code="max_length")}
            )
        application.reason = reason
        decide(application, by=by, status=Application.Status.REFUSED)
        tell_family(
            application, _("Application %(reference)s was not approved. See the reason in your file.")
        )
    return application


def note_reading(*, by: Account, application: Application) -> None:
    """Note that someone other than who entered it opened an application."""
    if application.account_id != by.pk:
        note(by=by, action="applications.read", subject=application, facility=facility_of(by))


def note_list(*, by: Account, applications: Sequence[Application]) -> None:
    """Note that a member of staff was shown a list of applications, with the ids of all that stood in it."""
    shown = [str(application.pk) for application in applications if application.account_id != by.pk]
    if shown:
        note(
            by=by,
            action="applications.list",
            subject=by,
            facility=facility_of(by),
            details={"application": shown},
        )


def accept(application: Application, changes: Mapping[str, Any], *, today: date) -> list[NewMember] | None:
    """Put what was typed into the row, unsaved; the people if `changes` names them. ValidationError at all that is wrong."""
    faults: dict[str, Any] = {}
    people = None

    def read(name: str, reader: Callable[[str], Any]) -> None:
        try:
            setattr(application, name, None if changes[name] is None else reader(changes[name]))
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


def missing(application: Application, *, today: date) -> dict[str, ValidationError]:
    """What keeps a draft from being sent, by field: not there yet, or no longer right."""
    faults: dict[str, ValidationError] = {}
    relations = list(application.applicants.values_list("relation", flat=True))
    if Relation.HEAD not in relations:
        faults["applicants"] = ValidationError(_("Enter the head of the family."), code="no_head")
    checks = {
        "governorate": lambda: places.read_governorate(application.governorate_id or "", today=today),
        "district": lambda: places.read_district(application.district_id or "", application.governorate),
        "unit": lambda: places.read_unit(
            application.unit_id or "", application.governorate, people=len(relations), today=today
        ),
    }
    for name, check in checks.items():
        try:
            check()
        except ValidationError as fault:
            faults[name] = fault
    if application.phone is None:
        faults["phone"] = ValidationError(_("Enter the family's mobile number."), code="required")
    return faults


def hold_draft(by: Account, application_id: UUID, version: int) -> Application:
    """The draft of `by`, locked until the transaction ends."""
    application = Application.objects.select_for_update().get(pk=application_id, account=by)
    if not application.is_draft:
        raise Conflict(_("This application was sent and can no longer be changed."), code="sent")
    refuse_other_version(application, version)
    return application


def hold_received(by: Account, application_id: UUID, wanted: str) -> tuple[Application, bool]:
    """The application, locked, and whether `by` already decided it as `wanted`."""
    application = (
        Application.objects.select_for_update()
        .exclude(status=Application.Status.DRAFT)
        .get(pk=application_id)
    )
    if application.account_id == by.pk:
        raise ValidationError(
            _("You entered this application, so someone else must decide it."), code="own_application"
        )
    if application.status == wanted and application.decided_by_id == by.pk:
        return application, True
    if application.status != Application.Status.RECEIVED:
        raise Conflict(_("This application was already decided."), code="decided")
    return application, False


def refuse_other_version(application: Application, version: int | None) -> None:
    if version is not None and version != application.version:
        raise Stale(
            _("This application has changed since you opened it. Look at it again, then save."), code="stale"
        )


def keep(
    application: Application, *, by: Account, action: str, details: dict[str, Any] | None = None
) -> None:
    """Save the row as its next version, and note who did what."""
    application.version += 1
    application.save()
    note(by=by, action=action, subject=application, facility=facility_of(by), details=details)


def decide(application: Application, *, by: Account, status: str) -> None:
    application.status, application.decided_by, application.decided_at = status, by, timezone.now()
    keep(application, by=by, action=f"applications.{status}", details={"reason": application.reason})


def tell_family(application: Application, sentence: str) -> None:
    """A message to the family in its own language; `sentence` may name its reference and file number."""
    names = {
        "reference": application.reference,
        "file_number": application.household.file_number if application.household else "",
    }
    with override(application.language):
        send_message(to=application.phone or "", body=_(sentence) % names)


def tell_registered(
    *, by: Account, application: Application, people: Sequence[NewMember], paths: Sequence[str] | None = None
) -> ValidationError | None:
    """The refusal that a clerk at a counter gets for people who are registered already; None for a citizen, always.

    It is returned, not raised: that the clerk was told is noted, and the note outlives the refusal.
    """
    if application.channel == Application.Channel.CITIZEN or not people:
        return None
    with system_reach():
        known = registered_among([person.index for person in people])
    at = paths or [f"applicants.{position}.national_id" for position in range(len(people))]
    faults = {
        path: ValidationError(_("This person is already registered."), code="already_registered")
        for path, person in zip(at, people, strict=True)
        if person.index in known
    }
    if not faults:
        return None
    told = [person.index.hex() for person in people if person.index in known]
    note_told(by=by, subject=by if application._state.adding else application, indexes=told)
    return ValidationError(faults)


def applicant(application: Application, person: NewMember, position: int) -> Applicant:
    """A person as a new row of the application, unsaved."""
    row = Applicant(application=application, position=position, account_id=application.account_id)
    return corrected(row, person)


def corrected(row: Applicant, person: NewMember) -> Applicant:
    """The row with everything that is known of the person, unsaved."""
    row.relation = person.relation
    row.full_name = person.full_name
    row.national_id = person.national_id.digits
    row.national_id_index = person.index
    row.birth_date = person.national_id.birth_date
    row.sex = person.national_id.sex
    row.birth_governorate_code = person.national_id.birth_governorate_code
    return row


def replace_people(application: Application, people: Sequence[NewMember]) -> None:
    Applicant.objects.bulk_create(
        applicant(application, person, position) for position, person in enumerate(people)
    )


def as_person(row: Applicant) -> NewMember:
    """A row of the application as the rules see it."""
    number = NationalID(
        digits=row.national_id,
        birth_date=row.birth_date,
        sex=Sex(row.sex),
        birth_governorate_code=row.birth_governorate_code,
        doubtful=is_doubtful(row.national_id),
    )
    return NewMember(Relation(row.relation), row.full_name, number)
