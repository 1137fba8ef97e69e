"""Who signed in again beside an open form, without JavaScript: the old form is not taken, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.http import urlencode

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application
from tests.cast import english, sign_in
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db
TYPED = {"address": "12 شارع المعبد", "version": "1", "csrfmiddlewaretoken": "x" * 64}
OWN_FORM = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def draft(citizen: Account, luxor_unit: Facility) -> Application:
    with within(reach_of(citizen)):
        return actions.begin(by=citizen, today=cairo_today(), given={"governorate": "EG-LX"})


@pytest.fixture
def browser(citizen: Account) -> Client:
    """A browser whose token is another one than that of the form it left open."""
    return sign_in(Client(enforce_csrf_checks=True), citizen)


def address_of(draft: Application) -> str | None:
    with system_reach():
        return Application.objects.get(pk=draft.pk).address


def send_old_form(browser: Client, draft: Application, **headers: str) -> Any:
    browser.cookies["csrftoken"] = "y" * 32
    body = urlencode(TYPED)
    form = "application/x-www-form-urlencoded"
    return browser.post(english("register-address", draft.pk), body, form, headers=headers)


def test_the_form_comes_again_with_what_was_typed(browser: Client, draft: Application) -> None:
    answer = send_old_form(browser, draft, **OWN_FORM)
    assert (answer.status_code, answer.headers["Location"]) == (302, english("register-address", draft.pk))
    assert address_of(draft) is None, "nothing is saved by an old token"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert TYPED["address"] in page and "What you typed is here again" in page


def test_another_person_who_signed_in_there_is_shown_nothing(
    browser: Client, draft: Application, other_citizen: Account
) -> None:
    sign_in(browser, other_citizen)
    answer = send_old_form(browser, draft, **OWN_FORM)
    assert browser.get(answer.headers["Location"]).status_code == 404
    assert address_of(draft) is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_what_another_site_or_a_script_sends_is_refused(
    browser: Client, draft: Application, headers: dict[str, str]
) -> None:
    assert send_old_form(browser, draft, **headers).status_code == 403
    page = browser.get(english("register-address", draft.pk)).content.decode()
    assert TYPED["address"] not in page and address_of(draft) is None


def test_forms_that_keep_nothing_say_that_they_were_open_too_long(browser: Client, citizen: Account) -> None:
    browser.cookies["csrftoken"] = "y" * 32
    answer = browser.post(english("change-number"), {"phone": "01000000077"}, headers=OWN_FORM)
    assert answer.status_code == 403 and "open for too long" in answer.content.decode()
