"""Every URL × method × role, run as declared in doors.py."""

import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from uuid_utils.compat import uuid7

from facilities.directory.actions import propose
from facilities.directory.models import Facility, HoursException
from facilities.staff.actions import invite
from facilities.staff.models import Invitation
from registry.applications.actions import begin
from registry.applications.models import Application
from registry.people.models import Beneficiary
from services.records.actions import Line, log_visit
from services.records.models import ServiceRecord
from tests.cast import sign_in
from tests.families import family_of_five
from tests.house.doors import HIDDEN, METHODS, NO_METHOD, OPEN, REFUSED, ROLES, SIGN_IN, urls
from tests.house.doors_declared import DOORS
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.celery import heartbeat
from uhis_portal.files.actions import begin as begin_import
from uhis_portal.files.running import step
from uhis_portal.reach import reach_of, within


def test_every_url_is_declared_and_every_declared_url_exists() -> None:
    assert set(urls()) == set(DOORS)


def test_an_undeclared_url_is_found() -> None:
    assert set(urls()) - (set(DOORS) - {"desk"}) == {"desk"}


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(DOORS) * len(METHODS) * len(ROLES) >= 1000


def outcome(answer: HttpResponse) -> str:
    """What a door did, told from its answer."""
    assert answer.status_code < 500, answer.content[:500]
    if answer.status_code == 401 or (
        answer.status_code == 302 and "/sign-in/?next=" in answer.headers["Location"]
    ):
        return SIGN_IN
    return {403: REFUSED, 404: HIDDEN, 405: NO_METHOD}.get(answer.status_code, OPEN)


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, Account]:
    """The account of each role."""
    return {role: request.getfixturevalue(role) for role in ROLES if role != "nobody"}


@pytest.fixture
def world(
    registered: Application,
    sent_application: Application,
    clerk: Account,
    manager: Account,
    luxor_unit: Facility,
    request: pytest.FixtureRequest,
) -> dict[str, Any]:
    """The arguments of each URL that has some: things of the citizen, of the clerk, and of their Luxor unit."""
    heartbeat()  # the worker lives, so that the door `ready` says so
    citizen = sent_application.account
    with within(reach_of(citizen)):
        own = begin(by=citizen, today=cairo_today(), given={"applicants": family_of_five(day=3)})
    with within(reach_of(clerk)):
        at_counter = begin(by=clerk, today=cairo_today(), given={"applicants": family_of_five(day=4)})
        person = registered.household.members.order_by("pk").first()
        record = log_one(clerk, luxor_unit, person)
        arguments: dict[str, Any] = {
            "facility": {"code": "LX-H2"},
            "api-facility": {"code": "LX-H2"},
            "api-facility-hours": {"code": "LX-H2"},
            "facility-days": {"code": "LX-H2"},
            "api-facility-days": {"code": "LX-H2"},
            "calendar-ramadan": {"hijri_year": 1470},
            "api-calendar-ramadan": {"hijri_year": 1470},
            **days_with_other_hours(clerk),
            "api-governorate": {"code": "EG-LX"},
            "api-district": {"code": "3601"},
            "api-service-type": {"code": "PHC-LAB"},
            "api-nothing": {"path": "nothing"},
            "statistics-governorate": {"code": "EG-LX"},
            "api-statistics-governorate": {"code": "EG-LX"},
            "api-beneficiary": {"pk": person.pk},
            "api-household": {"pk": registered.household_id},
            "desk-visit": {"pk": person.pk},
            "desk-undo": {"pk": record.pk},
            "api-service-record": {"pk": record.pk},
            "api-service-record-reversal": {"pk": record.pk},
            "api-application-send": {"pk": own.pk},
        }
        proposal = propose(by=clerk, reach=reach_of(clerk), facility_code=luxor_unit.pk, version=1,
                           changes={"note": "north gate"}, now=cairo_now())  # fmt: skip
        for name in DOORS:
            if name.endswith(
                (
                    "facility-edit",
                    "facility-history",
                    "facility-sheet",
                    "facility-revisions",
                    "facility-proposals",
                )
            ):
                arguments[name] = {"code": luxor_unit.pk}
            if name.startswith(("proposal", "api-proposal")) and not name.endswith("proposals"):
                arguments[name] = {"pk": proposal.pk}
        arguments["facility-edit-section"] = {"code": luxor_unit.pk, "section": "sources"}
        with within(reach_of(manager)):
            asked, _token = invite_clerk(manager, luxor_unit)
            arguments["join"] = {"token": invite_clerk(manager, luxor_unit)[1]}
        for name in DOORS:
            if name.startswith(("staff-post", "api-post")) and name != "api-posts":
                arguments[name] = {"pk": clerk.posts.get().pk}
            if "-invitation" in name and not name.endswith(("invitations", "accept")):
                arguments[name] = {"pk": asked.pk}
            if name.startswith(("application-", "api-application-")) or name == "api-application":
                arguments.setdefault(name, {"pk": sent_application.pk})
            for way, draft in (("register", own), ("counter", at_counter)):
                if name.startswith(f"{way}-"):
                    arguments[name] = {"pk": draft.pk}
                    if name in (f"{way}-person", f"{way}-person-remove"):
                        with within(reach_of(draft.account)):
                            arguments[name]["person_pk"] = draft.applicants.get(position=4).pk
    return {**arguments, **files_sent(request.getfixturevalue("governorate_admin"))}


