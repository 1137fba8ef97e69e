"""Which posts and invitations are shown to whom; lists and what they cost."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from facilities.directory.actions import revise
from facilities.directory.models import Facility
from facilities.staff.models import Role
from tests.cast import sign_in, staff
from tests.facilities.staff.posts import TODAY, TOMORROW, colleague, end, give, invite
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now
from uhis_portal.reach import reach_of, within

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign_manager(port_said_unit: Facility) -> Account:
    return staff("foreign-manager", Role.FACILITY_MANAGER, facility=port_said_unit)


def usernames(client: Client, query: str = "") -> set[str]:
    answer = client.get(f"/api/v1/posts/{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.content
    return {row["account"]["username"] for row in answer.json()["results"]}


def test_a_manager_sees_the_own_facility_a_governorate_its_own_and_the_nation_all(
    client: Client, clerk: Account, foreign_clerk: Account, manager: Account, governorate_admin: Account,
    national_admin: Account, foreign_manager: Account,
) -> None:  # fmt: skip
    luxor = {"clerk", "manager"}
    assert usernames(sign_in(client, manager)) == luxor
    assert usernames(sign_in(client, governorate_admin)) == luxor | {"governorate-admin"}
    assert usernames(sign_in(client, foreign_manager)) == {"foreign-clerk", "foreign-manager"}
    assert usernames(sign_in(client, national_admin)) == luxor | {
        "governorate-admin", "foreign-clerk", "foreign-manager", "national-admin",
    }  # fmt: skip


def test_a_clerk_elsewhere_who_manages_here_sees_only_what_is_managed(
    client: Client, clerk: Account, port_said_unit: Facility, foreign_clerk: Account, national_admin: Account
) -> None:
    give(national_admin, clerk, "facility_manager", facility=port_said_unit.pk)
    assert usernames(sign_in(client, clerk)) == {"clerk", "foreign-clerk"}
    rows = client.get("/api/v1/posts/").json()["results"]
    assert {row["facility"]["code"] for row in rows} == {port_said_unit.pk}


def test_to_a_foreign_governorate_a_post_and_an_invitation_do_not_exist(
    client: Client, clerk: Account, manager: Account, luxor_unit: Facility, foreign_manager: Account
) -> None:
    post = clerk.posts.get()
    invitation, _token = invite(manager, facility=luxor_unit.pk)
    sign_in(client, foreign_manager)
    for address in (
        reverse("api-post", args=[post.pk]), f"/en/staff/posts/{post.pk}/",
        reverse("api-invitation", args=[invitation.pk]), f"/en/staff/invitations/{invitation.pk}/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    for address, body in (
        (reverse("api-post-end", args=[post.pk]), {"until": TODAY.isoformat()}),
        (reverse("api-invitation-withdraw", args=[invitation.pk]), None),
        (reverse("api-invitation-renew", args=[invitation.pk]), None),
    ):
        answer = client.post(address, body, content_type="application/json", headers={"If-Match": '"1"'})
        assert answer.status_code == 404, address
    for page in ("posts/{}/end", "invitations/{}/withdraw", "invitations/{}/renew"):
        thing = post if page.startswith("posts") else invitation
        assert client.post(f"/en/staff/{page.format(thing.pk)}/", {"version": 1}).status_code == 404
    assert client.get("/api/v1/invitations/").json()["results"] == []
    clerk.posts.get(until=None)


def test_a_post_that_one_may_see_but_not_end_is_refused(
    client: Client, governorate_admin: Account, luxor_unit: Facility, manager: Account
) -> None:
    sign_in(client, manager)
    other = staff("second-manager", Role.FACILITY_MANAGER, facility=luxor_unit).posts.get()
    page = client.get(f"/en/staff/posts/{other.pk}/")
    assert (page.status_code, page.context["may_end"]) == (200, False)
    answer = client.post(reverse("api-post-end", args=[other.pk]), {"until": TODAY.isoformat()},
                         content_type="application/json", headers={"If-Match": '"1"'})  # fmt: skip
    assert answer.status_code == 403


def test_posts_are_found_by_name_in_any_spelling_by_facility_and_by_state(
    client: Client, national_admin: Account, luxor_unit: Facility
) -> None:
    sign_in(client, national_admin)
    for username, name_ar, name_en in (
        ("a", "أحمد عبد الله", "Ahmed Abdallah"),
        ("b", "منى فاطمة", "Mona Fatma"),
    ):
        account = colleague(username)
        Account.objects.filter(pk=account.pk).update(name_ar=name_ar, name_en=name_en)
        post = give(national_admin, account, "clerk", since=TOMORROW if username == "b" else TODAY,
                    facility=luxor_unit.pk)  # fmt: skip
    for query, found in (
        ("احمد عبدالله", {"a"}), ("fatma mona", {"b"}), ("فاطمه", {"b"}), (luxor_unit.pk, {"a", "b"}), ("zzz", set()),
    ):  # fmt: skip
        assert usernames(client, f"?q={query}") == found, query
    assert usernames(client, "?state=current&role=clerk") == {"a"}
    assert usernames(client, "?state=future") == {"b"}
    end(national_admin, post, TOMORROW)
    assert usernames(client, "?state=cancelled") == {"b"}
    assert usernames(client, f"?facility={luxor_unit.pk}&governorate=EG-LX&state=current") == {"a"}
    assert usernames(client, "?governorate=EG-PTS") == set()


def test_posts_and_invitations_are_found_by_the_new_name_of_a_facility(
    client: Client, national_admin: Account, luxor_unit: Facility
) -> None:
    give(national_admin, colleague("a"), "clerk", facility=luxor_unit.pk)
    invite(national_admin, facility=luxor_unit.pk)
    with within(reach_of(national_admin)) as reach:
        revise(
            by=national_admin, reach=reach, facility_code=luxor_unit.pk, version=luxor_unit.version, now=cairo_now(),
            changes={"name": {"ar": "وحدة زهرة اللوتس", "en": "Lotus Blossom Unit"}},
        )  # fmt: skip
    sign_in(client, national_admin)
    for words in ("lotus blossom", "زهره اللوتس", f"samir {luxor_unit.pk}"):
        assert usernames(client, f"?q={words}") == {"a"}, words
    assert usernames(client, f"?q={luxor_unit.name_en}") == set()
    for words, found in (("lotus", 1), (luxor_unit.name_en, 0)):
        assert len(client.get(f"/api/v1/invitations/?q={words}").json()["results"]) == found, words


@pytest.mark.parametrize(
    "query",
    ["state=gone", "role=king", "governorate=XX", "page=0", "page=x", "colour=red", "q=" + "x" * 201, "q=ًٌٍ", "q=ـــ",
     "facility=" + "x" * 21, "state=current&state=ended"],
)  # fmt: skip
def test_wrong_questions_are_refused_by_name(client: Client, national_admin: Account, query: str) -> None:
    sign_in(client, national_admin)
    for address in ("/api/v1/posts/", "/api/v1/invitations/"):
        answer = client.get(f"{address}?{query}", headers={"Accept-Language": "en"})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == query.split("=")[0]
    if query.split("=")[0] not in ("colour",) and query.count("state") < 2:
        for page in ("/en/staff/", "/en/staff/invitations/"):
            assert client.get(f"{page}?{query}").status_code == 400, page


def test_hostile_words_find_nothing_and_break_nothing(client: Client, national_admin: Account) -> None:
    sign_in(client, national_admin)
    for words in (
        "'; DROP TABLE staff_post; --",
        "<script>alert(1)</script>",
        "%",
        "\u202e\u2066x",
        "a" * 200,
    ):
        for address in ("/en/staff/", "/en/staff/invitations/", "/api/v1/posts/"):
            answer = client.get(address, {"q": words})
            assert answer.status_code in (200, 400)
            assert b"<script>alert" not in answer.content


def many(unit: Facility, number: int, by: Account) -> None:
    for n in range(number):
        give(by, colleague(f"many-{uuid.uuid4().hex[:8]}-{n}"), "clerk", facility=unit.pk)
        invite(by, facility=unit.pk)


@pytest.mark.parametrize(
    "address", ["/en/staff/", "/en/staff/invitations/", "/api/v1/posts/", "/api/v1/invitations/"]
)
def test_the_queries_of_a_list_do_not_grow_with_its_rows(
    address: str,
    client: Client,
    national_admin: Account,
    luxor_unit: Facility,
    django_assert_max_num_queries: Any,
) -> None:
    sign_in(client, national_admin)
    many(luxor_unit, 2, national_admin)
    client.get(address)
    with django_assert_max_num_queries(19) as few:
        client.get(address)
    many(luxor_unit, 20, national_admin)
    with django_assert_max_num_queries(len(few.captured_queries)):
        answer = client.get(address)
    assert (
        answer.content.decode().count("Adel" if "posts" in address or address == "/en/staff/" else "Mona")
        >= 22
    )


def test_lists_are_paged(client: Client, national_admin: Account, luxor_unit: Facility) -> None:
    sign_in(client, national_admin)
    many(luxor_unit, 51, national_admin)
    first = client.get("/api/v1/posts/?role=clerk").json()
    assert (len(first["results"]), first["previous"]) == (50, None)
    second = client.get(first["next"]).json()
    assert (len(second["results"]), second["next"]) == (1, None)
    page = client.get("/en/staff/?role=clerk")
    assert "page=2" in page.context["next_url"] and "state" not in page.context["next_url"]
