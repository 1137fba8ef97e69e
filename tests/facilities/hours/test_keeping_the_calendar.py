"""Confirming Ramadan and feasts, and noting days with other hours: pages and endpoints do the same."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_date

from facilities.directory.hours import actions
from facilities.directory.hours.egypt import expected_feasts, expected_ramadan
from facilities.directory.hours.rows import read_hours_of
from facilities.directory.models import Facility, HoursException, Season
from tests.cast import sign_in
from tests.conftest import problem
from tests.facilities.hours.weeks import asked
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import SYSTEM, Reach

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
YEAR = 1470  # far ahead, so that the tests do not depend on the present year


@pytest.fixture
def national(client: Client, national_admin: Account) -> Client:
    return sign_in(client, national_admin)


@pytest.fixture
def luxor(governorate_admin: Account) -> Client:
    return sign_in(Client(), governorate_admin)


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def send(client: Client, method: str, address: str, body: dict[str, Any], **headers: str) -> Any:
    return client.generic(method, address, json.dumps(body), content_type="application/json", headers=headers)


def ramadan(**changes: int) -> dict[str, date]:
    """The expected days, the ends moved by so many days."""
    season = expected_ramadan(YEAR)
    return {
        "since": season.since + A_DAY * changes.get("since", 0),
        "until": season.until + A_DAY * changes.get("until", 0),
    }


class TestRamadan:
    address = f"/api/v1/calendar/ramadan/{YEAR}/"

    def put(self, client: Client, version: str | None = '"0"', **changes: int) -> Any:
        headers = {"Accept-Language": "en"} | ({} if version is None else {"If-Match": version})
        body = {name: str(day) for name, day in ramadan(**changes).items()}
        return send(client, "PUT", self.address, body, **headers)

    def test_it_is_expected_until_it_is_confirmed(self, national: Client) -> None:
        before = Client().get(self.address)
        assert before.json()["confirmed"] is False and before.headers["ETag"] == '"0"'
        answer = self.put(national, since=1, until=1)
        assert answer.status_code == 200 and answer.headers["ETag"] == '"1"'
        assert answer.json() == {
            "hijri_year": YEAR, "since": str(ramadan(since=1)["since"]), "until": str(ramadan(until=1)["until"]),
            "confirmed": True, "version": 1,
        }  # fmt: skip
        assert Event.objects.filter(action="hours.season_confirmed", subject_id=str(YEAR)).exists()

    def test_on_the_page_the_last_day_is_typed(self, national: Client) -> None:
        days = ramadan()
        fields = {**typed("since", days["since"]), **typed("until", days["until"] - A_DAY), "version": "0"}
        answer = national.post(f"/en/calendar/ramadan/{YEAR}/", fields)
        assert answer.status_code == 302, answer.content.decode()
        season = Season.objects.get(pk=YEAR)
        assert {"since": season.since, "until": season.until} == days

    def test_a_change_says_which_version_it_saw(self, national: Client) -> None:
        assert self.put(national, version=None).status_code == 428
        assert self.put(national).status_code == 200
        assert self.put(national, since=1, until=1).status_code == 412
        page = national.post(
            f"/en/calendar/ramadan/{YEAR}/",
            {
                **typed("since", ramadan()["since"]),
                **typed("until", ramadan()["until"] - A_DAY),
                "version": "0",
            },
        )
        assert page.status_code == 412 and "Someone has confirmed" in page.content.decode()
        assert self.put(national, version='"1"', since=1, until=1).status_code == 200

    def test_the_same_days_again_change_nothing(self, national: Client) -> None:
        self.put(national)
        assert self.put(national, version='"1"').json()["version"] == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"since": 4, "until": 4}, "since"), ({"until": 2}, "until"), ({"until": -3}, "until")],
    )
    def test_days_that_cannot_be_are_refused_at_the_same_field(
        self, national: Client, changes: dict[str, int], field: str
    ) -> None:
        answer = self.put(national, **changes)
        assert answer.status_code == 422 and problem(answer)["errors"][0]["field"] == field
        days = ramadan(**changes)
        fields = {**typed("since", days["since"]), **typed("until", days["until"] - A_DAY), "version": "0"}
        page = national.post(f"/en/calendar/ramadan/{YEAR}/", fields)
        assert page.status_code == 422
        assert problem(answer)["errors"][0]["message"] in page.content.decode()
        assert not Season.objects.filter(pk=YEAR).exists()

    def test_a_year_without_a_calendar_is_not_there(self, national: Client) -> None:
        for year in (1, 1300, 99999999999999999999):
            assert national.get(f"/en/calendar/ramadan/{year}/").status_code == 404
            assert national.get(f"/api/v1/calendar/ramadan/{year}/").status_code == 404


def days(**changes: Any) -> dict[str, Any]:
    """An endpoint's body: three days, twenty days ahead."""
    since = cairo_today() + 20 * A_DAY
    body = {
        "since": str(since),
        "until": str(since + 3 * A_DAY),
        "reason_ar": "صيانة",
        "reason_en": "Repairs",
    }
    return {**body, **changes}


