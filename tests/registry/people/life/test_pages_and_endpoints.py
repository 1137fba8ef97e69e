"""Changes of families through pages and endpoints: the same actions, the same faults at the same fields, every reading noted."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from facilities.directory.models import Facility
from registry.people.models import FileHolder, Household, LifeEvent
from tests.cast import sign_in
from tests.conftest import problem
from tests.families import national_id
from tests.registry.people.households import PAPER, now_in, pk, record, registered_family, tell, the
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(clerk: Account, citizen: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit, holder=citizen)


def page(family: Household, kind: str) -> str:
    return f"/en/families/{family.pk}/changes/new/{kind}/"


def carried(answer: Any) -> dict[str, Any]:
    """The hidden inputs of a form, as the browser would send them again."""
    found: dict[str, Any] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode()
    ):
        found[name] = [*found[name], unescape(value)] if name in found else [unescape(value)]
    found.pop("csrfmiddlewaretoken", None)
    return found


def walk(client: Client, family: Household, kind: str, *answers: dict[str, Any], **last: Any) -> Any:
    """Answer one page after the other as a browser without JavaScript does, and send."""
    answer = client.get(page(family, kind))
    for one in answers:
        answer = client.post(page(family, kind), {**carried(answer), **one})
        assert answer.status_code == 200, answer.content.decode()
    return client.post(page(family, kind), {**carried(answer), **last, "send": "1"})


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}


def ask(client: Client, family: Household, **given: Any) -> Any:
    address = reverse("api-household-changes", args=[family.pk])
    return client.post(address, given, content_type="application/json")


def events() -> list[LifeEvent]:
    with system_reach():
        return list(LifeEvent.objects.order_by("reported_at"))


def noted(action: str) -> list[Event]:
    with system_reach():
        return list(Event.objects.filter(action=action))


def test_a_citizen_reports_a_birth_one_question_a_page(
    client: Client, citizen: Account, family: Household
) -> None:
    sign_in(client, citizen)
    born, mother = cairo_today() - timedelta(days=3), pk(the(family, "spouse"))
    sent = walk(
        client,
        family,
        "birth",
        {"full_name": "نور أحمد محمود"},
        {"known_by": "certificate"},
        {"certificate_number": "٧٧٨٨٩٩", "sex": "female", **day("birth_date", born)},
        {"guardian": mother},
    )
    [event] = events()
    assert sent.status_code == 302
    assert sent.headers["Location"] == f"/en/changes/{event.pk}/"
    assert (event.kind, event.status, event.happened_on) == ("birth", "reported", born)
    shown = client.get(sent.headers["Location"]).content.decode()
    assert "نور أحمد محمود" in shown
    assert "778899" not in shown
    assert "A clerk looks at it" in shown


def test_who_was_recorded_as_dead_by_mistake_is_named_so_wherever_the_report_is_read(
    client: Client, citizen: Account, clerk: Account, family: Household
) -> None:
    sign_in(client, citizen)
    number = {"other_national_id": national_id(date(1970, 5, 5), 2)}
    answer = client.post(page(family, "correction"), {"field": "alive"})
    checked = client.post(page(family, "correction"), {**carried(answer), **number})
    checked = client.post(page(family, "correction"), {**carried(checked), "what": "She is well."})
    sent = client.post(page(family, "correction"), {**carried(checked), "send": "1"})
    own = client.get(sent.headers["Location"])
    of_clerk = sign_in(Client(), clerk).get(sent.headers["Location"])
    for one in (answer, checked, own, of_clerk):
        told = one.content.decode()
        assert "National ID number of the person recorded as dead" in told
        assert "the other family" not in told and "finds the family" not in told
    assert "Bring a paper that shows the mistake" in own.content.decode()


def test_the_page_and_the_endpoint_leave_the_same_report(
    client: Client, citizen: Account, family: Household
) -> None:
    sign_in(client, citizen)
    spouse, on = pk(the(family, "spouse")), cairo_today() - timedelta(days=5)
    walk(client, family, "divorce", {"beneficiary": spouse}, day("happened_on", on),
         {"children": [pk(the(family, "child"))]}, {"lives": "own"})  # fmt: skip
    [by_page] = events()
    with system_reach():
        by_page.delete()
    answer = ask(client, family, kind="divorce", beneficiary=spouse, happened_on=on.isoformat(),
                 children=[pk(the(family, "child"))], lives="own")  # fmt: skip
    assert answer.status_code == 201
    [by_endpoint] = events()
    columns = ("kind", "household_id", "beneficiary_id", "happened_on", "details", "status", "reported_by_id")
    assert [getattr(by_page, one) for one in columns] == [getattr(by_endpoint, one) for one in columns]


@pytest.mark.parametrize(
    ("steps", "fault", "given", "field"),
    [
        ([{}], {}, {}, "beneficiary"),
        ([{"beneficiary": "SPOUSE"}, {}], {}, {"beneficiary": "SPOUSE"}, "happened_on"),
        (
            [{"beneficiary": "SPOUSE"}, day("happened_on", date(2999, 1, 1))],
            {},
            {"beneficiary": "SPOUSE", "happened_on": "2999-01-01"},
            "happened_on",
        ),
    ],
)
def test_both_doors_refuse_with_the_same_sentence_at_the_same_field(
    client: Client,
    citizen: Account,
    family: Household,
    steps: list[dict[str, Any]],
    fault: dict[str, Any],
    given: dict[str, Any],
    field: str,
) -> None:
    sign_in(client, citizen)
    spouse = pk(the(family, "spouse"))
    answer = client.get(page(family, "death"))
    for one in steps:
        filled = {name: spouse if value == "SPOUSE" else value for name, value in one.items()}
        answer = client.post(page(family, "death"), {**carried(answer), **filled})
    assert answer.status_code == 422
    filled = {name: spouse if value == "SPOUSE" else value for name, value in given.items()}
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    told = {
        error["field"]: error["message"]
        for error in problem(ask(client, family, kind="death", **filled))["errors"]
    }
    assert unescape(answer.content.decode()).count(told[field]) >= 2  # in the summary, and beside the field


def test_what_was_answered_comes_back_with_a_fault_and_with_the_button_back(
    client: Client, citizen: Account, family: Household
) -> None:
    sign_in(client, citizen)
    first = client.get(page(family, "birth"))
    second = client.post(page(family, "birth"), {**carried(first), "full_name": "نور أحمد محمود"})
    third = client.post(page(family, "birth"), {**carried(second), "known_by": "national_id"})
    wrong = client.post(page(family, "birth"), {**carried(third), "national_id": "299"})
    assert wrong.status_code == 422
    assert 'value="299"' in wrong.content.decode()
    assert carried(wrong)["full_name"] == ["نور أحمد محمود"]
    back = client.post(page(family, "birth"), {**carried(wrong), "national_id": "299", "back": "1"})
    assert re.search(r'value="national_id"[^>]*checked', back.content.decode())


def test_who_typed_a_number_sees_it_whole_before_sending(
    client: Client, citizen: Account, family: Household
) -> None:
    sign_in(client, citizen)
    number = national_id(date(1990, 1, 1), 1)
    answer = client.get(page(family, "join"))
    for one in ({"other_national_id": number}, {"relation": "parent"}, day("happened_on", cairo_today())):
        answer = client.post(page(family, "join"), {**carried(answer), **one})
    assert f">{number}<" in answer.content.decode()


def test_sent_twice_is_reported_once(client: Client, citizen: Account, family: Household) -> None:
    sign_in(client, citizen)
    answer = client.get(page(family, "death"))
    for one in ({"beneficiary": pk(the(family, "spouse"))}, day("happened_on", cairo_today())):
        answer = client.post(page(family, "death"), {**carried(answer), **one})
    body = {**carried(answer), "send": "1"}
    first, second = client.post(page(family, "death"), body), client.post(page(family, "death"), body)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(events()) == 1


def test_a_clerk_sees_the_queue_opens_a_change_and_confirms_it(
    client: Client, clerk: Account, citizen: Account, family: Household
) -> None:
    event = tell(
        citizen, family, "death", beneficiary=pk(the(family, "spouse")), happened_on=date(2026, 3, 1)
    )
    sign_in(client, clerk)
    assert str(event.pk) in client.get("/en/changes/").content.decode()
    shown = client.get(f"/en/changes/{event.pk}/")
    assert "no rule is known here: you decide" in shown.content.decode()
    refused = client.post(f"/en/changes/{event.pk}/confirm/", {"proof": "", "version": "1"})
    assert refused.status_code == 422
    assert "Write which paper you saw" in refused.content.decode()
    done = client.post(f"/en/changes/{event.pk}/confirm/", {"proof": PAPER, "version": "1"})
    assert done.status_code == 302
    assert len(now_in(family)) == 4
    assert [one.details for one in noted("people.list_lifeevent")] == [{"lifeevent": [str(event.pk)]}]
    assert {one.subject_id for one in noted("people.read_lifeevent")} == {str(event.pk)}


def test_a_clerk_records_a_death_with_the_paper_on_the_last_page(
    client: Client, clerk: Account, family: Household
) -> None:
    sign_in(client, clerk)
    found = client.get("/en/changes/", {"file_number": family.file_number.lower()})
    assert found.headers["Location"] == f"/en/families/{family.pk}/changes/new/"
    walk(
        client,
        family,
        "death",
        {"beneficiary": pk(the(family, "spouse"))},
        day("happened_on", cairo_today()),
        proof=PAPER,
    )
    [event] = events()
    assert (event.status, event.proof) == ("confirmed", PAPER)


def test_through_the_endpoint_a_change_is_confirmed_in_the_version_that_was_read(
    client: Client, clerk: Account, citizen: Account, family: Household
) -> None:
    event = tell(
        citizen, family, "death", beneficiary=pk(the(family, "spouse")), happened_on=date(2026, 3, 1)
    )
    sign_in(client, clerk)
    read = client.get(reverse("api-change", args=[event.pk]))
    assert read.json()["members"][1]["dependant"] == "not_known"
    address = reverse("api-change-confirm", args=[event.pk])
    stale = client.post(address, {"proof": PAPER}, content_type="application/json", HTTP_IF_MATCH='"9"')
    assert problem(stale)["status"] == 412
    done = client.post(
        address, {"proof": PAPER}, content_type="application/json", HTTP_IF_MATCH=read.headers["ETag"]
    )
    assert (done.status_code, done.json()["status"]) == (200, "confirmed")
    assert len(noted("people.read_lifeevent")) == 2


def test_a_report_with_a_key_is_made_once(client: Client, citizen: Account, family: Household) -> None:
    sign_in(client, citizen)
    given = {"kind": "correction", "field": "other", "what": "the street has another name"}
    address = reverse("api-household-changes", args=[family.pk])
    answers = [
        client.post(address, given, content_type="application/json", HTTP_IDEMPOTENCY_KEY="a-key-of-mine")
        for _ in "ab"
    ]
    assert answers[0].content == answers[1].content
    assert len(events()) == 1


def known_as_the_head(account: Account, family: Household) -> None:
    """The number is that of the head, whose file it goes on reading whoever leaves."""
    head = the(family, "head").beneficiary_id
    with system_reach():
        FileHolder.objects.filter(account=account, household=family).update(person=head)


def test_a_past_day_shows_who_has_left_since_and_the_reading_is_noted(
    client: Client, clerk: Account, citizen: Account, family: Household
) -> None:
    spouse = the(family, "spouse")
    known_as_the_head(citizen, family)
    record(clerk, family, "divorce", beneficiary=pk(spouse), happened_on=date(2026, 3, 1), lives="own")
    sign_in(client, clerk)
    address = reverse("api-household-members", args=[family.pk])
    before = client.get(address, {"on": "2026-02-28"}).json()
    assert [one["relation"] for one in before] == ["head", "spouse", "child", "child", "child"]
    assert before[1]["until"] == "2026-03-01"
    after = client.get(address, {"on": "2026-03-01"}).json()
    assert pk(spouse) not in {one["id"] for one in after}
    assert len(noted("people.read_household")) == 2
    assert problem(client.get(address, {"on": "yesterday"}))["status"] == 400
    sign_in(client, citizen)
    assert len(client.get(address, {"on": "2026-02-28"}).json()) == 5
    assert len(noted("people.read_household")) == 2


def test_the_family_still_reads_its_report_when_the_person_belongs_to_another_family(
    client: Client, clerk: Account, citizen: Account, family: Household
) -> None:
    known_as_the_head(citizen, family)
    event = record(
        clerk,
        family,
        "divorce",
        beneficiary=pk(the(family, "spouse")),
        happened_on=date(2026, 3, 1),
        lives="own",
    )
    sign_in(client, citizen)
    assert client.get(reverse("api-change", args=[event.pk])).json()["beneficiary"] is None
    assert client.get(f"/en/changes/{event.pk}/").status_code == 200


def test_the_queue_costs_the_same_however_long_it_is(
    client: Client, clerk: Account, citizen: Account, family: Household
) -> None:
    sign_in(client, clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/en/changes/").status_code == 200
        return len(caught)

    tell(citizen, family, "correction", field="other", what="one")
    one = queries()
    for number in range(5):
        tell(citizen, family, "correction", field="other", what=f"number {number}")
    assert queries() == one


def test_a_national_id_that_was_told_is_shown_masked(
    client: Client, clerk: Account, citizen: Account, family: Household
) -> None:
    number = national_id(date(1990, 1, 1), 1)
    event = tell(citizen, family, "join", happened_on=date(2026, 3, 1), other_national_id=number)
    sign_in(client, clerk)
    for address in (f"/en/changes/{event.pk}/", reverse("api-change", args=[event.pk])):
        body = client.get(address).content.decode()
        assert number not in body
        assert "••••••••••••" in body


@pytest.mark.parametrize("kind", [kind for kind, _label in LifeEvent.Kind.choices])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_kind_has_its_first_page_in_both_languages(
    client: Client, citizen: Account, family: Household, kind: str, language: str
) -> None:
    sign_in(client, citizen)
    answer = client.get(f"/{language}/families/{family.pk}/changes/new/{kind}/")
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1
