"""A page and an endpoint that do the same thing leave the same rows, and refuse with the same words at the same field."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from facilities.directory.models import Facility
from facilities.staff.models import Invitation, Post
from tests.cast import sign_in
from tests.facilities.staff.posts import TODAY, TOMORROW, colleague
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ar"]


def of_page(given: dict[str, Any]) -> dict[str, str]:
    """Values as a form sends them: a day in three parts."""
    sent = {"key": str(uuid.uuid4())}
    for name, value in given.items():
        if isinstance(value, date):
            sent |= {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}
        elif value is not None:
            sent[name] = str(value)
    return sent


def api(
    client: Client, address: str, given: dict[str, Any], language: str = "en", **headers: str
) -> HttpResponse:
    body = {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
    return client.post(
        address, body, content_type="application/json", headers={"Accept-Language": language, **headers}
    )


def told(answer: HttpResponse) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


def told_on_page(answer: HttpResponse) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    return {name.replace("__all__", ""): faults[0] for name, faults in answer.context["form"].errors.items()}


def row(model: Any, **found_by: Any) -> dict[str, Any]:
    """What stands in the table, but for what differs by nature."""
    left_out = ("id", "account", "given_at", "made_at", "expires_at", "token_digest", "comparable")
    with system_reach():
        return model_to_dict(model.objects.get(**found_by), exclude=left_out)


def test_both_give_the_same_post(client: Client, manager: Account, luxor_unit: Facility) -> None:
    sign_in(client, manager)
    for username in ("by.page", "by.endpoint"):
        colleague(username)
    given = {
        "role": "clerk",
        "facility": luxor_unit.pk,
        "since": TOMORROW,
        "until": TODAY + timedelta(days=90),
    }
    page = client.post("/en/staff/give/", of_page({"username": "by.page", **given}))
    assert page.status_code == 302
    made = api(client, reverse("api-posts"), {"username": "by.endpoint", **given})
    assert made.status_code == 201
    assert client.get(made.headers["Location"]).json() == made.json()
    assert row(Post, account__username="by.page") == row(Post, account__username="by.endpoint")


def test_both_make_the_same_invitation(
    client: Client, governorate_admin: Account, luxor_unit: Facility
) -> None:
    sign_in(client, governorate_admin)
    given = {"name_ar": "منى سعيد", "name_en": "Mona Said", "role": "facility_manager", "facility": luxor_unit.pk,
             "since": TOMORROW, "mobile": "01000000777"}  # fmt: skip
    assert client.post("/en/staff/invite/", of_page(given)).status_code == 200
    by_page = row(Invitation)
    with system_reach():
        Invitation.objects.all().delete()
    made = api(client, reverse("api-invitations"), given)
    assert made.status_code == 201
    assert client.get(made.json()["link"]).status_code == 200
    assert "link" not in client.get(made.headers["Location"]).json()
    assert row(Invitation) == by_page


def test_both_end_a_post_alike(
    client: Client, manager: Account, clerk: Account, other_clerk: Account
) -> None:
    sign_in(client, manager)
    first, second = clerk.posts.get(), other_clerk.posts.get()
    page = client.post(f"/en/staff/posts/{first.pk}/end/", of_page({"until": TOMORROW, "version": 1}))
    assert page.status_code == 302
    address = reverse("api-post-end", args=[second.pk])
    assert api(client, address, {"until": TOMORROW}).status_code == 428
    assert api(client, address, {"until": TOMORROW}, **{"If-Match": '"5"'}).status_code == 412
    done = api(client, address, {"until": TOMORROW}, **{"If-Match": '"1"'})
    assert (done.status_code, done.headers["ETag"], done.json()["until"]) == (
        200,
        '"2"',
        TOMORROW.isoformat(),
    )
    left_out = ("id", "account", "ended_at")
    with system_reach():
        rows = [
            model_to_dict(post, exclude=left_out)
            for post in Post.objects.filter(pk__in=(first.pk, second.pk))
        ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "wrong",
    [
        {"username": ""},
        {"username": "nobody"},
        {"username": "manager"},
        {"username": "clerk"},
        {"role": ""},
        {"role": "king"},
        {"facility": ""},
        {"facility": "XX-9"},
        {"facility": "PS-H1"},
        {"since": None},
        {"since": date(2001, 1, 1)},
        {"since": date(2999, 1, 1)},
        {"until": date(2020, 1, 1)},
        {"username": "", "role": "", "since": None},
    ],
    ids=str,
)
def test_both_refuse_a_post_with_the_same_words(
    client: Client,
    manager: Account,
    clerk: Account,
    luxor_unit: Facility,
    wrong: dict[str, Any],
    language: str,
) -> None:
    colleague()
    sign_in(client, manager)
    given = {"username": "colleague", "role": "clerk", "facility": luxor_unit.pk, "since": TODAY} | wrong
    page = client.post(f"/{language}/staff/give/", of_page(given))
    assert told_on_page(page) == told(api(client, reverse("api-posts"), given, language))
    assert Post.objects.count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "wrong",
    [{"name_ar": ""}, {"name_ar": "Mona"}, {"name_en": "منى"}, {"mobile": "12"}, {"facility": "XX-9"},
     {"since": None, "name_ar": "", "name_en": "x" * 121}],
    ids=str,
)  # fmt: skip
def test_both_refuse_an_invitation_with_the_same_words(
    client: Client, manager: Account, luxor_unit: Facility, wrong: dict[str, Any], language: str
) -> None:
    sign_in(client, manager)
    given = {"name_ar": "منى سعيد", "name_en": "Mona Said", "role": "clerk", "facility": luxor_unit.pk,
             "since": TODAY} | wrong  # fmt: skip
    page = client.post(f"/{language}/staff/invite/", of_page(given))
    assert told_on_page(page) == told(api(client, reverse("api-invitations"), given, language))
    with system_reach():
        assert not Invitation.objects.exists()


@pytest.mark.parametrize("until", [None, TODAY - timedelta(days=1), date(2019, 1, 1)])
def test_both_refuse_an_end_with_the_same_words(
    client: Client, manager: Account, clerk: Account, until: date | None
) -> None:
    sign_in(client, manager)
    post = clerk.posts.get()
    page = client.post(f"/en/staff/posts/{post.pk}/end/", of_page({"until": until, "version": 1}))
    answer = api(client, reverse("api-post-end", args=[post.pk]), {"until": until}, **{"If-Match": '"1"'})
    assert told_on_page(page) == told(answer)


def test_a_role_that_is_not_for_them_to_give_is_refused_by_both(
    client: Client, manager: Account, luxor_unit: Facility
) -> None:
    colleague()
    sign_in(client, manager)
    given = {"username": "colleague", "role": "facility_manager", "facility": luxor_unit.pk, "since": TODAY}
    assert client.post("/en/staff/give/", of_page(given)).status_code == 403
    assert api(client, reverse("api-posts"), given).status_code == 403


def test_a_post_sent_twice_is_given_once_and_answered_the_same(
    client: Client, manager: Account, luxor_unit: Facility
) -> None:
    colleague()
    sign_in(client, manager)
    given = {"username": "colleague", "role": "clerk", "facility": luxor_unit.pk, "since": TODAY}
    first, second = (
        api(client, reverse("api-posts"), given, **{"Idempotency-Key": "one-and-the-same"}) for _n in range(2)
    )
    assert (first.status_code, second.content) == (201, first.content)
    assert Post.objects.filter(account__username="colleague").count() == 1


def test_a_name_that_is_not_declared_is_refused(client: Client, manager: Account) -> None:
    answer = api(client.__class__(), reverse("api-posts"), {})
    assert answer.status_code == 401
    sign_in(client, manager)
    for address in ("api-posts", "api-invitations"):
        assert "colour" in told(api(client, reverse(address), {"colour": "red"}))