def as_typed(body: dict[str, Any]) -> dict[str, str]:
    """The same as a page sends it."""
    since, until = (parse_date(body[name]) for name in ("since", "until"))
    assert since is not None and until is not None
    rest = {name: value or "" for name, value in body.items() if name not in ("since", "until")}
    return {"of": "general", **rest, **typed("since", since), **typed("until", until - A_DAY)}


class TestDaysOfAFacility:
    address = "/api/v1/facilities/LX-H2/days/"
    page = "/en/facilities/LX-H2/days/"

    def test_page_and_endpoint_leave_the_same_row(self, luxor: Client) -> None:
        body = days(opens="20:00", closes="02:00")
        made = send(luxor, "POST", self.address, body)
        assert made.status_code == 201, made.content
        assert luxor.get(made.headers["Location"]).json() == made.json()
        by_endpoint = HoursException.objects.get()
        assert luxor.delete(made.headers["Location"]).status_code == 204
        answer = luxor.post(self.page, as_typed(body))
        assert answer.status_code == 302, answer.content.decode()
        by_page = HoursException.objects.get()
        for row in (by_endpoint, by_page):
            assert (row.facility_id, row.of, row.opens, row.closes) == ("LX-H2", "general", 1200, 1560)
            assert (str(row.since), str(row.until)) == (body["since"], body["until"])
            assert (row.reason_ar, row.reason_en) == ("صيانة", "Repairs")
        assert [event.action for event in Event.objects.filter(facility="LX-H2").order_by("pk")] == [
            "hours.exception_added", "hours.exception_removed", "hours.exception_added",
        ]  # fmt: skip

    def test_without_hours_it_is_a_closure_that_the_public_endpoint_tells(self, luxor: Client) -> None:
        assert send(luxor, "POST", self.address, days()).json()["spans"] == []
        (coming,) = Client().get("/api/v1/facilities/LX-H2/hours/").json()["coming"]
        assert coming["reason"]["en"] == "Repairs" and coming["for_all"] is False

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"until": str(cairo_today() + 20 * A_DAY)}, "until"),
            ({"since": "2020-01-01", "until": "2020-01-03"}, "until"),
            ({"until": str(cairo_today() + 500 * A_DAY)}, "until"),
            ({"since": str(cairo_today() + 900 * A_DAY), "until": str(cairo_today() + 901 * A_DAY)}, "since"),
            ({"opens": "08:00"}, "closes"),
            ({"opens": "08:00", "closes": "08:00"}, "closes"),
            ({"opens": "00:00", "closes": "00:00"}, "closes"),
            ({"closes": "08:00"}, "opens"),
            ({"opens": "24:00", "closes": "08:00"}, "opens"),
            ({"opens": "8", "closes": "09:00"}, "opens"),
            ({"reason_ar": ""}, "reason_ar"),
            ({"reason_en": " "}, "reason_en"),
            ({"reason_en": "x" * 161}, "reason_en"),
        ],
    )
    def test_what_is_wrong_is_refused_at_the_same_field_with_the_same_words(
        self, luxor: Client, changes: dict[str, Any], field: str
    ) -> None:
        answer = send(luxor, "POST", self.address, days(**changes), **{"Accept-Language": "en"})
        assert answer.status_code == 422
        faults = problem(answer)["errors"]
        assert [fault["field"] for fault in faults] == [field]
        page = luxor.post(self.page, as_typed(days(**changes)))
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field] if page.context else True
        assert faults[0]["message"] in page.content.decode()
        assert not HoursException.objects.exists()

    def test_hours_that_are_said_already_are_refused(self, luxor: Client) -> None:
        assert send(luxor, "POST", self.address, days()).status_code == 201
        answer = send(luxor, "POST", self.address, days(opens="08:00", closes="09:00"))
        assert answer.status_code == 422 and problem(answer)["errors"][0]["field"] == "since"
        page = luxor.post(self.page, as_typed(days()))
        assert page.status_code == 422 and "already said for one of these days" in page.content.decode()
        assert HoursException.objects.count() == 1

    def test_a_day_with_a_pause_is_noted_in_two_parts(self, luxor: Client) -> None:
        assert send(luxor, "POST", self.address, days(opens="09:00", closes="12:00")).status_code == 201
        assert luxor.post(self.page, as_typed(days(opens="17:00", closes="20:00"))).status_code == 302
        day = days()["since"]
        hours = read_hours_of("LX-H2", today=cairo_today())
        for clock, state in (("10:00", "open"), ("13:00", "closed"), ("18:00", "open"), ("20:00", "closed")):
            assert asked(hours, f"{day} {clock}").state == state, clock

    def test_the_whole_day_is_from_midnight_to_midnight(self, luxor: Client) -> None:
        made = send(luxor, "POST", self.address, days(opens="00:00", closes="24:00"))
        assert made.json()["spans"] == [{"opens": "00:00", "closes": "24:00", "next_day": False}]

    def test_sent_twice_it_is_noted_once(self, luxor: Client) -> None:
        for _again in range(2):
            assert (
                send(luxor, "POST", self.address, days(), **{"Idempotency-Key": "closing-2026"}).status_code
                == 201
            )
            key = {"key": "a-page-of-its-own"}
            later = as_typed(
                days(since=str(cairo_today() + 40 * A_DAY), until=str(cairo_today() + 41 * A_DAY))
            )
            assert luxor.post(self.page, {**later, **key}).status_code == 302
        assert HoursException.objects.count() == 2

    def test_what_is_over_is_kept(self, luxor: Client, governorate_admin: Account) -> None:
        body = send(luxor, "POST", self.address, days()).json()
        HoursException.objects.update(since="2020-01-01", until="2020-01-02")
        assert luxor.delete(f"{self.address}{body['id']}/").status_code == 422
        answer = luxor.post(f"{self.page}{body['id']}/remove/")
        assert answer.status_code == 422 and "These days are over." in answer.content.decode()

    def test_days_of_another_facility_are_not_found(self, luxor: Client) -> None:
        other = Facility.objects.filter(governorate="EG-LX").exclude(pk="LX-H2").first()
        body = send(luxor, "POST", self.address, days()).json()
        assert luxor.delete(f"/api/v1/facilities/{other.pk}/days/{body['id']}/").status_code == 404
        assert luxor.post(f"/en/facilities/{other.pk}/days/{body['id']}/remove/").status_code == 404
        assert luxor.delete(f"/api/v1/calendar/days/{body['id']}/").status_code == 403

    def test_a_facility_elsewhere_and_the_calendar_of_the_country_are_refused(
        self, luxor: Client, port_said_unit: Facility, clerk: Account
    ) -> None:
        for client, code in ((luxor, port_said_unit.pk), (sign_in(Client(), clerk), "LX-H2")):
            assert client.get(f"/en/facilities/{code}/days/").status_code == 403
            assert send(client, "POST", f"/api/v1/facilities/{code}/days/", days()).status_code == 403
            assert client.get("/en/calendar/").status_code == 403
            assert send(client, "POST", "/api/v1/calendar/days/", days()).status_code == 403
        assert Client().get(self.page).headers["Location"].startswith("/en/staff/sign-in/")


