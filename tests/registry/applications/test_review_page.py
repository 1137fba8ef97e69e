"""An application before its reviewer: what it waits for and since when, what looks odd, each decision unfolded when wanted."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from facilities.directory.models import Facility
from registry.applications.models import Application
from tests.cast import english, sign_in
from tests.families import ADDRESS, family_of_five, send_application
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db


def page_of(client: Client, application: Application, query: str = "") -> str:
    return client.get(english("application-review", application.pk) + query).content.decode()


def test_a_reviewer_reads_first_what_it_waits_for_and_since_when(
    client: Client, clerk: Account, sent_application: Application
) -> None:
    sign_in(client, clerk)
    with system_reach():
        Application.objects.filter(pk=sent_application.pk).update(
            sent_at=sent_application.sent_at - timedelta(days=3)
        )
    head = page_of(client, sent_application).partition('<div class="columns">')[0]
    assert "Waits for: a decision" in head and "Has waited: 3 days" in head
    assert "3 days" in client.get(english("applications")).content.decode()


def test_what_looks_odd_is_said_to_the_reviewer_too(
    client: Client, citizen: Account, clerk: Account, luxor_unit: Facility
) -> None:
    people = family_of_five(day=3)
    people[1]["national_id"] = people[1]["national_id"][:13] + str(
        (int(people[1]["national_id"][13]) + 1) % 10
    )
    application = send_application(citizen, luxor_unit, people)
    page = page_of(sign_in(client, clerk), application)
    assert "Look at this again" in page and "its last digit is unusual" in page
    assert "Look at this again" not in page_of(
        client, send_application(citizen, luxor_unit, family_of_five(5))
    )


def test_an_arabic_address_keeps_its_order_on_an_english_page(
    client: Client, clerk: Account, sent_application: Application
) -> None:
    assert f"<dd><bdi>{ADDRESS}</bdi></dd>" in page_of(sign_in(client, clerk), sent_application)


def test_a_refused_decision_stays_unfolded(
    client: Client, clerk: Account, sent_application: Application
) -> None:
    sign_in(client, clerk)
    assert re.findall(r'<details class="details"( open)?>', page_of(client, sent_application)) == ["", ""]
    assert re.findall(
        r'<details class="details"( open)?>', page_of(client, sent_application, "?lines=6")
    ) == [
        " open",
        "",
    ]
    answer = client.post(
        f"{english('application-review', sent_application.pk)}refuse/", {"key": "no-reason", "version": "99"}
    )
    assert answer.status_code in (412, 422)
    answer = client.post(
        f"{english('application-review', sent_application.pk)}refuse/",
        {"key": "no-reason-2", "version": sent_application.version},
    )
    assert answer.status_code == 422
    assert re.findall(r'<details class="details"( open)?>', answer.content.decode()) == ["", " open"]
