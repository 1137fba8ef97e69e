"""Turns: so many families a second begin; who comes when there are more waits, in order, and loses nothing."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from registry.applications import actions, turns
from registry.applications.models import Application
from tests.cast import english, sign_in
from tests.conftest import problem
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import reach_of, within

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def given(monkeypatch: Any) -> turns.Turns:
    """Nobody has taken a turn yet."""
    own = turns.Turns()
    monkeypatch.setattr(turns, "TURNS", own)
    return own


@pytest.fixture
def rush(settings: Any, given: turns.Turns) -> None:
    """One family in a minute may begin, and the turns of the next two minutes are given."""
    settings.REGISTRATIONS_PER_SECOND = 1 / 60
    for _turn in range(3):
        given.take(timezone.now())


def test_each_moment_is_given_once_and_in_order(settings: Any, given: turns.Turns) -> None:
    settings.REGISTRATIONS_PER_SECOND = 2.0
    moments = [given.take(NOW) for _family in range(20)]
    assert moments == sorted(set(moments))
    assert moments[-1] - moments[0] == timedelta(seconds=9.5)


@pytest.mark.parametrize("later", [timedelta(), timedelta(hours=1)], ids=["the first", "after an hour"])
def test_no_more_than_a_burst_begins_at_once(settings: Any, given: turns.Turns, later: timedelta) -> None:
    settings.REGISTRATIONS_PER_SECOND = 2.0
    given.take(NOW - timedelta(hours=1))
    waiting = [turn for turn in (given.take(NOW + later) for _family in range(30)) if turn > NOW + later]
    assert len(waiting) == 30 - 2 * turns.BURST.seconds - 1


def test_fewer_begin_where_pages_take_longer(settings: Any, given: turns.Turns) -> None:
    settings.REGISTRATIONS_PER_SECOND = 0
    rates = []
    for seconds in (0.01, 0.2, 40.0):
        for _page in range(20 * turns.REMEMBERED):
            given.took(seconds)
        first, second = given.take(NOW), given.take(NOW)
        rates.append((second - first).total_seconds())
    assert rates == pytest.approx([0.5, 10.0, 50.0], rel=0.01)


def test_what_a_family_opens_says_how_long_pages_take(
    given: turns.Turns, client: Client, citizen: Account
) -> None:
    sign_in(client, citizen)
    with within(reach_of(citizen)):
        draft = actions.begin(by=citizen, today=cairo_today())
    assert client.get(english("register-governorate", draft.pk)).status_code == 200
    assert given.seconds != turns.FIRST


def test_many_at_once_get_a_moment_each(settings: Any, given: turns.Turns) -> None:
    settings.REGISTRATIONS_PER_SECOND = 100.0
    with ThreadPoolExecutor(8) as threads:
        moments = list(threads.map(lambda _family: given.take(NOW), range(800)))
    assert len(set(moments)) == 800


def test_who_has_a_turn_keeps_it_and_takes_no_second(rush: None) -> None:
    session: dict[str, Any] = {}
    now = timezone.now()
    first = turns.wait(session, now)
    assert first > timedelta(minutes=1)
    assert turns.wait(session, now + timedelta(seconds=30)) == first - timedelta(seconds=30)
    assert not turns.wait(session, now + first)
    assert not turns.wait(session, now + first + turns.KEPT - timedelta(seconds=1))
    assert turns.wait(session, now + first + turns.KEPT) >= timedelta()


def test_without_a_rush_nobody_waits(client: Client) -> None:
    answer = client.post(english("register"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(english("sign-in"))


@pytest.mark.parametrize("signed_in", [False, True], ids=["a visitor", "a citizen"])
def test_in_a_rush_a_page_waits_and_goes_on_by_itself(
    rush: None, client: Client, citizen: Account, signed_in: bool, monkeypatch: Any
) -> None:
    if signed_in:
        sign_in(client, citizen)
    waits = client.post(english("register"), {"key": "a-key-of-a-form"}, follow=True)
    assert waits.redirect_chain == [(english("register-turn"), 302)]
    assert waits.status_code == 200 and int(waits.headers["Refresh"]) == 30
    assert "Many families are registering now" in waits.content.decode()
    assert not Application.objects.exists()
    has_come = timezone.now() + timedelta(minutes=5)
    monkeypatch.setattr("registry.applications.views.starting.timezone.now", lambda: has_come)
    onward = client.get(english("register-turn"))
    assert onward.headers["Location"] == english("register")
    assert "It is your turn now." in client.get(english("register")).content.decode()
    begun = client.post(english("register"), {"key": "a-key-of-a-form"})
    assert begun.headers["Location"].startswith(english("register") if signed_in else english("sign-in"))
    assert Application.objects.filter(account=citizen).count() == int(signed_in)


def test_the_endpoint_waits_alike_and_says_how_long(rush: None, client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    answers = [
        client.post("/api/v1/applications/", json.dumps({}), content_type="application/json")
        for _time in range(2)
    ]
    waits = [int(answer.headers["Retry-After"]) for answer in answers]
    assert problem(answers[0])["status"] == 429
    assert 60 < waits[1] <= waits[0] <= 180
    assert not Application.objects.exists()


def test_clerks_and_those_who_have_begun_do_not_wait(
    rush: None, client: Client, clerk: Account, citizen: Account
) -> None:
    sign_in(client, clerk)
    assert client.post(english("counter"), {"key": "a-key-of-a-form"}).headers["Location"].endswith("/phone/")
    with within(reach_of(citizen)):
        draft = actions.begin(by=citizen, today=cairo_today())
    assert sign_in(Client(), citizen).get(english("register-governorate", draft.pk)).status_code == 200


def test_who_has_no_turn_is_led_to_the_start(client: Client) -> None:
    assert client.get(english("register-turn")).headers["Location"] == english("register")