def files_sent(by: Account) -> dict[str, dict[str, Any]]:
    """A file of facilities with a wrong row, and another that may be cancelled meanwhile."""

    def sent(content: bytes) -> Any:
        with within(reach_of(by)) as reach:
            file = begin_import(by=by, reach=reach, kind="facilities", file=BytesIO(content),
                                file_name="facilities.csv", now=cairo_now())  # fmt: skip
        while step(file.pk):
            pass
        return file.pk

    checked, given_up = sent(b"Code\nLX-F01\nXX-1\n"), sent(b"Code\nLX-F02\n")
    arguments: dict[str, dict[str, Any]] = {
        "import-new": {"kind": "facilities"},
        "import-template": {"kind": "facilities", "form": "csv"},
    }
    for name in DOORS:
        if name.startswith(("import-", "api-import-")) or name in ("import", "api-import"):
            arguments.setdefault(name, {"pk": given_up if name.endswith("-cancel") else checked})
    arguments["import-wrong-rows"] = {"pk": checked, "form": "csv"}
    del arguments["api-import-kinds"]
    return arguments


def days_with_other_hours(by: Account) -> dict[str, dict[str, Any]]:
    """One entry for each door that shows or removes some: of all facilities, and of LX-H2."""
    arguments: dict[str, dict[str, Any]] = {}
    since = cairo_today() + timedelta(days=30)
    for number, name in enumerate(
        ("calendar-day-remove", "api-calendar-day", "facility-day-remove", "api-facility-day")
    ):
        code = "LX-H2" if "facility" in name else None
        entry = HoursException.objects.create(
            facility_id=code, since=since + timedelta(days=number), until=since + timedelta(days=number + 1),
            reason_ar="صيانة", reason_en="Repairs", made_by=by, made_at=cairo_now(),
        )  # fmt: skip
        arguments[name] = {"exception": entry.pk} | ({"code": code} if code else {})
    return arguments


def log_one(clerk: Account, facility: Facility, person: Beneficiary) -> ServiceRecord:
    line = Line(uuid7(), "PHC-FM", 1)
    return log_visit(by=clerk, visit=uuid7(), facility=facility.pk, beneficiary=person.pk,
                     provided_on=cairo_today(), lines=[line], now=cairo_now())[0]  # fmt: skip


def invite_clerk(manager: Account, facility: Facility) -> tuple[Invitation, str]:
    return invite(by=manager, name_ar="منى سعيد", name_en="Mona Said", role="clerk", facility=facility.pk,
                  since=cairo_today(), portal="http://testserver", today=cairo_today(), now=cairo_now())  # fmt: skip


def ask(client: Client, name: str, method: str, arguments: dict[str, Any]) -> HttpResponse:
    """One cell: the request with an empty body of the kind that the door reads."""
    with translation.override("en"):
        address = reverse(name, kwargs=arguments)
    if method == "GET":
        return client.get(address)
    if "/api/" in address:
        return client.generic(method, address, "{}", content_type="application/json")
    return client.generic(method, address, "", content_type="application/x-www-form-urlencoded")


def is_signed_in(client: Client) -> bool:
    """Whether the client holds a session; the door out takes it."""
    kept = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return kept is not None and bool(kept.value)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_door_opens_to_whom_it_should(
    role: str, world: dict[str, Any], cast: dict[str, Account]
) -> None:
    wrong = []
    client = Client()
    for name, door in DOORS.items():
        for method in METHODS:
            if role != "nobody" and not is_signed_in(client):
                sign_in(client, cast[role])
            done = outcome(ask(client, name, method, world.get(name, {})))
            if done not in door.expected(role, method):
                wrong.append(f"{method} {name} as {role}: {done}, not {door.expected(role, method)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_what_does_not_exist_is_hidden_like_what_is_not_yours(
    cast: dict[str, Account], world: dict[str, Any]
) -> None:
    for name, arguments in world.items():
        if (
            "pk" not in arguments or name == "desk-visit"
        ):  # the desk sends the clerk back to look the person up
            continue
        method = "GET" if "GET" in DOORS[name].methods else "POST"
        entered = name.startswith("register-") or name == "api-application-send"
        welcome = DOORS[name].methods[method].open_to
        role = next(
            one
            for one in ("citizen" if entered else "clerk", "manager", "governorate_admin")
            if one in welcome
        )
        answer = ask(sign_in(Client(), cast[role]), name, method, {**arguments, "pk": uuid.uuid4()})
        assert outcome(answer) == HIDDEN, f"{method} {name}"
