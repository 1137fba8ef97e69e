"""Devices from which somebody signed in before. Strangers who ask for codes and guess them do not shut these out.

What is known stands in a signed cookie of the device itself (OWASP, device cookies): which accounts entered there.
It opens nothing: a code is needed on every device.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from uhis_portal.accounts.models import Account

COOKIE = "device"
SALT = "accounts.device"
KEPT = timedelta(days=365)
MOST = 5  # accounts of one device, the latest ones


@dataclass(frozen=True)
class Device:
    """A device by its own id, with the accounts that entered there, the latest first."""

    id: UUID
    accounts: tuple[UUID, ...]


def device_of(request: HttpRequest) -> Device | None:
    """The device that asks, when somebody signed in there before; None for a cookie that the portal did not make."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Device(UUID(known["id"]), tuple(UUID(one) for one in known["accounts"]))


def remember(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Let the device know that `account` entered there."""
    before = device_of(request) or Device(uuid.uuid4(), ())
    accounts = [account.pk, *(one for one in before.accounts if one != account.pk)][:MOST]
    known = {"id": str(before.id), "accounts": [str(one) for one in accounts]}
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=SALT),
        max_age=KEPT,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
