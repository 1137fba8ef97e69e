"""How a message leaves the house: through an HTTP gateway, or, in a demonstration, onto a page."""

import json
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.checks import Tags, Warning, register

TIMEOUT = 5  # seconds


class GatewayRefused(Exception):
    """The gateway will not take this message, now or later."""


class GatewayAway(Exception):
    """The gateway cannot be reached or is busy; the same message may go through later."""


def deliver(to: str, body: str) -> None:
    """Hand one message to the gateway; GatewayRefused or GatewayAway when it is not taken.

    With SMS_GATEWAY_URL: a POST of {"to", "text"} as JSON, with SMS_GATEWAY_TOKEN as bearer. In a demonstration
    nothing leaves the house: the message is read on the page of messages.
    """
    if settings.DEMO:
        return
    if not settings.SMS_GATEWAY_URL.startswith(("https://", "http://")):
        raise GatewayAway("SMS_GATEWAY_URL is not set")
    request = Request(  # noqa: S310  (the address is a setting, http or https)
        settings.SMS_GATEWAY_URL,
        data=json.dumps({"to": to, "text": body}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
    )
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            return
    except HTTPError as fault:
        if fault.code < 500 and fault.code != 429:
            raise GatewayRefused(f"status {fault.code}") from fault
        raise GatewayAway(f"status {fault.code}") from fault
    except (OSError, HTTPException, ValueError) as fault:
        raise GatewayAway(str(fault)) from fault


@register(Tags.database)
def gateway_is_set(app_configs: object, **kwargs: object) -> list[Warning]:
    """Citizens sign in by message: without a gateway nobody could. Checked when the tables are made."""
    if settings.DEMO or settings.SMS_GATEWAY_URL.startswith(("https://", "http://")):
        return []
    return [
        Warning(
            "No gateway for messages is set, so no citizen can sign in."
            " Set SMS_GATEWAY_URL (and SMS_GATEWAY_TOKEN) to the address that sends "
            "short messages, or DEMO=1 for a demonstration that sends nothing.",
            id="notices.W001",
        )
    ]
