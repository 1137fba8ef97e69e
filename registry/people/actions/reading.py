"""Looking people up, and noting who read what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from facilities.staff.access import posts_of
from registry.people.models import Beneficiary, Household, LifeEvent
from registry.people.national_id import parse
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.reach import add_household, system_reach
from uhis_portal.sealed_fields import index_of

REASON_LENGTH = 300


def look_up(
    *, by: Account, national_id: str, reason: str, today: date, facility: str = ""
) -> Beneficiary | None:
    """The person of a full national ID, as typed; that one family is then in reach until the transaction ends.

    For staff before whom the person stands, so it is asked with everything in reach; each asking is noted, a vain
    one too, with the index of the number. `facility` is the code of the asker's facility. Raises ValidationError at
    `national_id` or `reason`.
    """
    faults = {}
    try:
        number = parse(national_id, today=today)
    except ValidationError as fault:
        faults["national_id"] = fault
    if not reason.strip():
        faults["reason"] = ValidationError(_("Say why you look this person up."), code="required")
    elif len(reason) > REASON_LENGTH:
        faults["reason"] = ValidationError(_("Say it in 300 characters at most."), code="max_length")
    if faults:
        raise ValidationError(faults)
    with transaction.atomic():
        with system_reach():
            record = (
                Beneficiary.objects.with_national_id(number.digits)
                .select_related("household", "governorate", "unit")
                .select_related("merged_into__household", "merged_into__governorate", "merged_into__unit")
                .first()
            )
            person = record.going_on_as if record else None
        note(
            by=by,
            action="people.look_up",
            subject=person or by,
            facility=facility,
            reason=reason,
            details={
                "found": person is not None,
                "national_id_index": index_of("national_id", number.digits).hex(),
            },
        )
        if person is not None:
            add_household(person.household_id)
    return person


def look_up_many(
    *, by: Account, indexes: Collection[bytes], codes: Collection[str], reason: str, facility: str
) -> dict[bytes | str, str]:
    """The ids of the people of full national IDs (given by their keyed indexes) and of members' codes, by what found them.

    As `look_up`, for the papers of many people at once: asked with everything in reach, by one query and one note, which
    holds the ids of those who were found and what was looked up in vain. Nobody is in reach afterwards. Who was merged
    is found as the one as whom they go on.
    """
    if not indexes and not codes:
        return {}
    with transaction.atomic():
        with system_reach(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT national_id_index, code, coalesce(merged_into_id, id)::text FROM people_beneficiary"
                " WHERE national_id_index = ANY(string_to_array(%s, ',')::bytea[]) OR code = ANY(%s)",
                [",".join(f"\\x{index.hex()}" for index in indexes), list(codes)],
            )
            found: dict[bytes | str, str] = {}
            for index, code, person in cursor.fetchall():
                found[code] = person
                if index is not None:
                    found[bytes(index)] = found[code]
        vain = [index.hex() for index in indexes if index not in found]
        vain += [code for code in codes if code not in found]
        note(
            by=by,
            action="people.look_up_many",
            subject=by,
            facility=facility,
            reason=reason,
            details={"beneficiary": sorted(set(found.values())), "not_found": vain},
        )
    return found


def note_reading(*, by: Account, subject: Household | Beneficiary | LifeEvent) -> None:
    """Note that a member of staff opened a file, a person's or a change; a family reading its own is not noted."""
    if by.is_citizen:
        return
    note(by=by, action=f"people.read_{subject._meta.model_name}", subject=subject, facility=facility_of(by))


def note_list(*, by: Account, subjects: list[Household] | list[Beneficiary] | list[LifeEvent]) -> None:
    """Note that a member of staff was shown a list, with the ids of all that stood in it."""
    if by.is_citizen or not subjects:
        return
    kind = str(subjects[0]._meta.model_name)
    note(
        by=by,
        action=f"people.list_{kind}",
        subject=by,
        facility=facility_of(by),
        details={kind: [str(subject.pk) for subject in subjects]},
    )


def facility_of(account: Account) -> str:
    """Code of the facility where a member of staff works today; empty for those who work at none."""
    return next((post.facility_id for post in posts_of(account) if post.facility_id), "")
