"""Signing in: by a one-time code for citizens, by a password for staff."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from uhis_portal.accounts.models import Account, OneTimeCode
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.audit.actions import note
from uhis_portal.notices.actions import send
from uhis_portal.refusals import TooMany
from uhis_portal.sealed_fields import index_of

CODE_DIGITS = 6


def request_code(*, phone: str, now: datetime) -> OneTimeCode:
    """Send a one-time code to `phone`, whoever owns it. One a minute and five an hour for a number.

    Raises ValidationError at `phone`, TooMany when the number has had enough codes.
    """
    try:
        number = mobile_number(phone)
    except ValidationError as fault:
        raise ValidationError({"phone": fault}) from fault
    index = index_of("phone", number)
    with transaction.atomic():
        hold_number(index)
        recent = list(
            OneTimeCode.objects.filter(phone_index=index, sent_at__gt=now - timedelta(hours=1)).order_by(
                "-sent_at"
            )
        )
        if recent and now < recent[0].sent_at + OneTimeCode.AGAIN_AFTER:
            wait = recent[0].sent_at + OneTimeCode.AGAIN_AFTER - now
            raise TooMany(
                _("A code was sent a moment ago. Wait a minute before asking for another."),
                retry_after=wait.seconds + 1,
            )
        if len(recent) >= OneTimeCode.PER_HOUR:
            raise TooMany(
                _("Too many codes were sent to this number. Try again in an hour."), retry_after=3600
            )
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        sent = OneTimeCode(phone=number, phone_index=index, sent_at=now)
        sent.digest = sent.digest_of(code)
        sent.save(force_insert=True)
        send(
            to=number,
            body=_("Your code is %(code)s. It is valid for 10 minutes.") % {"code": code},
            urgent=True,
        )
    return sent


def confirm_code(*, code_id: UUID, typed: str, now: datetime) -> Account:
    """The citizen's account of the number to which the code was sent; made on the first visit.

    Raises ValidationError at `code`: expired, wrong, used, or tried too often. Wrong tries are counted for good.
    """
    with transaction.atomic():
        sent = OneTimeCode.objects.select_for_update().filter(pk=code_id).first()
        fault = fault_of(sent, typed, now)
        if sent is not None and fault is None:
            sent.used_at = now
            sent.save(update_fields=["used_at"])
            account, made = Account.objects.get_or_create(
                phone_index=sent.phone_index,
                defaults={"kind": Account.Kind.CITIZEN, "phone": sent.phone},
            )
            note(by=account, action="accounts.sign_in", subject=account, details={"first": made})
    if fault is not None:
        raise ValidationError({"code": fault})
    return account


def fault_of(sent: OneTimeCode | None, typed: str, now: datetime) -> ValidationError | None:
    """Why `typed` does not open the account; counts the try before comparing."""
    if sent is None or sent.used_at is not None or sent.expired(now):
        return ValidationError(_("This code has expired. Ask for a new one."), code="expired")
    if sent.tries >= OneTimeCode.TRIES:
        return ValidationError(_("This code was tried too often. Ask for a new one."), code="too_many_tries")
    sent.tries += 1
    sent.save(update_fields=["tries"])
    if not sent.matches(typed):
        return ValidationError(
            _("This is not the code that was sent. Check the message and try again."), code="wrong"
        )
    return None


def hold_number(index: bytes) -> None:
    """Let one request at a time send codes to a number, until the transaction ends."""
    number = int.from_bytes(hashlib.sha256(index).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def make_staff_account(*, by: Account, username: str, password: str, name_ar: str, name_en: str) -> Account:
    """A member of staff who signs in with a user name.

    Raises ValidationError at `username` when the name is taken, at `password` when the password is weak.
    """
    account = Account(kind=Account.Kind.STAFF, username=username, name_ar=name_ar, name_en=name_en)
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise ValidationError({"password": fault}) from fault
    account.set_password(password)
    with transaction.atomic():
        account.full_clean()
        account.save()
        note(by=by, action="accounts.make_staff_account", subject=account)
    return account