class TestDaysOfAll:
    def test_a_feast_is_confirmed_from_the_calendar(self, national: Client) -> None:
        today = cairo_today()
        feast = next(feast for feast in expected_feasts(today.year + 1) if feast.since > today)
        page = national.get("/en/calendar/")
        assert page.status_code == 200 and feast.name_en in page.content.decode()
        form = national.get(f"/en/calendar/days/?feast={feast.since}").content.decode()
        assert feast.name_ar in form and feast.name_en in form
        body = {
            "since": str(feast.since),
            "until": str(feast.until),
            "reason_ar": feast.name_ar,
            "reason_en": feast.name_en,
        }
        assert national.post("/en/calendar/days/", as_typed(body)).status_code == 302
        said = Client().get("/api/v1/calendar/").json()
        assert next(each for each in said["feasts"] if each["since"] == str(feast.since))["confirmed"]
        (day,) = said["days"]
        assert day["for_all"] and day["of"] == "general"

    @pytest.mark.parametrize("named", ["", "x", "2026-02-31", "9999-01-01", "0001-01-01", "2026-02-02"])
    def test_an_address_that_names_no_feast_gives_an_empty_form(self, national: Client, named: str) -> None:
        answer = national.get("/en/calendar/days/", {"feast": named})
        assert answer.status_code == 200

    def test_it_is_taken_back(self, national: Client) -> None:
        body = send(national, "POST", "/api/v1/calendar/days/", days()).json()
        assert national.post(f"/en/calendar/days/{body['id']}/remove/").status_code == 302
        assert national.post(f"/en/calendar/days/{body['id']}/remove/").status_code == 404
        assert not HoursException.objects.exists()


