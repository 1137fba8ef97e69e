"""Signing in: by a one-time code for citizens, by a password for staff."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.dispatch import Signal
from django.utils.translation import gettext as _

from uhis_portal.accounts.devices import Device
from uhis_portal.accounts.models import Account, OneTimeCode
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.audit.actions import note
from uhis_portal.notices.actions import send
from uhis_portal.refusals import TooMany
from uhis_portal.sealed_fields import index_of

CODE_DIGITS = 6
# With `account` and `before`, the index of its former number, in the transaction that changes it.
number_changed = Signal()


def request_code(*, phone: str, now: datetime, device: Device | None = None) -> OneTimeCode:
    """Send a one-time code to `phone`, whoever owns it. One a minute and five an hour for a number.

    A `device` where the number's account entered before has these limits, and those of guessing, for itself: what
    strangers ask for and guess keeps the owner out of no device used before. Raises ValidationError at `phone`,
    TooMany when the number has had enough codes.
    """
    try:
        number = mobile_number(phone)
    except ValidationError as fault:
        raise ValidationError({"phone": fault}) from fault
    index = index_of("phone", number)
    with transaction.atomic():
        hold_number(index)
        known = known_there(index, device)
        within_an_hour = OneTimeCode.objects.filter(
            phone_index=index, device=known, sent_at__gt=now - timedelta(hours=1)
        )
        recent = list(within_an_hour.order_by("-sent_at"))
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
        sent = OneTimeCode(phone=number, phone_index=index, sent_at=now, device=known)
        sent.digest = sent.digest_of(code)
        sent.save(force_insert=True)
        send(
            to=number,
            body=_("Your code is %(code)s. It is valid for 10 minutes.") % {"code": code},
            urgent=True,
        )
    return sent


def known_there(index: bytes, device: Device | None) -> UUID | None:
    """The id of the device, if the account of the number entered there before."""
    if device is None:
        return None
    before = Account.objects.filter(phone_index=index, pk__in=device.accounts).exists()
    return device.id if before else None


def confirm_code(*, code_id: UUID, typed: str, now: datetime) -> Account:
    """The citizen's account of the number to which the code was sent; made on the first visit.

    Raises ValidationError at `code`: expired, wrong, used, or tried too often. Wrong tries are counted for good.
    """
    sent = prove_number(code_id=code_id, typed=typed, now=now)
    with transaction.atomic():
        account, made = account_of(sent)
        note(by=account, action="accounts.sign_in", subject=account, details={"first": made})
    return account


def prove_number(*, code_id: UUID, typed: str, now: datetime) -> OneTimeCode:
    """The code that was sent, used up: who typed it holds its number. Raises as `confirm_code` does."""
    proven, faults = prove_all({"code": (code_id, typed)}, now)
    if faults:
        raise ValidationError(faults)
    return proven["code"]


def prove_all(
    typed: Mapping[str, tuple[UUID, str]], now: datetime
) -> tuple[dict[str, OneTimeCode], dict[str, ValidationError]]:
    """Try several codes, each by its name: all are used up if all are right, else none, and the faults say which.

    The tries are counted for good, so nothing is raised here that would undo them.
    """
    proven: dict[str, OneTimeCode] = {}
    faults: dict[str, ValidationError] = {}
    with transaction.atomic():
        for name, (code_id, what) in typed.items():
            sent = OneTimeCode.objects.select_for_update().filter(pk=code_id).first()
            fault = fault_of(sent, what, now)
            if fault is not None:
                faults[name] = fault
            elif sent is not None:
                proven[name] = sent
        if not faults:
            for sent in proven.values():
                sent.used_at = now
                sent.save(update_fields=["used_at"])
    return proven, faults


def account_of(proof: OneTimeCode) -> tuple[Account, bool]:
    """The citizen's account of a number that was proven, and whether it was made just now."""
    account, made = Account.objects.get_or_create(
        phone_index=proof.phone_index, defaults={"kind": Account.Kind.CITIZEN, "phone": proof.phone}
    )
    return account, made


