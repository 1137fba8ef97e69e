"""The life of a family: a change is reported, and takes effect at once or when a clerk has confirmed it.

Pages and endpoints call these, and are refused at the same fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from registry.people.actions.applying import APPLY, Change
from registry.people.actions.families import hold_families
from registry.people.actions.readers import let_readers_follow
from registry.people.actions.reading import facility_of, note_reading
from registry.people.actions.telling import tell
from registry.people.family import RANK, members_now
from registry.people.identity import Certificate, Passport
from registry.people.models import Beneficiary, Household, LifeEvent, Membership
from registry.people.reports import ALIVE, Report, read_report
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.reach import add_household, system_reach
from uhis_portal.refusals import Conflict, Stale

Kind = LifeEvent.Kind
Status = LifeEvent.Status

PROOF_LENGTH = 120
REASON_LENGTH = 300
# Who moves people between families is not the one who confirms it.
FOUR_EYES = {Kind.ADOPTION, Kind.CUSTODY, Kind.JOIN, Kind.SPLIT}
# What the law attests by a paper: it is seen before the change takes effect.
PAPER_WANTED = {Kind.BIRTH, Kind.ADOPTION, Kind.DEATH, Kind.MARRIAGE, Kind.DIVORCE, Kind.CUSTODY}
PAPER_WANTED_TO_CORRECT = {"full_name", "national_id", "passport_number", "birth_date", "sex", ALIVE}
# The fields of a report that name members of the family.
NAMES_ONE = ("beneficiary", "guardian", "new_head", "their_head")
NAMES_SEVERAL = ("children", "leaving")
# What tells a member of staff that somebody is registered: that it was told is noted.
TELLING = {"already_registered", "head_elsewhere", "died", "not_dead", "not_registered"}


def report(
    *,
    by: Account,
    household_id: UUID,
    kind: str,
    given: Mapping[str, Any],
    now: datetime,
    today: date,
    proof: str = "",
) -> LifeEvent:
    """Report a change of a family that is in reach; `given` is as for `reports.read_report`.

    It waits for a clerk, unless a clerk records it with the paper seen (`proof`) and it is no kind that takes two
    people, or a citizen reports what needs no proof: another address in the same place, another language. Raises
    ValidationError at the fields, Conflict when the same is waiting already, Household.DoesNotExist out of reach.
    """
    if kind not in APPLY:
        raise ValidationError({"kind": ValidationError(_("There is no such change."), code="unknown")})
    proof = proof.strip()
    refuse_long(proof, PROOF_LENGTH, "proof")
    household = Household.objects.get(pk=household_id)
    try:
        with transaction.atomic():
            refuse_closed(household, given)
            said = read_report(
                kind, household=household, members=list(members_now(household)), given=given, today=today
            )
            event = LifeEvent(
                kind=kind,
                household=household,
                governorate_id=household.governorate_id,
                unit_id=household.unit_id,
                beneficiary=said.about.beneficiary if said.about else None,
                happened_on=said.happened_on,
                details=json.dumps(said.details, ensure_ascii=False),
                reported_by=by,
                reported_at=now,
                proof="" if by.is_citizen else proof,
            )
            refuse_waiting(event)
            event.save(force_insert=True)
            noted(by, "report", event)
            if at_once(by, event, said, household):
                take_effect(event, by=by, now=now, today=today)
    except ValidationError as refusal:
        raise told(by, household, kind, refusal) from None
    return event


def at_once(by: Account, event: LifeEvent, said: Report, household: Household) -> bool:
    """Whether a report takes effect without waiting for a decision."""
    wrong = said.details.get("field", "")
    if by.is_citizen:
        same_place = (household.district_id, household.unit_id) == (
            said.details.get("district"),
            said.details.get("unit"),
        )
        return (event.kind == Kind.MOVE and same_place) or wrong == "language"
    return bool(event.proof) and event.kind not in FOUR_EYES and wrong != "other"


def confirm(
    *,
    by: Account,
    event_id: UUID,
    proof: str,
    now: datetime,
    today: date,
    version: int | None = None,
) -> LifeEvent:
    """Let a reported change take effect; `proof` names the paper that was seen, where the law wants one.

    The caller has made sure that `by` reviews the family's governorate. Raises ValidationError at `proof`, at the
    fields of the report that no longer go with the family, and when `by` may not decide it; Conflict when it was
    decided otherwise. Confirmed twice by the same person, it is returned as it is.
    """
    proof = proof.strip()
    refuse_long(proof, PROOF_LENGTH, "proof")
    try:
        with transaction.atomic():
            event, decided = hold_reported(by, event_id, Status.CONFIRMED)
            if decided:
                return event
            refuse_other_version(event, version)
            refuse_own(by, event)
            event.proof = proof or event.proof
            if not event.proof and wants_paper(event):
                raise ValidationError(
                    {
                        "proof": ValidationError(
                            _("Write which paper you saw, and its number."), code="required"
                        )
                    }
                )
            take_effect(event, by=by, now=now, today=today)
    except ValidationError as refusal:
        raise told(by, event, event.kind, refusal) from None
    return event


def refuse(
    *, by: Account, event_id: UUID, reason: str, now: datetime, version: int | None = None
) -> LifeEvent:
    """Do not confirm a reported change, with a reason that the family reads. Raises as `confirm` does, at `reason`."""
    reason = reason.strip()
    with transaction.atomic():
        event, decided = hold_reported(by, event_id, Status.REFUSED)
        if decided:
            return event
        refuse_other_version(event, version)
        if not reason:
            raise ValidationError(
                {
                    "reason": ValidationError(
                        _("Say why, so that the family can put it right."), code="required"
                    )
                }
            )
        refuse_long(reason, REASON_LENGTH, "reason")
        event.reason = reason
        decide(event, by=by, status=Status.REFUSED, now=now)
        add_household(event.household_id)
        tell(event.household, gettext_noop("A change you reported was not confirmed. See why in your file."))
    return event


def withdraw(*, by: Account, event_id: UUID, now: datetime, version: int | None = None) -> LifeEvent:
    """Take back a change that one reported oneself and that nobody has decided. Raises Conflict when it was."""
    with transaction.atomic():
        event, decided = hold_reported(by, event_id, Status.WITHDRAWN)
        if event.reported_by_id != by.pk:
            raise LifeEvent.DoesNotExist
        if decided:
            return event
        refuse_other_version(event, version)
        decide(event, by=by, status=Status.WITHDRAWN, now=now)
    return event


def open_event(*, by: Account, event: LifeEvent) -> None:
    """A reviewer reads a reported change: its family is in reach until the transaction ends, and that is noted."""
    note_reading(by=by, subject=event)
    if not by.is_citizen:
        add_household(event.household_id)


def read_members(*, by: Account, household: Household, memberships: QuerySet[Membership]) -> list[Membership]:
    """Those of `memberships` that are of a family in reach, the head first; staff's reading is noted.

    It is asked with everything in reach: who has left the family since may belong to another.
    """
    note_reading(by=by, subject=household)
    with system_reach():
        return list(
            memberships.filter(household=household)
            .select_related("beneficiary")
            .defer("beneficiary__national_id")
            .order_by(RANK, "beneficiary__birth_date", "beneficiary_id")
        )


def hold_reported(by: Account, event_id: UUID, wanted: str) -> tuple[LifeEvent, bool]:
    """The reported change, locked, and whether `by` already decided it as `wanted`."""
    event = LifeEvent.objects.select_for_update().get(pk=event_id)
    if event.status == wanted and event.decided_by_id == by.pk:
        return event, True
    if event.status != Status.REPORTED:
        raise Conflict(_("This change was already decided."), code="decided")
    return event, False


def take_effect(event: LifeEvent, *, by: Account, now: datetime, today: date) -> None:
    """Apply the report to the family as it is now, and to the family of who is named by a number, both locked."""
    add_household(event.household_id)
    given = as_who_goes_on(
        {
            **json.loads(event.details or "{}"),
            "happened_on": event.happened_on,
            "beneficiary": event.beneficiary_id,
        }
    )
    reported_on = event.reported_at.astimezone(CAIRO).date()

    def read(household: Household, members: list[Membership]) -> Report:
        return read_report(event.kind, household=household, members=members, given=given, today=reported_on)

    before = Household.objects.get(pk=event.household_id)
    refuse_closed(before, given)
    somebody = registered(read(before, list(members_now(before))))
    elsewhere = family_of(somebody)
    families = hold_families({event.household_id} | ({elsewhere} if elsewhere else set()))
    if somebody is not None:
        somebody = hold_person(somebody, elsewhere)
    family = families[event.household_id]
    refuse_closed(family.household, given)
    said = read(family.household, family.members)
    # By the number of a record that goes on as one of the members.
    if elsewhere == event.household_id and event.kind != Kind.BIRTH:
        raise already_in_family(said)
    change = Change(
        report=said,
        family=family,
        today=today,
        somebody=somebody,
        elsewhere=families[elsewhere] if elsewhere else None,
    )
    event.beneficiary = APPLY[event.kind](change) or event.beneficiary
    let_readers_follow(change.order, by=by, now=now)
    decide(event, by=by, status=Status.CONFIRMED, now=now)
    tell(family.household, gettext_noop("A change in your family file is recorded. See it in your file."))


def as_who_goes_on(given: dict[str, Any]) -> dict[str, Any]:
    """A report with those who were entered twice named as the person as whom they go on."""
    named = [str(given[name]) for name in NAMES_ONE if given.get(name)]
    named += [one for name in NAMES_SEVERAL for one in given.get(name) or []]
    with system_reach():
        merged = Beneficiary.objects.filter(pk__in=named, merged_into__isnull=False)
        who = {str(pk): str(goes_on) for pk, goes_on in merged.values_list("pk", "merged_into")}
    after = dict(given)
    for name in NAMES_ONE:
        if str(given.get(name)) in who:
            after[name] = who[str(given[name])]
    for name in NAMES_SEVERAL:
        if given.get(name):
            after[name] = [who.get(one, one) for one in given[name]]
    return after


def registered(said: Report) -> Beneficiary | None:
    """Who is registered by the number in the report; that person and family are then in reach of the transaction."""
    number = said.other_number or (said.person.known_as if said.person else None)
    if number is None:
        return None
    with system_reach():
        if isinstance(number, Certificate):
            guardian = number.guardian if isinstance(number.guardian, UUID) else None
            found = Beneficiary.objects.filter(guardian_id=guardian, certificate_index=number.index)
        elif isinstance(number, Passport):
            found = Beneficiary.objects.filter(passport_index=number.index)
        else:
            found = Beneficiary.objects.filter(national_id_index=number.index)
        person = found.first()
        while person is not None and person.merged_into is not None:
            person = person.merged_into
    if person is not None:
        add_household(person.household_id)
    return person


def family_of(person: Beneficiary | None) -> UUID | None:
    """The household to which a person belongs now; it is then in reach of the transaction."""
    if person is None:
        return None
    with system_reach():
        current = person.memberships.filter(until__isnull=True).values_list("household_id", flat=True).first()
    if current is not None:
        add_household(current)
    return current


def hold_person(person: Beneficiary, household: UUID | None) -> Beneficiary:
    """The person as of now, locked after the families; Conflict if merged or in another household than read before."""
    with system_reach():
        held = Beneficiary.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if held.merged_into_id is not None or family_of(held) != household:
        raise Conflict(
            _("The other family is being changed right now. Try again."), code="busy", retry_after=1
        )
    return held


def decide(event: LifeEvent, *, by: Account, status: str, now: datetime) -> None:
    event.status, event.decided_by, event.decided_at = status, by, now
    event.version += 1
    event.save()
    noted(by, status, event)


def noted(by: Account, verb: str, event: LifeEvent) -> None:
    details: dict[str, Any] = {"kind": event.kind, "household": str(event.household_id)}
    if event.beneficiary_id:
        details["beneficiary"] = str(event.beneficiary_id)
    note(
        by=by,
        action=f"people.{verb}_change",
        subject=event,
        facility=facility_of(by),
        reason=event.reason if verb == Status.REFUSED else "",
        details=details,
    )


def told(by: Account, subject: Household | LifeEvent, kind: str, refusal: ValidationError) -> ValidationError:
    """The refusal, noted where it tells a member of staff whether somebody is registered."""
    several = refusal.error_dict.values() if hasattr(refusal, "error_dict") else []
    codes = sorted({str(fault.code) for faults in several for fault in faults} & TELLING)
    if codes:
        note(
            by=by,
            action="people.told_of_registration",
            subject=subject,
            facility=facility_of(by),
            details={"kind": kind, "codes": codes},
        )
    return refusal


def wants_paper(event: LifeEvent) -> bool:
    """Whether a paper is seen before the change takes effect."""
    wrong = json.loads(event.details or "{}").get("field")
    return event.kind in PAPER_WANTED or wrong in PAPER_WANTED_TO_CORRECT


def refuse_own(by: Account, event: LifeEvent) -> None:
    if event.kind in FOUR_EYES and event.reported_by_id == by.pk:
        raise ValidationError(
            _("You reported this change, so someone else must decide it."), code="own_report"
        )


def refuse_waiting(event: LifeEvent) -> None:
    """Conflict when the same change of the same person waits already."""
    if event.beneficiary_id is None or event.kind == Kind.CORRECTION:
        return
    waiting = LifeEvent.objects.awaiting_decision().filter(
        kind=event.kind, beneficiary_id=event.beneficiary_id
    )
    if waiting.exists():
        raise Conflict(_("This was already reported and waits for a clerk."), code="waiting")


def refuse_closed(household: Household, given: Mapping[str, Any]) -> None:
    """Conflict for a family in which nobody is left, unless somebody of it turns out to be alive."""
    if household.closed_on is not None and given.get("field") != ALIVE:
        raise Conflict(_("This family file is closed."), code="closed")


def already_in_family(said: Report) -> ValidationError:
    name = said.person.identifying_field if said.person else "other_national_id"
    message = _("This person already belongs to the family.")
    return ValidationError({name: ValidationError(message, code="in_family")})


def refuse_other_version(event: LifeEvent, version: int | None) -> None:
    if version is not None and version != event.version:
        raise Stale(_("This has changed since you opened it. Look at it again."), code="stale")


def refuse_long(text: str, length: int, name: str) -> None:
    if len(text) > length:
        raise ValidationError(
            {
                name: ValidationError(
                    _("Say it in %(count)d characters at most."), code="max_length", params={"count": length}
                )
            }
        )
