"""Making a change of a facility: by whoever answers for its governorate, or from a proposal that they approve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from facilities.directory.models import Facility, Proposal, Revision
from facilities.directory.rights import may_add, may_approve
from facilities.directory.sheet import (
    ROW_PARTS,
    Difference,
    Known,
    Sheet,
    checked,
    columns_to_write,
    difference,
    read,
    with_sheet,
    write_rows,
)
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable, typed_quantity
from uhis_portal.audit.actions import Note, note_all
from uhis_portal.reach import Reach
from uhis_portal.readings import visible_line
from uhis_portal.refusals import Stale

CODE = re.compile(r"[A-Z]{2,3}-[A-Z]{1,3}[0-9]{1,4}")
EXPLANATION_LENGTH = 500

facilities_renamed = Signal()  # `facilities`, with their new names, in the transaction that renames them


def revise(
    *,
    by: Account,
    reach: Reach,
    facility_code: str,
    version: int,
    changes: Mapping[str, Any],
    explanation: str = "",
    now: datetime,
) -> Facility:
    """Make parts of a facility's sheet what `changes` says, as a new version with its revision; other parts stay.

    PermissionDenied for who does not administer it; Stale (412) when `version` is not the present one; ValidationError
    with paths such as `capacities.2.quantity`. Where nothing differs, nothing is written.
    """
    with transaction.atomic():
        facility = held(facility_code)
        if not may_approve(reach, facility):
            raise PermissionDenied(_("Propose this change: whoever answers for the governorate makes it."))
        refuse_other_version(facility, version)
        explanation = explanation_of(explanation)
        known = Known.on(day_of(now))
        before = read(facility)
        after = checked(changes, before, known, taken=facility.taken)
        refuse_moving_elsewhere(before, after, reach)
        put(by=by, wishes=[Wish(facility, before, after, explanation)], now=now)
    return facility


def create_facility(
    *, by: Account, reach: Reach, code: str, changes: Mapping[str, Any], explanation: str = "", now: datetime
) -> Facility:
    """Add a facility under a code that was never given before; its first revision is all that is known of it.

    PermissionDenied for who administers no governorate; ValidationError as `revise` raises it, at `code` when it is not
    of the form LX-H2 or was given already, and at `governorate` when that is not theirs.
    """
    if not may_add(reach):
        raise PermissionDenied(_("New facilities are added by whoever answers for the governorate."))
    faults: dict[str, Any] = {}
    code = typed_quantity(code).upper()
    try:
        refuse_ill_formed(code)
        refuse_given_before(code)
    except ValidationError as fault:
        faults |= fault.error_dict
    try:
        explanation = explanation_of(explanation)
    except ValidationError as fault:
        faults |= fault.error_dict
    try:
        after = checked(changes, None, Known.on(day_of(now)))
        refuse_moving_elsewhere(None, after, reach)
    except ValidationError as fault:
        faults |= fault.error_dict
    if faults:
        raise ValidationError(faults)
    facility = not_there_yet(code)
    with transaction.atomic():
        put(by=by, wishes=[Wish(facility, None, after, explanation)], now=now)
    return facility


def not_there_yet(code: str) -> Facility:
    """A facility of which nothing is known, before its first version."""
    return Facility(pk=code, version=0, position_precision=Facility.Precision.NONE)


def refuse_ill_formed(code: str) -> None:
    """ValidationError at `code` when it is not of the form LX-H2."""
    if not CODE.fullmatch(code):
        sentence = _(
            "A code is two or three letters for the place, a dash, and letters and a number, such as LX-H2."
        )
        raise ValidationError({"code": ValidationError(sentence, code="invalid")})


def refuse_given_before(code: str) -> None:
    if Facility.objects.filter(pk=code).exists():
        raise ValidationError(
            {"code": ValidationError(_("This code was given already. Choose another."), code="taken")}
        )


@dataclass(frozen=True)
class Wish:
    """A facility, held or new, and the sheet that it had and shall have; `after` was checked."""

    facility: Facility
    before: Sheet | None
    after: Sheet
    explanation: str = ""
    proposal: Proposal | None = None


def put(*, by: Account, wishes: Sequence[Wish], now: datetime) -> list[Revision]:
    """Write what differs: each facility as its next version, with its revision and its audit, all in a few statements.

    Wishes in which nothing differs are left out. ValidationError at the part that the database refuses.
    """
    differing = [(wish, changes) for wish in wishes if (changes := difference(wish.before, wish.after))]
    try:
        with transaction.atomic():
            write_facilities(differing)
            write_rows([(wish.facility, changes) for wish, changes in differing])
    except IntegrityError as fault:
        raise refused_by_the_database(fault) from fault
    renamed = [wish.facility for wish, changes in differing if wish.before is not None and "name" in changes]
    if renamed:
        facilities_renamed.send(sender=Facility, facilities=renamed)
    note_all(
        by=by,
        notes=[
            Note(
                action="directory.create" if wish.before is None else "directory.revise",
                subject=wish.facility,
                facility=wish.facility.pk,
                reason=wish.explanation,
                details={"version": wish.facility.version, "parts": list(changes)},
            )
            for wish, changes in differing
        ],
    )
    return Revision.objects.bulk_create(
        Revision(
            facility=wish.facility,
            version=wish.facility.version,
            changes=changes,
            made_by=by,
            made_at=now,
            proposal=wish.proposal,
            explanation=wish.explanation,
        )
        for wish, changes in differing
    )


def write_facilities(differing: Sequence[tuple[Wish, Difference]]) -> None:
    """The facilities' own rows: new ones together, others with those of which the same columns differ."""
    new: list[Facility] = []
    alike: dict[tuple[str, ...], list[Facility]] = {}
    for wish, changes in differing:
        columns = columns_to_write(changes)
        if "name" in changes:
            columns["comparable"] = comparable(wish.after["name"]["ar"])
        for attribute, value in columns.items():
            setattr(wish.facility, attribute, value)
        wish.facility.version += 1
        if wish.before is None:
            new.append(wish.facility)
        else:
            alike.setdefault(tuple(columns), []).append(wish.facility)
    Facility.objects.bulk_create(sorted(new, key=lambda facility: facility.pk))  # two files wait in one order
    for attributes, facilities in alike.items():
        fields = [*(attribute.removesuffix("_id") for attribute in attributes), "version"]
        Facility.objects.bulk_update(facilities, fields)


