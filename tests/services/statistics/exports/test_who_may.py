"""A file is taken by who asked for it and by staff of its area; who takes it is recorded, and others see nothing of it."""

from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from facilities.directory.models import Facility
from facilities.staff.models import Post
from tests.cast import sign_in
from tests.services.statistics.exports.conftest import ask, content_of, finish, last_month, months, seen
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.files.exports import actions, making
from uhis_portal.files.exports.models import Export, ExportPart
from uhis_portal.reach import NOBODY, reach_of, system_reach, within

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("care")]


@pytest.fixture
def of_governorate(governorate_admin: Account) -> UUID:
    return finish(ask(governorate_admin, "services-by-month", area="EG-LX", **months(last_month()))).pk


@pytest.fixture
def of_unit(manager: Account, luxor_unit: Facility) -> UUID:
    return finish(ask(manager, "records", area=luxor_unit.pk, **months(last_month()))).pk


def status(client: Client, account: Account, pk: UUID) -> tuple[int, ...]:
    sign_in(client, account)
    addresses = (
        f"/api/v1/exports/{pk}/",
        f"/api/v1/exports/{pk}/file/",
        f"/en/exports/{pk}/",
        f"/en/exports/{pk}/file/",
    )
    return tuple(client.get(address).status_code for address in addresses)


def test_staff_of_the_area_take_a_file_and_others_learn_nothing_of_it(
    client: Client, of_governorate: UUID, of_unit: UUID, governorate_admin: Account, national_admin: Account,
    manager: Account, clerk: Account, foreign_clerk: Account, citizen: Account,
) -> None:  # fmt: skip
    yes, no = (200,) * 4, (404,) * 4
    assert status(client, governorate_admin, of_governorate) == yes
    assert status(client, national_admin, of_governorate) == yes
    for other in (manager, clerk, foreign_clerk, citizen):
        assert status(client, other, of_governorate) == no
    for own in (manager, governorate_admin, national_admin):
        assert status(client, own, of_unit) == yes
    assert status(client, clerk, of_unit) == no  # entries of the ledger are for who leads the unit
    assert status(client, foreign_clerk, of_unit) == no
    listed = sign_in(client, foreign_clerk).get("/api/v1/exports/").json()["results"]
    assert listed == []


def test_without_any_filter_the_database_shows_no_file_of_another_area(
    of_governorate: UUID, of_unit: UUID, foreign_clerk: Account
) -> None:
    for reach in (NOBODY, reach_of(foreign_clerk)):
        with within(reach):
            assert not Export.objects.exists()
            assert not ExportPart.objects.exists()


def test_asking_and_taking_are_recorded(client: Client, of_governorate: UUID, governorate_admin: Account,
                                        national_admin: Account) -> None:  # fmt: skip
    sign_in(client, national_admin).get(f"/api/v1/exports/{of_governorate}/file/")
    with system_reach():
        noted = list(
            Event.objects.filter(subject_id=str(of_governorate))
            .order_by("at")
            .values_list("action", "account_id")
        )
    assert noted == [("exports.ask", governorate_admin.pk), ("exports.take", national_admin.pk)]


def test_only_who_asked_cancels_or_deletes(
    client: Client, of_governorate: UUID, governorate_admin: Account, national_admin: Account
) -> None:
    assert sign_in(client, national_admin).delete(f"/api/v1/exports/{of_governorate}/").status_code == 404
    assert sign_in(client, governorate_admin).delete(f"/api/v1/exports/{of_governorate}/").status_code == 204
    assert status(client, governorate_admin, of_governorate) == (200, 404, 200, 404)
    with system_reach():
        assert not ExportPart.objects.exists()


def test_a_post_that_has_ended_ends_the_making_and_the_taking(
    client: Client, manager: Account, luxor_unit: Facility, of_unit: UUID
) -> None:
    waiting = ask(manager, "services-by-month", area=luxor_unit.pk, **months(last_month()))
    Post.objects.filter(account=manager).update(until=cairo_today())
    assert not making.step(waiting)
    assert (seen(waiting).state, seen(waiting).reason["code"]) == ("failed", "not_allowed")
    assert status(client, manager, of_unit) == (404,) * 4


def test_files_of_the_ledger_are_not_for_clerks_and_none_for_citizens(
    clerk: Account, citizen: Account, luxor_unit: Facility, client: Client
) -> None:
    with pytest.raises(PermissionDenied):
        ask(clerk, "records", area=luxor_unit.pk)
    with pytest.raises(PermissionDenied):
        ask(citizen, "services-by-month", area=luxor_unit.pk)
    assert finish(ask(clerk, "services-by-month", area=luxor_unit.pk, **months(last_month()))).rows_done == 2
    assert sign_in(client, clerk).get("/en/exports/new/records/").status_code == 403


def test_files_are_forgotten_after_some_days(
    governorate_admin: Account, of_governorate: UUID, client: Client
) -> None:
    with system_reach():
        assert actions.forget_old(now=timezone.now()) == 0
        Export.objects.update(finished_at=timezone.now() - 2 * Export.KEPT)
        assert actions.forget_old(now=timezone.now()) == 1
        assert not ExportPart.objects.exists()
    page = sign_in(client, governorate_admin).get(f"/en/exports/{of_governorate}/")
    assert "This file is no longer kept" in page.content.decode()
    assert client.get(f"/en/exports/{of_governorate}/file/").status_code == 404


def test_too_many_at_once_are_refused(client: Client, governorate_admin: Account) -> None:
    sign_in(client, governorate_admin)

    def wish(month: int) -> Any:
        about = {"area": "EG-LX", "from": f"2025-{month:02}", "to": f"2025-{month:02}"}
        sent = {"kind": "services-by-month", "format": "csv", "about": about}
        return client.post("/api/v1/exports/", sent, content_type="application/json")

    assert [wish(month).status_code for month in range(1, 7)] == [201] * 5 + [429]
    assert wish(3).status_code == 201  # the same file again
    one = client.get("/api/v1/exports/").json()["results"][0]["id"]
    assert client.post(f"/api/v1/exports/{one}/cancel/").json()["state"]["code"] == "cancelled"
    assert wish(7).status_code == 201


def test_a_cancelled_file_is_not_made_and_keeps_nothing(governorate_admin: Account) -> None:
    pk = ask(governorate_admin, "services-by-month", area="EG-LX", **months(last_month()))
    with within(reach_of(governorate_admin)):
        actions.cancel(by=governorate_admin, pk=pk, now=timezone.now())
    assert finish(pk).state == "cancelled"
    assert content_of(pk) == b""
