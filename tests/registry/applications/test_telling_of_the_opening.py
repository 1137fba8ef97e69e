"""Where registration is not open yet: when it will be, and a number that is told once, then forgotten."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from facilities.geography.models import Governorate, Stage
from registry.applications import actions
from registry.applications.jobs import tell_opened
from registry.applications.models import Interest
from tests.cast import sign_in
from tests.conftest import problem
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db


def leave(by: Account, governorate: str = "EG-C") -> None:
    with within(reach_of(by)):
        actions.leave_number(by=by, governorate=governorate, now=cairo_now(), today=cairo_today())


def interests() -> int:
    with system_reach():
        return Interest.objects.count()


def opens(governorate: str) -> None:
    """Registration opens there today."""
    Stage.objects.create(
        governorate_id=governorate, status=Stage.Status.OPERATIONAL, since=cairo_today(), source="a test"
    )


def test_everyone_reads_when_registration_opens(client: Client) -> None:
    page = client.get("/en/register/when/?governorate=EG-MN")
    assert page.status_code == 200
    assert "Sign in with your mobile number" in page.content.decode()
    assert client.get("/ar/register/when/?governorate=EG-XX").status_code == 200
    assert client.get("/ar/register/when/?governorate=%00").status_code == 200


def test_where_it_is_open_no_number_is_asked_for(client: Client, citizen: Account) -> None:
    page = sign_in(client, citizen).get("/en/register/when/?governorate=EG-LX").content.decode()
    assert "Tell me when it opens" not in page
    with pytest.raises(ValidationError) as caught:
        leave(citizen, "EG-LX")
    assert caught.value.error_dict["governorate"][0].code == "open"


@pytest.mark.parametrize(
    ("governorate", "code"), [("", "required"), ("EG-XX", "unknown"), ("\x00", "unknown")]
)
def test_a_governorate_that_is_none_is_refused_at_its_field(
    citizen: Account, governorate: str, code: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        leave(citizen, governorate)
    assert caught.value.error_dict["governorate"][0].code == code


def test_a_number_is_left_on_the_page_and_taken_back(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    address = "/en/register/when/"
    assert client.post(address, {"governorate": "EG-C"}).status_code == 302
    assert client.post(address, {"governorate": "EG-C"}).status_code == 302
    assert interests() == 1, "left twice, it stands once"
    assert "Forget my number" in client.get(f"{address}?governorate=EG-C").content.decode()
    assert client.post(address, {"governorate": "EG-C", "forget": "1"}).status_code == 302
    assert interests() == 0


def test_a_number_is_left_through_the_endpoint_with_the_same_refusals(
    client: Client, citizen: Account
) -> None:
    sign_in(client, citizen)
    address = reverse("api-interests")

    def post(code: str) -> object:
        return client.post(address, {"governorate": code}, content_type="application/json")

    assert problem(post("EG-LX"))["errors"][0]["code"] == "open"
    left = post("EG-C")
    assert (left.status_code, [row["governorate"]["code"] for row in left.json()]) == (201, ["EG-C"])
    assert client.get(address).json() == left.json()
    assert client.delete(reverse("api-interest", args=["EG-C"])).status_code == 204
    assert client.get(address).json() == []


def test_the_job_tells_once_and_in_the_language_of_who_asked(
    citizen: Account, other_citizen: Account
) -> None:
    leave(citizen)
    leave(other_citizen, "EG-MN")
    tell_opened()
    with system_reach():
        assert Message.objects.count() == 0, "nothing has opened"
    opens("EG-C")
    tell_opened()
    tell_opened()
    with system_reach():
        message = Message.objects.get()
        assert message.to == citizen.phone
        assert Governorate.objects.get(pk="EG-C").name_ar in message.body
        assert Interest.objects.get(governorate="EG-MN").told_at is None


def test_who_was_told_is_forgotten_after_a_month(citizen: Account) -> None:
    leave(citizen)
    opens("EG-C")
    tell_opened()
    assert actions.forget_told(now=cairo_now() + timedelta(days=29)) == 0
    assert actions.forget_told(now=cairo_now() + timedelta(days=31)) == 1
    assert interests() == 0


def test_many_numbers_are_told_a_slice_at_a_time(citizen: Account, other_citizen: Account) -> None:
    leave(citizen)
    leave(other_citizen)
    opens("EG-C")
    told = [actions.tell_opened(now=cairo_now(), today=cairo_today(), most=1) for _slice in range(3)]
    assert told == [1, 1, 0]


def test_nobody_in_service_reads_who_left_a_number(citizen: Account, national_admin: Account) -> None:
    leave(citizen)
    for reader in (citizen, national_admin):
        with within(reach_of(reader)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM applications_interest")
            expected = 1 if reach_of(reader).everything else 0
            assert cursor.fetchone() == (expected,)


def test_a_day_before_the_opening_nobody_is_told(citizen: Account) -> None:
    leave(citizen)
    Stage.objects.create(governorate_id="EG-C", status="operational", since=date(2099, 1, 1), source="a test")
    assert actions.tell_opened(now=cairo_now(), today=date(2098, 12, 31)) == 0
    assert actions.tell_opened(now=cairo_now(), today=date(2099, 1, 1)) == 1
