"""Who is named by somebody else's application is told, may dispute it, and learns nothing about anybody else."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.jobs import tell_named
from registry.applications.models import Applicant, Application
from registry.people.models import Household
from tests.cast import english, sign_in, with_phone
from tests.conftest import problem
from tests.families import approve, family_of_five, send_application, with_work
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db
SENTENCE = "names you"


def head_of_day_one(relation: str = "spouse") -> dict[str, Any]:
    """The head of the family that is registered as that of day 1, as somebody else names that person."""
    return {**family_of_five(day=1)[0], "relation": relation}


@pytest.fixture
def naming(registered: Application, other_citizen: Account, luxor_unit: Facility) -> Application:
    """Somebody else's application that names the head of the registered family."""
    people = [{**family_of_five(day=7)[1], "relation": "head"}, head_of_day_one()]
    with translation.override("en"):
        return send_application(other_citizen, luxor_unit, people)


def named_row(application: Application) -> Applicant:
    with system_reach():
        return application.applicants.get(relation="spouse")


def messages_to(phone: str) -> list[str]:
    with system_reach():
        return [one.body for one in Message.objects.order_by("made_at") if one.to == phone]


def test_an_adult_whose_file_has_a_number_is_told_once(
    citizen: Account, registered: Application, naming: Application
) -> None:
    before = messages_to(citizen.phone or "")
    tell_named()
    tell_named()
    told = messages_to(citizen.phone or "")[len(before) :]
    assert len(told) == 1
    assert len(told[0]) <= (70 if registered.language == "ar" else 160), told[0]
    for person in (*family_of_five(day=7), *family_of_five(day=1)):
        assert person["full_name"] not in told[0]
    assert naming.reference not in told[0]
    with system_reach():
        assert named_row(naming).told_at is not None
        assert not naming.applicants.filter(relation="head", told_at__isnull=False).exists()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_message_fits_one_short_message(
    registered: Application, naming: Application, citizen: Account, language: str
) -> None:
    with system_reach():
        Household.objects.update(language=language)
    tell_named()
    body = messages_to(citizen.phone or "")[-1]
    assert len(body) <= (70 if language == "ar" else 160), body
    assert (SENTENCE in body) is (language == "en")


def test_nobody_else_is_told(
    citizen: Account, other_citizen: Account, clerk: Account, luxor_unit: Facility, registered: Application
) -> None:
    own = send_application(citizen, luxor_unit, [head_of_day_one("head")])  # by the own number
    unknown = send_application(other_citizen, luxor_unit, family_of_five(day=9))
    spouse = send_application(other_citizen, luxor_unit, [family_of_five(day=8)[0], family_of_five(day=1)[1]])
    child = send_application(other_citizen, luxor_unit, [family_of_five(day=6)[0], family_of_five(day=1)[2]])
    with system_reach():
        before = Message.objects.count()
    tell_named()
    with system_reach():
        assert Message.objects.count() == before
        for application in (own, unknown, spouse, child):
            assert not application.applicants.filter(told_at__isnull=False).exists()


def test_sending_takes_no_part_in_it(registered: Application, naming: Application, citizen: Account) -> None:
    """The message goes out by the worker, so that the sender's page is the same for known and unknown people."""
    assert not any(SENTENCE in body for body in messages_to(citizen.phone or ""))


def test_what_was_sent_long_ago_is_not_told_any_more(registered: Application, naming: Application) -> None:
    assert actions.tell_named(now=cairo_now() + timedelta(hours=3)) == 0
    assert actions.tell_named(now=cairo_now()) == 1


def test_the_named_one_sees_it_disputes_it_and_holds_it_up(
    client: Client, citizen: Account, clerk: Account, naming: Application
) -> None:
    sign_in(client, citizen)
    assert english("naming") in client.get(english("my-file")).content.decode()
    page = client.get(english("naming")).content.decode()
    assert "Named as: spouse" in page
    for person in family_of_five(day=7):
        assert person["full_name"] not in page
    assert naming.reference not in page and str(naming.pk) not in page
    row = named_row(naming)
    key = str(uuid.uuid4())
    for _time in range(2):
        answer = client.post(english("naming-dispute", row.pk), {"key": key})
        assert answer.headers["Location"] == english("naming")
    assert "You said that this is not right" in client.get(english("naming")).content.decode()
    with system_reach():
        assert named_row(naming).disputed_at is not None
        events = Event.objects.filter(action="applications.dispute")
        assert [(event.account_id, event.subject_id) for event in events] == [(citizen.pk, str(row.pk))]
    with pytest.raises(ValidationError) as caught:
        approve(clerk, naming)
    assert set(caught.value.error_dict) == {"applicants.1.disputed"}
    with system_reach():
        assert Household.objects.count() == 1


