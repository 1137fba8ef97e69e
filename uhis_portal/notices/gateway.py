"""How a message leaves the house: through an HTTP gateway, or, in a demonstration, onto a page."""

import json
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.checks import Tags, Warning, register

TIMEOUT = 5  # seconds


class GatewayRefused(Exception):
    """The gateway did not take the message."""


def deliver(to: str, body: str) -> None:
    """Hand one message to the gateway; GatewayRefused when it is not taken.

    With SMS_GATEWAY_URL: a POST of {"to", "text"} as JSON, with SMS_GATEWAY_TOKEN as bearer. In a demonstration
    nothing leaves the house: the message is read on the page of messages.
    """
    if settings.DEMO:
        return
    if not settings.SMS_GATEWAY_URL:
        raise GatewayRefused("SMS_GATEWAY_URL is not set")
    request = Request(  # noqa: S310  (the address is a setting, checked below to be http or https)
        settings.SMS_GATEWAY_URL,
        data=json.dumps({"to": to, "text": body}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
    )
    try:
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310  (the address is a setting)
            if response.status >= 300:
                raise GatewayRefused(f"status {response.status}")
    except OSError as fault:
        raise GatewayRefused(str(fault)) from fault


@register(Tags.database)
def gateway_is_set(app_configs: object, **kwargs: object) -> list[Warning]:
    """Citizens sign in by message: without a gateway nobody could. Checked when the tables are made."""
    if settings.DEMO or settings.SMS_GATEWAY_URL.startswith(("https://", "http://")):
        return []
    return [
        Warning(
            "No gateway for messages is set, so no citizen can sign in. Set SMS_GATEWAY_URL (and SMS_GATEWAY_TOKEN) to the address that sends "
            "short messages, or DEMO=1 for a demonstration that sends nothing.",
            id="notices.W001",
        )
    ]
