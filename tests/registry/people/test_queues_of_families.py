"""The links among the queues of families: each role is led where it may go, and sees where it is."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from registry.people.templatetags.family_queues import waited
from tests.cast import english, sign_in

pytestmark = pytest.mark.django_db
OF_ALL = ["applications", "life-events", "unit-requests", "possible-duplicates"]
OF_ROLES = {
    "clerk": [*OF_ALL, "file-access"],
    "manager": OF_ALL,
    "governorate_admin": [*OF_ALL, "handovers"],
    "national_admin": [*OF_ALL, "handovers"],
}


@pytest.mark.parametrize("role", OF_ROLES)
def test_each_role_is_led_to_the_queues_that_it_may_open_and_sees_where_it_is(
    client: Client, request: Any, role: str
) -> None:
    sign_in(client, request.getfixturevalue(role))
    expected = [english(name) for name in OF_ROLES[role]]
    for address in expected:
        answer = client.get(address)
        assert answer.status_code == 200, address
        nav = re.search(r'<ul class="chips">(.*?)</ul>', answer.content.decode(), re.DOTALL)
        assert nav is not None and re.findall(r'href="([^"]+)"', nav[1]) == expected
        assert re.findall(r'aria-current="page" href="([^"]+)"', nav[1]) == [address]


@pytest.mark.parametrize("role", OF_ROLES)
def test_a_queue_that_is_not_named_is_closed(client: Client, request: Any, role: str) -> None:
    sign_in(client, request.getfixturevalue(role))
    for name in {"file-access", "handovers"} - set(OF_ROLES[role]):
        assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    ("since", "said", "in_arabic"),
    [
        (datetime(2026, 4, 9, 23, tzinfo=UTC), "since today", "منذ اليوم"),
        ("2026-04-09T12:00:00+02:00", "1 day", "يوم واحد"),
        ("2026-04-08T12:00:00+02:00", "2 days", "يومان"),
        ("2026-04-05T12:00:00+02:00", "5 days", "5 أيام"),
        ("2026-03-30T12:00:00+02:00", "11 days", "11 يومًا"),
    ],
)
def test_for_how_long_somebody_waited_is_counted_in_days_of_cairo(
    since: datetime | str, said: str, in_arabic: str
) -> None:
    today = date(2026, 4, 10)
    with translation.override("en"):
        assert waited(since, today) == said
    with translation.override("ar"):
        assert waited(since, today) == in_arabic
