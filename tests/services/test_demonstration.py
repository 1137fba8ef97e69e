"""The demonstration is made up, made through the actions, and made once."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from registry.applications.models import Application
from registry.people.models import Beneficiary, Household
from registry.people.national_id import parse
from services.records import demonstration
from services.records.models import ServiceRecord
from services.statistics.counting.recount import differences
from tests.facilities.directory.putting_back import directory_as_before  # noqa: F401 (a fixture)
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("directory_as_before")]
FEW = {"EG-LX": 12, "EG-PTS": 2}


def make(today: date) -> None:
    demonstration.make(today=today, progress=False, families_in=FEW)


def counts() -> tuple[int, ...]:
    with system_reach():
        tables: list[Any] = [Household, Beneficiary, ServiceRecord, Application, Account]
        return tuple(table.objects.count() for table in tables)


def test_a_second_run_changes_nothing_and_an_interrupted_one_is_taken_up() -> None:
    today = cairo_today()
    with system_reach():
        demonstration.make_staff(since=date(2024, 1, 1))
        system = Account.system()
        for code, family in demonstration.made_up(FEW)[:5]:
            place = demonstration.place_of(code, cairo_today())
            demonstration.settle(family, place, today=today, system=system, clerks=[system])
    assert counts()[0] == 5
    make(today)
    once = counts()
    assert once[0] == sum(FEW.values()) + 1
    assert once[3] == 1 + len(demonstration.WAITING)
    make(today)
    assert counts() == once
    assert list(differences()) == []


def test_everybody_is_made_up_and_every_service_is_past() -> None:
    today = cairo_today()
    make(today)
    with system_reach():
        for person in Beneficiary.objects.all():
            digits = person.national_id
            assert digits[9:12] == "000"
            assert not parse(digits, today=today).doubtful
        days = set(ServiceRecord.objects.values_list("provided_on", flat=True))
        late = [row for row in ServiceRecord.objects.all() if row.recorded_at.date() != row.provided_on]
    assert max(days) < today
    assert late == []


def test_the_printed_sign_ins_open_the_portal(client: Client) -> None:
    make(cairo_today())
    printed = StringIO()
    call_command("print_sign_ins", stdout=printed)
    for one in demonstration.STAFF:
        assert one.username in printed.getvalue()
        assert one.password in printed.getvalue()
        answer = client.post("/en/staff/sign-in/", {"username": one.username, "password": one.password})
        assert answer.status_code == 302
        client.post("/en/sign-out/")
    assert demonstration.CITIZEN in printed.getvalue()
    citizen = Account.objects.with_phone(demonstration.CITIZEN).get()
    with system_reach():
        assert Application.objects.get(account=citizen).status == Application.Status.APPROVED


def test_there_is_no_demonstration_on_a_server(settings: Any) -> None:
    settings.DEMO = False
    for command in ("make_demo", "print_sign_ins"):
        with pytest.raises(CommandError):
            call_command(command)
    assert counts() == (0, 0, 0, 0, 1)
