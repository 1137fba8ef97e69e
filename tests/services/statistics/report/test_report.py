"""A report is read as a draft, published as it was read, and keeps its numbers; what comes later is its next revision."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from registry.people.models import Beneficiary
from services.statistics.models import Report
from services.statistics.reading.periods import Period, months_after
from services.statistics.report import actions
from services.statistics.report.drafts import draft_of
from tests.cast import sign_in
from tests.conftest import problem
from tests.services.visits import lines_of, person_of, undo, visit
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
REPORTS = "/api/v1/statistics/reports/"


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def last_month() -> date:
    return months_after(cairo_today().replace(day=1), -1)


def asked(governorate: str = "EG-LX", first: date | None = None) -> str:
    month = first or last_month()
    return f"?governorate={governorate}&from={month:%Y-%m}"


def draft(client: Client, query: str = "") -> dict[str, Any]:
    answer = client.get(f"{REPORTS}draft/{query or asked()}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def send(client: Client, seal: str, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(REPORTS, json.dumps({"seal": seal}), content_type="application/json", headers=headers)


def published(client: Client, query: str = "") -> dict[str, Any]:
    answer = send(client, draft(client, query)["seal"])
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_draft_tells_what_was_counted_and_what_before(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    month = last_month()
    visit(
        clerk,
        luxor_unit.pk,
        person.pk,
        lines_of("PHC-FM", "PHC-LAB", quantity=2),
        on=month + timedelta(days=3),
    )
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-EXAM"), on=months_after(month, -1))
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", quantity=7))
    told = draft(sign_in(client, clerk))
    numbers = told["numbers"]
    assert (told["revision"], told["revises"], told["seal"]) == (1, None, None)
    assert numbers["is_over"] and numbers["known_until"] == str(months_after(month, 1) - timedelta(days=1))
    assert numbers["registered"]["value"] == numbers["registered"]["before"] == 1
    services = numbers["services"]
    assert (services["value"], services["before"], services["year_before"], services["total"]) == (
        4,
        1,
        None,
        12,
    )
    assert {one["code"]: (one["value"], one["before"]) for one in services["by_kind"]} == {
        "PHC-FM": (2, 0), "PHC-LAB": (2, 0), "PHC-EXAM": (0, 1),
    }  # fmt: skip
    assert sum(one["value"] for one in numbers["districts"]) == services["value"]
    assert sum(one["facilities"] for one in numbers["districts"]) == numbers["facilities"]["total"]
    assert numbers["examined"]["people"] == 1 and numbers["homes"]["share"] == 1


def test_what_is_published_keeps_its_numbers_and_a_later_revision_says_what_changed(
    client: Client, clerk: Account, governorate_admin: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    day = last_month() + timedelta(days=3)
    (slip, _kept) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB", quantity=2), on=day)
    sign_in(client, governorate_admin)
    first = published(client)
    shown_then = client.get(f"{REPORTS}{first['code']}/").json()
    pdf_then = client.get(f"/en/statistics/reports/{first['code']}/pdf/").content
    undo(clerk, slip)
    assert client.get(f"{REPORTS}{first['code']}/").json() == shown_then
    assert client.get(f"/en/statistics/reports/{first['code']}/pdf/").content == pdf_then
    assert shown_then["numbers"] == first["numbers"] and first["changes"] == []

    second = published(client)
    assert (second["revision"], second["revises"], second["revised_by"]) == (2, first["code"], None)
    changed = {one["code"]: (one["before"], one["now"]) for one in second["changes"]}
    assert changed["services"] == (4, 2)
    assert changed["services.by_kind.value.PHC-FM"] == (2, None)
    assert changed[f"districts.value.{luxor_unit.district_id}"] == (4, 2)
    assert "registered" not in changed and "facilities" not in changed
    again = client.get(f"{REPORTS}{first['code']}/").json()
    assert again["revised_by"] == second["code"] and again["numbers"] == shown_then["numbers"]
    page = client.get(f"/en/statistics/reports/{second['code']}/").content.decode()
    assert "What changed since the last revision" in page
    assert "A later revision" in client.get(f"/en/statistics/reports/{first['code']}/").content.decode()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Report.objects.update(numbers={})
    listed = client.get(REPORTS).json()["results"]
    assert [one["code"] for one in listed] == [second["code"], first["code"]]


def test_what_is_published_is_what_was_read_even_when_more_was_logged_meanwhile(
    client: Client, clerk: Account, governorate_admin: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, governorate_admin)
    read = draft(client)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"), on=last_month())
    assert send(client, read["seal"]).json()["numbers"] == read["numbers"]


def test_publishing_is_audited_and_sent_twice_is_done_once(
    client: Client, governorate_admin: Account
) -> None:
    seal = draft(sign_in(client, governorate_admin))["seal"]
    first, second = (send(client, seal, key="a-key-of-my-own") for _time in range(2))
    assert first.status_code == 201 and first.content == second.content
    assert first.headers["Location"].endswith(f"{REPORTS}{first.json()['code']}/")
    report = Report.objects.get()
    with system_reach():
        event = Event.objects.get(action="statistics.publish_report")
    assert (event.subject_id, event.account_id) == (report.code, governorate_admin.pk)
    assert report.code == f"EG-LX-{last_month():%Y-%m}-{last_month():%Y-%m}-1"


def test_nothing_is_published_when_nothing_changed_or_another_came_first(
    client: Client, national_admin: Account, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, national_admin)
    read = draft(client)["seal"]
    assert send(client, read).status_code == 201
    late = send(client, read)
    assert late.status_code == 409 and "بعد أن قرأت المسودة" in problem(late)["detail"]
    same = send(client, draft(client)["seal"])
    assert same.status_code == 409 and "لا جديد يُنشر" in problem(same)["detail"]
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"), on=last_month())
    assert send(client, draft(client)["seal"]).status_code == 201


def test_who_may_publish(
    client: Client,
    clerk: Account,
    manager: Account,
    governorate_admin: Account,
    national_admin: Account,
    citizen: Account,
) -> None:
    seals = {
        code: draft(sign_in(client, national_admin), asked(code))["seal"] for code in ("EG-LX", "EG-PTS")
    }
    for account in (clerk, manager, citizen):
        sign_in(client, account)
        assert send(client, seals["EG-LX"]).status_code == 403
        answer = client.post("/en/statistics/reports/draft/", {"seal": seals["EG-LX"]})
        assert answer.status_code == 403
    sign_in(client, governorate_admin)
    assert draft(client, asked("EG-PTS"))["seal"] is None
    assert send(client, seals["EG-PTS"]).status_code == 403
    assert client.post("/en/statistics/reports/draft/", {"seal": seals["EG-PTS"]}).status_code == 403
    assert not Report.objects.exists()
    assert send(client, seals["EG-LX"]).status_code == 201
    assert send(sign_in(client, national_admin), seals["EG-PTS"]).status_code == 201


def test_reports_of_every_governorate_are_read_by_all_staff_and_by_nobody_else(
    client: Client, foreign_clerk: Account, national_admin: Account, citizen: Account
) -> None:
    code = published(sign_in(client, national_admin))["code"]
    pages = [f"{start}{rest}" for start in ("/en/statistics/reports/", REPORTS)
             for rest in ("", f"draft/{asked()}", f"draft/pdf/{asked()}", f"{code}/", f"{code}/pdf/")]  # fmt: skip
    for page in pages:
        assert sign_in(client, foreign_clerk).get(page).status_code == 200, page
        assert sign_in(client, citizen).get(page).status_code == 403, page
        assert Client().get(page).status_code in (302, 401), page
    assert client.get(f"{REPORTS}EG-LX-2020-01-2020-01-9/").status_code == 403
    assert sign_in(client, foreign_clerk).get(f"{REPORTS}EG-LX-2020-01-2020-01-9/").status_code == 404


def test_only_an_unspoilt_draft_of_the_last_hour_is_published(
    client: Client, governorate_admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = draft(sign_in(client, governorate_admin))["seal"]
    forged = signing.dumps([1, {}], salt="something.else", compress=True)
    for wrong in ("", "nonsense", seal[:-2], f"{seal}x", forged, "\x00"):
        answer = send(client, wrong)
        assert answer.status_code in (400, 422) and problem(answer)["errors"][0]["field"] == "seal", wrong
    monkeypatch.setattr(signing.time, "time", lambda now=signing.time.time: now() + 3601)
    answer = send(client, seal)
    assert (answer.status_code, problem(answer)["errors"][0]["code"]) == (422, "old")
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("?governorate=EG-LX&from=2026-05&to=2026-02", {"to"}),
        ("?governorate=EG-LX&from=2018-12", {"from"}),
        ("?governorate=EG-LX&from=2999-01", {"from"}),
        ("?governorate=EG-LX&from=soon&to=2026-13", {"from", "to"}),
        ("?from=2026-01", {"governorate"}),
        ("?governorate=EG-XX&from=x", {"governorate", "from"}),
        ("?governorate=%00", {"governorate"}),
        ("?governorate=EG-LX&governorate=EG-C", {"governorate"}),
        ("?governorate=EG-LX&colour=blue", {"colour"}),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_at_its_fields(
    query: str, fields: set[str], client: Client, clerk: Account
) -> None:
    sign_in(client, clerk)
    for rest in ("draft/", "draft/pdf/"):
        answer = client.get(f"{REPORTS}{rest}{query}")
        assert answer.status_code == 400
        assert {fault["field"] for fault in problem(answer)["errors"]} == fields
        page = client.get(f"/ar/statistics/reports/{rest}{query}")
        assert page.status_code == 400
        assert ("error-message" in page.content.decode()) == (fields != {"colour"})


def test_a_list_is_narrowed_to_a_governorate(client: Client, national_admin: Account) -> None:
    sign_in(client, national_admin)
    for code in ("EG-LX", "EG-PTS"):
        published(client, asked(code))
    for code in ("EG-LX", "EG-PTS"):
        (one,) = client.get(f"{REPORTS}?governorate={code}").json()["results"]
        assert one["governorate"]["code"] == code
    assert client.get(f"{REPORTS}?governorate=EG-XX").status_code == 400
    assert client.get("/en/statistics/reports/?governorate=EG-XX").status_code == 400
    assert client.get("/en/statistics/reports/?page=x").status_code == 400
    assert (
        "No report of this governorate"
        in client.get("/en/statistics/reports/?governorate=EG-C").content.decode()
    )


def test_a_governorate_without_anything_has_a_report_that_says_so(client: Client, clerk: Account) -> None:
    page = sign_in(client, clerk).get(f"/en/statistics/reports/draft/{asked('EG-C')}").content.decode()
    for sentence in (
        "0 people were registered in Cairo.",
        "The portal counted no services yet in the months before.",
        "no data",
    ):
        assert sentence in page
    assert client.get(f"/ar/statistics/reports/draft/pdf/{asked('EG-C')}").status_code == 200


def test_a_period_that_is_not_over_says_up_to_when_it_is_known(client: Client, clerk: Account) -> None:
    query = asked(first=cairo_today().replace(day=1))
    told = draft(sign_in(client, clerk), query)
    assert not told["numbers"]["is_over"] and told["numbers"]["known_until"] == str(cairo_today())
    page = client.get(f"/en/statistics/reports/draft/{query}").content.decode()
    assert "The period is not over" in page and "Draft, not published" in page


def test_the_services_of_a_running_period_are_compared_with_nothing(
    client: Client, clerk: Account, luxor_unit: Facility
) -> None:
    this = cairo_today().replace(day=1)
    person = person_of(luxor_unit)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", quantity=4), on=months_after(this, -1))
    sign_in(client, clerk)
    running = client.get(f"/en/statistics/reports/draft/{asked(first=this)}").content.decode()
    assert "75.0%" not in running and "counted no services yet" not in running
    assert draft(client, asked(first=this))["numbers"]["services"]["before"] is None


def test_publishing_on_the_page(client: Client, governorate_admin: Account) -> None:
    sign_in(client, governorate_admin)
    address = f"/en/statistics/reports/draft/{asked()}"
    shown = client.get(address).context
    form = {"seal": shown["draft"]["seal"], "key": shown["key"]}
    first, second = client.post(address, form), client.post(address, form)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert client.get(first.headers["Location"]).status_code == 200
    refused = client.post(address, {**form, "key": "another-key"})
    assert refused.status_code == 409 and "was published since you read the draft" in refused.content.decode()
    assert client.post(address, {"seal": "nonsense"}).status_code == 422
    assert Report.objects.count() == 1


def test_a_report_whose_audit_fails_is_not_published(
    governorate_admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = cairo_today()
    period = Period(last_month(), last_month())
    read = draft_of(Governorate.objects.get(pk="EG-LX"), period, today)

    def fail(**_more: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "note", fail)
    with pytest.raises(RuntimeError):
        actions.publish(by=governorate_admin, seal=read.sealed(), now=timezone.now())
    assert not Report.objects.exists()
