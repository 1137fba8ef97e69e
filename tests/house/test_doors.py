"""Every URL × method × role, run as declared in doors.py."""

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.cast import sign_in
from tests.house import doors
from tests.house.doors import HIDDEN, METHODS, NO_METHOD, OPEN, REFUSED, ROLES, SIGN_IN, urls
from tests.house.doors_declared import DOORS


def test_every_url_is_declared_and_every_declared_url_exists() -> None:
    assert set(urls()) == set(DOORS)


def test_an_undeclared_url_is_found() -> None:
    assert set(urls()) - (set(DOORS) - {"desk"}) == {"desk"}


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(DOORS) * len(METHODS) * len(ROLES) >= 1000


def outcome(answer: HttpResponse) -> str:
    """What a door did, told from its answer."""
    assert answer.status_code < 500, answer.content[:500]
    if answer.status_code == 401 or (answer.status_code == 302 and "/sign-in/?next=" in answer.headers["Location"]):
        return SIGN_IN
    return {403: REFUSED, 404: HIDDEN, 405: NO_METHOD}.get(answer.status_code, OPEN)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_door_opens_to_whom_it_should(role: str, world: dict[str, Any], cast: dict[str, Any]) -> None:
    client = Client(raise_request_exception=True)
    wrong = []
    for name, door in DOORS.items():
        for method in METHODS:
            with translation.override("en"):
                address = reverse(name, kwargs=world.get(name, {}))
            if role != "nobody":
                sign_in(client, cast[role])
            body = {} if method == "GET" else {"data": "{}" if "/api/" in address else {}, }
            if method != "GET" and "/api/" in address:
                body["content_type"] = "application/json"
            elif method not in ("GET", "POST"):
                body = {"data": "", "content_type": "application/x-www-form-urlencoded"}
            done = outcome(getattr(client, method.lower())(address, **body))
            if done not in door.expected(role, method):
                wrong.append(f"{method} {address} as {role}: {done}, not {door.expected(role, method)}")
    assert wrong == []


@pytest.mark.django_db
def test_what_does_not_exist_is_hidden_as_what_is_not_yours(cast: dict[str, Any], world: dict[str, Any]) -> None:
    client = sign_in(Client(), cast["clerk"])
    for name, arguments in world.items():
        if "pk" in arguments and doors.OPEN in DOORS[name].expected("clerk", "GET"):
            with translation.override("en"):
                assert client.get(reverse(name, kwargs={**arguments, "pk": uuid.uuid4()})).status_code == 404, name