def test_the_api_does_the_same(client: Client, citizen: Account, naming: Application) -> None:
    sign_in(client, citizen)
    listed = client.get(reverse("api-namings")).json()
    assert [(one["relation"], one["disputed"]) for one in listed] == [("spouse", False)]
    assert set(listed[0]) == {"id", "relation", "sent_at", "disputed"}
    address = reverse("api-naming-dispute", args=[listed[0]["id"]])
    key = {"Idempotency-Key": str(uuid.uuid4())}
    answers = [client.post(address, "", content_type="application/json", headers=key) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert answers[0].json()[0]["disputed"] is True


def test_an_account_whose_number_is_not_the_files_own_sees_nothing(
    client: Client, citizen: Account, clerk: Account, registered: Application, naming: Application
) -> None:
    with system_reach():
        family = registered.household
        reader = with_phone("01000000055")
        family.holders.create(account=reader, how="code", joined_at=cairo_now())
    for account in (reader, with_phone("01000000056")):
        sign_in(client, account)
        assert client.get(reverse("api-namings")).json() == []
        assert "No application names you" in client.get(english("naming")).content.decode()
        row = named_row(naming)
        assert client.post(english("naming-dispute", row.pk)).status_code == 404
        assert client.post(reverse("api-naming-dispute", args=[row.pk])).status_code == 404
    with system_reach():
        assert named_row(naming).disputed_at is None


def test_naming_somebody_in_an_own_application_tells_nothing_of_that_person(
    client: Client, registered: Application, naming: Application
) -> None:
    """Whoever enters a number of somebody else as the own head learns of no application that names that person."""
    curious = with_phone("01000000057")
    with within(reach_of(curious)):
        actions.begin(by=curious, today=cairo_today(), given={"applicants": [head_of_day_one("head")]})
    assert sign_in(client, curious).get(reverse("api-namings")).json() == []


COUNTER: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"national_id", "card_seen"}),
    ({"national_id": "123", "card_seen": True}, {"national_id"}),
    ({"national_id": family_of_five(day=1)[0]["national_id"]}, {"card_seen"}),
]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("given", "fields"), COUNTER)
def test_at_a_counter_page_and_endpoint_refuse_alike(
    client: Client, clerk: Account, given: dict[str, Any], fields: set[str], language: str
) -> None:
    sign_in(client, clerk)
    answer = client.post(
        reverse("api-disputes"), json.dumps(given), content_type="application/json",
        headers={"Accept-Language": language},
    )  # fmt: skip
    said = {error["field"]: error["message"] for error in problem(answer)["errors"]}
    assert set(said) == fields
    with translation.override(language):
        address = reverse("counter-dispute")
    page = client.post(address, {name: "on" if value is True else value for name, value in given.items()})
    assert page.status_code == 422
    assert {name: found[0] for name, found in page.context["form"].errors.items()} == said


def test_at_a_counter_nobody_learns_whether_an_application_names_the_person(
    client: Client, clerk: Account, naming: Application
) -> None:
    sign_in(client, clerk)
    seen = []
    for person in (head_of_day_one(), family_of_five(day=25)[0]):  # named, and named nowhere
        body = {"national_id": person["national_id"], "card_seen": True}
        answer = client.post(reverse("api-disputes"), json.dumps(body), content_type="application/json")
        page = client.post(english("counter-dispute"), {**body, "card_seen": "on"}, follow=True)
        text = page.content.decode()
        assert "Noted." in text
        seen.append((answer.status_code, answer.content, len(text)))
    assert seen[0] == seen[1]
    with system_reach():
        assert named_row(naming).disputed_at is not None
        assert (
            Event.objects.filter(action="applications.dispute_at_counter", account_id=clerk.pk).count() == 4
        )


def test_arabic_digits_and_spaces_are_understood_at_a_counter(clerk: Account, naming: Application) -> None:
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    typed = " ".join(head_of_day_one()["national_id"].translate(arabic))
    with within(reach_of(clerk)):
        actions.dispute_at_counter(
            by=clerk, national_id=typed, card_seen=True, now=cairo_now(), today=cairo_today()
        )
    assert named_row(naming).disputed_at is not None


