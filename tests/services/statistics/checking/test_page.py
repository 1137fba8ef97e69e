"""The page of the check: what the last recount found, what can be seen now, and a recount for administrators of the country."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.statistics import jobs
from services.statistics.actions import begin_check, check_next
from services.statistics.checking.words import ROLL_UPS, SOURCES
from services.statistics.counting import ROLLS
from services.statistics.models import Check, ServicesByDay
from tests.cast import english, sign_in
from tests.services.visits import lines_of, person_of, visit
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)
ENDPOINT = "/api/v1/statistics/check/"


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def recount(by: Account) -> Check:
    check = begin_check(by=by, now=timezone.now())
    while check_next():
        pass
    return check


def parts(rows: list[dict[str, Any]], value: str) -> dict[str, Any]:
    return {row["code"]: row[value] for row in rows}


def test_every_roll_up_has_a_name_for_people() -> None:
    assert set(ROLL_UPS) == {roll.name for roll in ROLLS}


def test_what_waits_and_what_the_tables_come_to_is_shown_at_once(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB", quantity=2))
    sign_in(client, clerk)
    waiting = client.get(ENDPOINT).json()
    assert parts(waiting["waiting"], "changes") == {
        "services": 2, "registered": 1, "applications": 0, "people_reached": 2,
    }  # fmt: skip
    assert parts(waiting["totals"], "value") == {"services": 4, "registered": 1}
    assert (waiting["last"], waiting["under_way"], waiting["folded_at"]) == (None, None, None)
    jobs.roll_up()
    folded = client.get(ENDPOINT).json()
    assert set(parts(folded["waiting"], "changes").values()) == {0}
    assert parts(folded["totals"], "value") == {"services": 4, "registered": 1}
    assert all(parts(folded["totals"], "agree").values())
    assert (folded["folded"], folded["folded_at"] is None) == (5, False)
    assert set(parts(folded["waiting"], "changes")) == set(SOURCES)


def test_tables_that_do_not_agree_are_seen_before_the_recount(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    ServicesByDay.objects.update(quantity=8)
    sign_in(client, clerk)
    totals = client.get(ENDPOINT).json()["totals"]
    assert parts(totals, "agree") == {"services": False, "registered": True}
    assert parts(totals, "value")["services"] is None
    assert "They do not agree" in client.get(english("numbers-check")).content.decode()


def test_the_page_says_what_the_last_recount_found(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    jobs.roll_up()
    sign_in(client, clerk)
    assert "have not been recounted yet" in client.get(english("numbers-check")).content.decode()
    recount(Account.system())
    page = client.get(english("numbers-check")).content.decode()
    assert "All numbers agreed with the last recount" in page
    assert "the clock, as every night" in page
    ServicesByDay.objects.update(quantity=8)
    recount(Account.system())
    page = client.get(english("numbers-check")).content.decode()
    assert "The last recount found wrong numbers" in page
    assert "Services by governorate, kind and day" in page
    sent = client.get(ENDPOINT).json()
    assert (sent["last"]["wrong"], sent["last"]["nightly"]) == (1, True)
    (found,) = sent["last"]["found"]
    assert (found["shown"], found["recounted"]) == ("8 1", "1 1")
    assert found["roll_up"]["en"] == "services by governorate, kind and day"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_renders_what_the_endpoint_sends(
    language: str, client: Client, national_admin: Account, clerk: Account, person: Beneficiary
) -> None:
    recount(national_admin)
    begin_check(by=national_admin, now=timezone.now())
    check_next()
    sign_in(client, clerk)
    sent = client.get(ENDPOINT).json()
    shown = client.get(f"/{language}/statistics/check/").context["state"]
    assert {**shown, "as_of": sent["as_of"]} == sent
    assert (sent["under_way"]["done"], sent["under_way"]["of"]) == (1, len(ROLLS))
    assert (sent["last"]["nightly"], sent["last"]["seconds"] is None) == (False, False)


def test_an_administrator_of_the_country_begins_a_recount_once(
    client: Client, national_admin: Account, person: Beneficiary
) -> None:
    sign_in(client, national_admin)
    page = client.get(english("numbers-check"))
    key = page.context["key"]
    for _time in range(2):
        answer = client.post(english("numbers-check-begin"), {"key": key})
        assert (answer.status_code, answer.headers["Location"]) == (302, english("numbers-check"))
    assert Check.objects.get().asked_by == national_admin.pk
    jobs.check()
    answer = client.post(ENDPOINT, headers={"Idempotency-Key": "recount-1"})
    assert answer.status_code == 202
    again = client.post(ENDPOINT, headers={"Idempotency-Key": "recount-1"})
    assert (again.status_code, again.content) == (202, answer.content)
    assert client.post(ENDPOINT).json()["begun_at"] == answer.json()["begun_at"]
    assert Check.objects.count() == 2
    with system_reach():
        noted = Event.objects.filter(action="statistics.begin_check", account_id=national_admin.pk)
        assert noted.count() == 2


def test_nobody_else_begins_one(
    client: Client, governorate_admin: Account, clerk: Account, manager: Account, citizen: Account
) -> None:
    for account in (governorate_admin, clerk, manager, citizen):
        sign_in(client, account)
        assert client.post(ENDPOINT).status_code == 403
        assert client.post(english("numbers-check-begin"), {"key": "k" * 10}).status_code == 403
    assert not Check.objects.exists()
    sign_in(client, clerk)
    assert english("numbers-check-begin") not in client.get(english("numbers-check")).content.decode()


def test_queries_of_the_state_are_few_and_do_not_grow_with_the_ledger(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(ENDPOINT).status_code == 200
        return len(caught)

    queries()
    before = queries()
    for day in range(5):
        on = timezone.localdate() - timedelta(days=day)
        visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB"), on=on)
    jobs.roll_up()
    recount(Account.system())
    assert queries() == before
    assert before <= 20