def request_change(*, by: Account, phone: str, now: datetime) -> tuple[OneTimeCode, OneTimeCode]:
    """Send a code to one's own number and one to the number that is to replace it. Raises as `request_code` does."""
    with transaction.atomic():
        new = request_code(phone=phone, now=now)
        if bytes(new.phone_index) == bytes(by.phone_index or b""):
            raise ValidationError({"phone": same_number()})
        return request_code(phone=by.phone or "", now=now), new


def change_own_number(
    *, by: Account, old_code_id: UUID, old_code: str, new_code_id: UUID, new_code: str, now: datetime
) -> Account:
    """Give one's own account another number, with a code sent to the old one and a code sent to the new one.

    Raises ValidationError at `old_code` and `new_code` as `confirm_code` does, and at `new_code` when the number has
    an account of its own. Neither code is used up before both are right.
    """
    if not OneTimeCode.objects.filter(pk=old_code_id, phone_index=by.phone_index).exists():
        raise ValidationError({"old_code": expired_code()})
    typed = {"old_code": (old_code_id, old_code), "new_code": (new_code_id, new_code)}
    proven, faults = prove_all(typed, now)
    if faults:
        raise ValidationError(faults)
    return give_number(by=by, account=by, proof=proven["new_code"], field="new_code")


@transaction.atomic
def give_number(*, by: Account, account: Account, proof: OneTimeCode, field: str) -> Account:
    """Give a citizen's account the number that was proven; all its sessions end.

    Raises ValidationError at `field` when the number has an account of its own: nothing is moved from one account to
    another.
    """
    held = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if bytes(proof.phone_index) == bytes(held.phone_index or b""):
        raise ValidationError({field: same_number()})
    before = bytes(held.phone_index or b"")
    held.phone, held.phone_index = proof.phone, proof.phone_index
    held.set_unusable_password()  # another one each time: the sessions of before no longer fit
    try:
        with transaction.atomic():
            # What follows the number first: who approves an application holds it, and then asks for its account.
            number_changed.send(sender=Account, account=held, before=before)
            held.save(update_fields=["phone", "phone_index", "password"])
    except IntegrityError:
        message = _("This number has an account of its own. Sign in with it instead.")
        raise ValidationError({field: ValidationError(message, code="number_taken")}) from None
    note(
        by=by,
        action="accounts.change_number",
        subject=held,
        details={"before": before.hex(), "after": bytes(proof.phone_index).hex()},
    )
    send(to=proof.phone, body=_("From now on you sign in with this number."))
    return held


def same_number() -> ValidationError:
    return ValidationError(_("This is the number of the account already."), code="same")


def expired_code() -> ValidationError:
    return ValidationError(_("This code has expired. Ask for a new one."), code="expired")


def fault_of(sent: OneTimeCode | None, typed: str, now: datetime) -> ValidationError | None:
    """Why `typed` is not the code; counts the try before comparing."""
    if sent is None or sent.used_at is not None or sent.expired(now):
        return expired_code()
    if sent.tries >= OneTimeCode.TRIES:
        return ValidationError(_("This code was tried too often. Ask for a new one."), code="too_many_tries")
    hold_number(bytes(sent.phone_index))
    if tries_of(sent, now) >= OneTimeCode.TRIES_OF_A_NUMBER:
        return ValidationError(
            _("Too many wrong codes for this number. Wait 15 minutes, then ask for a new one."),
            code="too_many_tries",
        )
    sent.tries += 1
    sent.save(update_fields=["tries"])
    if not sent.matches(typed):
        return ValidationError(
            _("This is not the code that was sent. Check the message and try again."), code="wrong"
        )
    return None


def tries_of(sent: OneTimeCode, now: datetime) -> int:
    """How often codes of the same number were tried that could be typed within the last quarter of an hour.

    Those asked for from devices used before count for each such device, all others together.
    """
    since = now - OneTimeCode.TRIES_WITHIN - OneTimeCode.LIFETIME
    codes = OneTimeCode.objects.filter(phone_index=sent.phone_index, device=sent.device, sent_at__gt=since)
    return codes.aggregate(tries=Sum("tries"))["tries"] or 0


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