@pytest.fixture
def disputed(citizen: Account, naming: Application) -> Application:
    with within(reach_of(citizen)):
        actions.dispute(by=citizen, applicant_id=named_row(naming).pk, now=cairo_now())
    return naming


def settle(
    by: Account, application: Application, reason: str = "Both came with their marriage certificate."
) -> Any:
    row = named_row(application)
    with within(reach_of(by)):
        return actions.settle_dispute(
            by=by, application_id=application.pk, applicant_id=row.pk, reason=reason
        )


def test_a_reviewer_settles_it_with_a_reason_that_is_kept(clerk: Account, disputed: Application) -> None:
    with pytest.raises(ValidationError) as caught:
        settle(clerk, disputed, " ")
    assert set(caught.value.error_dict) == {"reason"}
    settle(clerk, disputed)
    assert settle(clerk, disputed).version == disputed.version + 1, "settled once"
    with system_reach():
        assert named_row(disputed).disputed_at is None
        assert (
            "marriage certificate"
            in Event.objects.get(action="applications.settle_dispute").details["reason"]
        )


def test_who_entered_it_does_not_settle_it(
    clerk: Account, citizen: Account, registered: Application, luxor_unit: Facility
) -> None:
    people = [family_of_five(day=7)[1] | {"relation": "head"}, head_of_day_one()]
    with within(reach_of(clerk)):
        draft = actions.begin(by=clerk, today=cairo_today(), channel="hotline", given={
            "governorate": "EG-LX", "district": luxor_unit.district_id, "unit": luxor_unit.pk, "phone": "01000000077",
            "address": "12 شارع المعبد", "applicants": with_work(people, cairo_today())})  # fmt: skip
        sent = actions.send(
            by=clerk, application_id=draft.pk, declared=True, now=cairo_now(), today=cairo_today()
        )
    with within(reach_of(citizen)):
        actions.dispute(by=citizen, applicant_id=named_row(sent).pk, now=cairo_now())
    with pytest.raises(ValidationError) as caught:
        settle(clerk, sent)
    assert caught.value.code == "own_application"


def test_the_review_shows_it_and_the_page_settles_it(
    client: Client, clerk: Account, disputed: Application
) -> None:
    sign_in(client, clerk)
    queue = client.get(
        english("applications"), {"status": "received", "waits_for": "dispute"}
    ).content.decode()
    assert disputed.reference in queue and "a dispute to be settled" in queue
    page = client.get(english("application-review", disputed.pk)).content.decode()
    assert "disputes being named" in page and "Approve and register" not in page
    shown = client.get(reverse("api-application-review", args=[disputed.pk])).json()
    assert (shown["waits_for"], [one["place"] for one in shown["disputed"]]) == ("dispute", [1])
    row = named_row(disputed)
    address = english("application-settle", disputed.pk, row.pk)
    refused = client.post(address, {"reason": "", "version": disputed.version})
    said = problem(
        client.post(
            reverse("api-application-settle", args=[disputed.pk, row.pk]), "{}", content_type="application/json",
            headers={"Accept-Language": "en"},
        )
    )  # fmt: skip
    assert refused.status_code == 422
    assert refused.context["settling"].errors["reason"] == [said["errors"][0]["message"]]
    answer = client.post(address, {"reason": "They came together.", "version": disputed.version})
    assert answer.status_code == 302
    assert "Approve and register" in client.get(english("application-review", disputed.pk)).content.decode()
    assert client.post(english("application-settle", disputed.pk, uuid.uuid4())).status_code == 404


def test_the_family_is_not_told_who_disputes(
    client: Client, other_citizen: Account, disputed: Application
) -> None:
    sign_in(client, other_citizen)
    for text in (
        client.get(english("register-sent", disputed.pk)).content.decode(),
        client.get(reverse("api-application", args=[disputed.pk])).content.decode(),
        client.get(english("my-file")).content.decode(),
    ):
        assert "disput" not in text


