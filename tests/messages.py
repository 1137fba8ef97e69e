"""How long a short message is, and the watch that every message of every test fits into one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.signals import post_save

from uhis_portal.notices.models import Message

# 3GPP TS 23.038: the default alphabet, and the signs that take two places in it.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = set("^{}\\[~]|€\f")
ONE_GSM, ONE_UCS2, TWO_UCS2 = 160, 70, 134


def places_left(body: str) -> int:
    """How many signs still go into one message; negative when it is too long. With a link, two messages are allowed."""
    if set(body) <= GSM | GSM_TWICE:
        return ONE_GSM - sum(2 if sign in GSM_TWICE else 1 for sign in body)
    length = len(body.encode("utf-16-le")) // 2
    return (TWO_UCS2 if "://" in body else ONE_UCS2) - length


@pytest.fixture(autouse=True, scope="session")
def _every_message_fits() -> Iterator[None]:
    """Whatever a test has the portal send, in either language, is one short message."""

    def look(instance: Message, created: bool, **_more: Any) -> None:
        if created:
            assert places_left(instance.body) >= 0, f"too long for one message: {instance.body}"

    post_save.connect(look, sender=Message, weak=False, dispatch_uid="every message fits")
    yield
    post_save.disconnect(sender=Message, dispatch_uid="every message fits")