@pytest.mark.parametrize(
    "reach", [Reach(), Reach(governorates=frozenset({"EG-PTS"})), Reach(facilities=frozenset({"LX-H2"}))]
)
def test_who_keeps_neither_calendar_nor_facility_changes_nothing_by_any_door(
    clerk: Account, national_admin: Account, reach: Reach
) -> None:
    now, today, hospital = timezone.now(), cairo_today(), Facility.objects.get(pk="LX-H2")
    said: dict[str, Any] = {
        "of": "general",
        "since": today,
        "until": today + A_DAY,
        "opens": None,
        "closes": None,
    }
    said |= {"reason_ar": "صيانة", "reason_en": "Repairs", "now": now, "today": today}
    kept = actions.add_exception(by=national_admin, reach=SYSTEM, facility=hospital, **said)
    with pytest.raises(PermissionDenied):
        actions.confirm_season(by=clerk, reach=reach, hijri_year=YEAR, version=0, now=now, **ramadan())
    for facility in (None, hospital):
        with pytest.raises(PermissionDenied):
            actions.add_exception(by=clerk, reach=reach, facility=facility, **said)
    with pytest.raises(PermissionDenied):
        actions.remove_exception(by=clerk, reach=reach, facility=hospital, exception_id=kept.pk, today=today)
    assert list(HoursException.objects.all()) == [kept] and not Season.objects.filter(pk=YEAR).exists()


def test_what_cannot_be_audited_is_not_done(
    luxor_unit: Facility, national_admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**details: Any) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(actions, "note", broken)
    now = timezone.now()
    with pytest.raises(RuntimeError):
        actions.confirm_season(
            by=national_admin, reach=SYSTEM, hijri_year=YEAR, version=0, now=now, **ramadan()
        )
    with pytest.raises(RuntimeError):
        actions.add_exception(
            by=national_admin, reach=SYSTEM, facility=luxor_unit, of="general", since=cairo_today(), until=cairo_today() + A_DAY,
            opens=None, closes=None, reason_ar="صيانة", reason_en="Repairs", now=now, today=cairo_today(),
        )  # fmt: skip
    assert not Season.objects.filter(pk=YEAR).exists() and not HoursException.objects.exists()