def held(facility_code: str) -> Facility:
    """The facility with its sheet, its row locked until the transaction ends; Facility.DoesNotExist without one."""
    return held_among([facility_code]).get()


def held_among(codes: Iterable[str]) -> QuerySet[Facility]:
    """Facilities with their sheets, locked in one order, so that two who hold many never wait for each other."""
    wanted = Facility.objects.filter(pk__in=list(codes)).order_by("pk")
    return with_sheet(wanted.select_for_update(no_key=True))


def refuse_other_version(facility: Facility, version: int) -> None:
    if facility.version != version:
        raise Stale(
            _("This facility has changed since you opened it. Look at it again, then save."), code="stale"
        )


def refuse_moving_elsewhere(before: Sheet | None, after: Sheet, reach: Reach) -> None:
    """A facility is given to a governorate by whoever administers that one."""
    there = after["governorate"]
    moved = before is None or before["governorate"] != there
    if moved and there and not (reach.everything or there in reach.governorates):
        sentence = _("This governorate is not yours. Ask the national administration.")
        raise ValidationError({"governorate": ValidationError(sentence, code="elsewhere")})


def explanation_of(typed: str) -> str:
    """Why the change is made, in one line."""
    try:
        return visible_line(typed, longest=EXPLANATION_LENGTH)
    except ValidationError as fault:
        raise ValidationError({"explanation": fault}) from fault


def refused_by_the_database(fault: IntegrityError) -> ValidationError:
    """The sentence of a constraint, at the part whose table has it. Raises `fault` again when it is none of these."""
    name = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
    if name == "directory_facility_pkey":
        taken = _("This code was given already. Choose another.")
        return ValidationError({"code": ValidationError(taken, code="taken")})
    for part in ROW_PARTS.values():
        for constraint in part.model._meta.constraints:
            if constraint.name == name:
                message = str(constraint.violation_error_message)
                return ValidationError({part.name: ValidationError(message, code=name)})
    raise fault


def day_of(now: datetime) -> date:
    return timezone.localtime(now).date()
