"""Releasing entries that a clerk left locked on a device: opened by the portal alone, logged as that clerk's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.staff.access import posts_of
from facilities.staff.models import Post, Role
from services.records.actions.logging import MOST_IN_A_BATCH, Item, Result, write_items
from services.records.queues import SealedEntry, cipher_of, open_entry
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.sealed_fields import CannotOpen

UNREADABLE = "unreadable"


def release_queue(
    *,
    by: Account,
    clerk: UUID,
    key: str,
    salt: bytes,
    entries: Sequence[SealedEntry],
    read: Callable[[bytes], tuple[str, Item]],
    now: datetime,
) -> list[Result]:
    """Log the entries of a clerk's locked queue as that clerk's, and give a result for each, in their order.

    `read` makes an opened entry a facility's code and an item, or raises ValidationError. Only counts are told: whoever
    releases never learns whom the entries are about. Raises PermissionDenied when `by` manages no facility where the clerk
    has worked lately, ValidationError at `entries` when there are none or more than 500 or none of them opens.
    """
    if not 1 <= len(entries) <= MOST_IN_A_BATCH:
        raise ValidationError(
            {"entries": ValidationError(_("A batch holds 1 to 500 records."), code="out_of_range")}
        )
    author, places = author_of(by, clerk, now.astimezone(CAIRO).date())
    try:
        cipher = cipher_of(clerk, key, salt)
    except CannotOpen:
        raise unreadable() from None
    opened = [opened_or_none(cipher, clerk, entry) for entry in entries]
    if not any(opened):
        raise unreadable()
    results: dict[int, Result] = {}
    items: dict[str, dict[int, Item]] = {}
    for position, (entry, content) in enumerate(zip(entries, opened, strict=True)):
        try:
            code, item = read_own(content, entry, places, read)
        except ValidationError as fault:
            results[position] = Result(coded(fault), "", "")
            continue
        items.setdefault(code, {})[position] = item
    with transaction.atomic():
        for code, of_place in items.items():
            answers, written = write_items(author, places[code], list(of_place.values()), now, asked_by=by)
            results |= dict(zip(of_place, answers, strict=True))
            note(
                by=by,
                action="records.release_queue",
                subject=author,
                facility=code,
                details={"entries": len(of_place), "records": written},
            )
    return [results[position] for position in range(len(entries))]


def opened_or_none(cipher: AESGCM, clerk: UUID, entry: SealedEntry) -> bytes | None:
    try:
        return open_entry(cipher, clerk, entry)
    except CannotOpen:
        return None


def read_own(
    content: bytes | None,
    entry: SealedEntry,
    places: dict[str, Facility],
    read: Callable[[bytes], tuple[str, Item]],
) -> tuple[str, Item]:
    """The facility's code and the item of an opened entry; ValidationError where it is not what it was sealed as."""
    if content is None:
        raise unreadable()
    code, item = read(content)
    if item.entry.id != str(entry.id) or code not in places:
        raise unreadable()
    return code, item


def author_of(by: Account, clerk: UUID, today: date) -> tuple[Account, dict[str, Facility]]:
    """The clerk, and the facilities that `by` manages and where the clerk has worked lately; PermissionDenied if none."""
    managed = [post.facility_id for post in posts_of(by) if post.role == Role.FACILITY_MANAGER]
    earliest = today - timedelta(days=settings.LATEST_ENTRY_DAYS)
    posts = Post.objects.filter(account=clerk, role=Role.CLERK, facility__in=managed, since__lte=today)
    places = {
        post.facility.pk: post.facility
        for post in posts.select_related("facility", "account")
        if post.facility is not None and (post.until is None or post.until > earliest)
    }
    if not places:
        raise PermissionDenied(_("You release the entries of your own facility's clerks only."))
    return Account.objects.get(pk=clerk), places


def unreadable() -> ValidationError:
    return ValidationError(
        {"entries": ValidationError(_("These entries cannot be opened here."), code=UNREADABLE)}
    )


def coded(fault: ValidationError) -> dict[str, list[ValidationError]]:
    """The faults of an entry by field."""
    return fault.error_dict if hasattr(fault, "error_dict") else {"": fault.error_list}