def test_taken_out_and_put_in_again_it_is_disputed_still(
    clerk: Account, other_citizen: Account, disputed: Application
) -> None:
    with within(reach_of(clerk)):
        returned = actions.return_for_mending(
            by=clerk, application_id=disputed.pk, now=cairo_now(),
            to_mend=[{"field": "applicants", "person": None, "why": "Take out who does not belong to you."}],
        )  # fmt: skip
    with within(reach_of(other_citizen)):
        row = named_row(disputed)
        actions.remove_person(
            by=other_citizen, application_id=disputed.pk, version=returned.version, person_id=row.pk
        )
        actions.put_person(
            by=other_citizen, application_id=disputed.pk, version=returned.version + 1, person_id=None,
            given=with_work([head_of_day_one()], cairo_today())[0], today=cairo_today(),
        )  # fmt: skip
        actions.send(
            by=other_citizen, application_id=disputed.pk, declared=True, now=cairo_now(), today=cairo_today()
        )
    with pytest.raises(ValidationError) as caught:
        approve(clerk, disputed)
    assert set(caught.value.error_dict) == {"applicants.1.disputed"}


def mended(application: Application, by: Account, reviewer: Account, *people: dict[str, Any]) -> Application:
    """Returned by `reviewer`, its people replaced by `people` one set after the other, and sent again."""
    with within(reach_of(reviewer)):
        actions.return_for_mending(
            by=reviewer, application_id=application.pk, now=cairo_now(),
            to_mend=[{"field": "applicants", "person": None, "why": "Look at the spouse."}],
        )  # fmt: skip
    with within(reach_of(by)):
        for given in people:
            held = Application.objects.get(pk=application.pk)
            actions.put_person(
                by=by, application_id=held.pk, version=held.version, person_id=named_row(held).pk,
                given=with_work([given], cairo_today())[0], today=cairo_today(),
            )  # fmt: skip
        return actions.send(
            by=by, application_id=application.pk, declared=True, now=cairo_now(), today=cairo_today()
        )


def another_spouse() -> dict[str, Any]:
    return {**family_of_five(day=5)[0], "relation": "spouse"}


def is_disputed(application: Application) -> bool:
    return named_row(application).disputed_at is not None


def test_who_stands_in_the_place_of_one_who_disputed_does_not(
    clerk: Account, other_citizen: Account, disputed: Application
) -> None:
    assert not is_disputed(mended(disputed, other_citizen, clerk, another_spouse()))


def test_overwritten_and_entered_again_it_is_disputed_still(
    clerk: Account, other_citizen: Account, disputed: Application
) -> None:
    assert is_disputed(mended(disputed, other_citizen, clerk, another_spouse(), head_of_day_one()))


def test_once_settled_it_is_settled_however_often_the_application_is_mended(
    clerk: Account, other_clerk: Account, other_citizen: Account, disputed: Application
) -> None:
    again = mended(disputed, other_citizen, clerk, another_spouse(), head_of_day_one())
    with within(reach_of(other_clerk)):
        actions.settle_dispute(
            by=other_clerk, application_id=again.pk, applicant_id=named_row(again).pk, reason="Seen together."
        )
    assert not is_disputed(mended(again, other_citizen, clerk, head_of_day_one()))
    assert not is_disputed(mended(again, other_citizen, clerk, another_spouse(), head_of_day_one()))


def test_who_is_named_when_it_is_mended_is_told_however_long_ago_it_was_first_sent(
    citizen: Account, clerk: Account, other_citizen: Account, luxor_unit: Facility, registered: Application
) -> None:
    people = [{**family_of_five(day=7)[1], "relation": "head"}, another_spouse()]
    sent = send_application(other_citizen, luxor_unit, people)
    with system_reach():
        long_ago = cairo_now() - timedelta(days=9)
        Application.objects.filter(pk=sent.pk).update(sent_at=long_ago, touched_at=long_ago)
    before = len(messages_to(citizen.phone or ""))
    mended(sent, other_citizen, clerk, head_of_day_one())
    tell_named()
    assert len(messages_to(citizen.phone or "")) == before + 1


def test_what_is_decided_is_disputed_no_more(citizen: Account, clerk: Account, naming: Application) -> None:
    row = named_row(naming)
    with within(reach_of(clerk)):
        actions.refuse(by=clerk, application_id=naming.pk, reason="Somebody else's head of the family.")
    with within(reach_of(citizen)):
        assert actions.naming(citizen) == []
        with pytest.raises(Applicant.DoesNotExist):
            actions.dispute(by=citizen, applicant_id=row.pk, now=cairo_now())
    with system_reach(), pytest.raises(Conflict):
        actions.disputing.dispute_row(row, now=cairo_now())
