"""Numbers that want to be told when registration opens where they live. They are told once, then forgotten."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from facilities.geography.models import Governorate
from registry.applications import places
from registry.applications.models import Interest
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.display import bilingual
from uhis_portal.notices.actions import send as send_message
from uhis_portal.reach import system_reach

AT_ONCE = 200  # messages in one slice of the job


def leave_number(*, by: Account, governorate: str, now: datetime, today: date) -> Governorate:
    """Tell the verified number of `by` once registration opens in `governorate` (a code); left twice, it stands once.

    Raises ValidationError at `governorate`: required, unknown, open (then there is nothing to wait for).
    """
    found = read_closed(governorate, today=today)
    with transaction.atomic(), system_reach():
        Interest.objects.get_or_create(
            phone_index=by.phone_index,
            governorate=found,
            defaults={"phone": by.phone or "", "language": get_language() or "ar", "left_at": now},
        )
        note(by=by, action="applications.leave_number", subject=by, details={"governorate": found.pk})
    return found


def forget_number(*, by: Account, governorate: str) -> None:
    """Tell the number of `by` nothing about `governorate`, and forget that it was left."""
    if not governorate.isprintable():
        return
    with transaction.atomic(), system_reach():
        Interest.objects.filter(phone_index=by.phone_index, governorate=governorate).delete()
        note(by=by, action="applications.forget_number", subject=by, details={"governorate": governorate})


def left_in(*, by: Account) -> list[Interest]:
    """Where `by` left the number and was not told yet, in the order in which it was left."""
    with system_reach():
        left = Interest.objects.filter(phone_index=by.phone_index, told_at=None).defer("phone")
        return list(left.select_related("governorate").order_by("left_at"))


def read_closed(code: str, *, today: date) -> Governorate:
    """A governorate where registration is not open; ValidationError at `governorate`: required, unknown, open."""
    try:
        if not code.isprintable():
            fault = ValidationError(_("There is no such governorate."), code="unknown")
        elif code:
            places.read_governorate(code, today=today)
            fault = ValidationError(_("Registration is open there today."), code="open")
        else:
            fault = ValidationError(_("Choose the governorate where you live."), code="required")
    except ValidationError as refusal:
        if refusal.code == "not_open":
            return Governorate.objects.defer("outline").get(pk=code)
        fault = refusal
    raise ValidationError({"governorate": fault})


def tell_opened(*, now: datetime, today: date, most: int = AT_ONCE) -> int:
    """Tell up to `most` numbers for whose governorate registration has opened; how many were told.

    Telling and the note that it was told are one transaction, so nobody is told twice however often this runs.
    """
    opened = [governorate.pk for governorate in places.open_governorates(today)]
    with transaction.atomic(), system_reach():
        waiting = Interest.objects.select_for_update(of=["self"], skip_locked=True).filter(
            told_at=None, governorate__in=opened
        )
        told = list(waiting.select_related("governorate").order_by("left_at")[:most])
        for interest in told:
            with override(interest.language):
                words = _("Families can now register for health insurance in %(governorate)s.")
                send_message(to=interest.phone, body=words % {"governorate": bilingual(interest.governorate)})
            interest.told_at = now
            interest.save(update_fields=["told_at"])
    return len(told)


def forget_told(*, now: datetime) -> int:
    """Delete the numbers that were told a while ago; how many."""
    with transaction.atomic(), system_reach():
        return Interest.objects.filter(told_at__lt=now - Interest.KEPT_AFTER_TELLING).delete()[0]
