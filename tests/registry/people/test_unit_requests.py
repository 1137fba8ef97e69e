"""Another unit for one family: asked for with a reason, decided by a clerk, and the last place given once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from facilities.directory.models import Facility
from registry.applications.models import Application
from registry.people.actions import NewMember, register_household
from registry.people.models import Beneficiary, Household, Membership, Relation, UnitRequest
from registry.people.national_id import parse
from registry.people.units import asking
from tests.cast import has_status, sign_in
from tests.conftest import problem
from tests.families import national_id
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

TODAY = cairo_today()


@pytest.fixture
def other_unit(luxor_unit: Facility) -> Facility:
    """Another family-medicine unit of the governorate."""
    units = Facility.objects.family_units_of("EG-LX", on=TODAY).exclude(pk=luxor_unit.pk)
    return units.order_by("code")[0]


def ask(by: Account, household: UUID, unit: str, why: str = "It is beside the school.") -> UnitRequest:
    with within(reach_of(by)):
        return asking.ask(by=by, household_id=household, unit=unit, why=why, now=timezone.now(), today=TODAY)


def approve(by: Account, request: UnitRequest, **more: Any) -> UnitRequest:
    with within(reach_of(by)):
        return asking.approve(by=by, request_id=request.pk, now=timezone.now(), today=TODAY, **more)


def taken(unit: Facility) -> int:
    return Facility.objects.get(pk=unit.pk).taken


@pytest.mark.django_db
def test_a_family_goes_to_the_unit_it_asked_for_and_its_places_go_with_it(
    registered: Application,
    citizen: Account,
    other_clerk: Account,
    luxor_unit: Facility,
    other_unit: Facility,
) -> None:
    request = ask(citizen, registered.household_id, other_unit.pk)
    approve(other_clerk, request)
    with system_reach():
        family = Household.objects.get(pk=registered.household_id)
        current = Membership.objects.filter(household=family, until__isnull=True)
        assert family.unit_id == other_unit.pk
        assert {one.unit_id for one in current} == {other_unit.pk} and current.count() == 5
        assert {one.began_by for one in current} == {"unit"}
        assert {one.unit_id for one in Beneficiary.objects.filter(household=family)} == {other_unit.pk}
        before = Membership.objects.filter(household=family, until__isnull=False)
        assert {one.unit_id for one in before} == {luxor_unit.pk}, "no past number changes"
        assert any("another unit" in m.body or "وحدة" in m.body for m in Message.objects.all())
        assert Event.objects.filter(action="people.change_unit", subject_id=str(family.pk)).exists()
    assert (taken(luxor_unit), taken(other_unit)) == (0, 5)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("unit", "why", "faults"),
    [
        ("", "", {"unit": "required", "why": "required"}),
        ("XX-1", "near", {"unit": "unknown"}),
        ("LX-H2", "near", {"unit": "kind"}),
        ("own", "near", {"unit": "same"}),
        ("far", "near", {"unit": "elsewhere"}),
        ("good", "a" * 301, {"why": "max_length"}),
        ("full", "near", {"unit": "full"}),
        ("closed", "near", {"unit": "closed"}),
    ],
)
def test_what_cannot_be_asked_for_is_refused_at_its_field(
    registered: Application, citizen: Account, luxor_unit: Facility, other_unit: Facility,
    port_said_unit: Facility, unit: str, why: str, faults: dict[str, str],
) -> None:  # fmt: skip
    if unit == "full":
        Facility.objects.filter(pk=other_unit.pk).update(places=4)
    if unit == "closed":
        has_status(other_unit, "closed", since=TODAY)
    code = {"own": luxor_unit.pk, "far": port_said_unit.pk}.get(unit) or (
        other_unit.pk if unit in ("good", "full", "closed") else unit
    )
    with pytest.raises(ValidationError) as caught:
        ask(citizen, registered.household_id, code, why)
    assert {name: fault[0].code for name, fault in caught.value.error_dict.items()} == faults


@pytest.mark.django_db
def test_a_family_asks_once_at_a_time_and_may_withdraw(
    registered: Application, citizen: Account, other_unit: Facility
) -> None:
    request = ask(citizen, registered.household_id, other_unit.pk)
    with pytest.raises(Conflict):
        ask(citizen, registered.household_id, other_unit.pk)
    with within(reach_of(citizen)):
        asking.withdraw(by=citizen, request_id=request.pk, now=timezone.now())
    assert ask(citizen, registered.household_id, other_unit.pk).pk != request.pk


@pytest.mark.django_db
def test_who_asked_for_a_family_does_not_decide(
    registered: Application, clerk: Account, other_clerk: Account, other_unit: Facility
) -> None:
    request = ask(clerk, registered.household_id, other_unit.pk)
    with pytest.raises(ValidationError) as caught:
        approve(clerk, request)
    assert caught.value.error_list[0].code == "own_request"
    assert approve(other_clerk, request).status == "approved"
    assert approve(other_clerk, request).status == "approved", "approved twice by the same is as it is"


@pytest.mark.django_db
def test_a_refusal_says_why_and_leaves_the_family_where_it_is(
    registered: Application,
    citizen: Account,
    other_clerk: Account,
    luxor_unit: Facility,
    other_unit: Facility,
) -> None:
    request = ask(citizen, registered.household_id, other_unit.pk)
    with within(reach_of(other_clerk)):
        with pytest.raises(ValidationError):
            asking.refuse(by=other_clerk, request_id=request.pk, reason=" ", now=timezone.now())
        refused = asking.refuse(
            by=other_clerk, request_id=request.pk, reason="It serves another district.", now=timezone.now()
        )
    assert refused.status == "refused" and taken(luxor_unit) == 5
    with pytest.raises(Conflict):
        approve(other_clerk, request)


@pytest.mark.django_db
def test_the_pages_lead_from_asking_to_the_answer(
    client: Client, registered: Application, citizen: Account, other_clerk: Account, other_unit: Facility
) -> None:
    sign_in(client, citizen)
    address = f"/en/my-file/{registered.household_id}/unit/"
    assert other_unit.pk in client.get(f"{address}?all=1").content.decode()
    assert client.post(address, {"unit": other_unit.pk, "why": "nearer"}).status_code == 302
    assert "You asked for another unit" in client.get("/en/my-file/").content.decode()
    sign_in(client, other_clerk)
    with system_reach():
        request = UnitRequest.objects.get()
    assert f"/en/desk/unit-requests/{request.pk}/" in client.get("/en/desk/unit-requests/").content.decode()
    page = client.get(f"/en/desk/unit-requests/{request.pk}/").content.decode()
    assert registered.household.file_number in page and "nearer" in page  # type: ignore[union-attr]
    stale = client.post(f"/en/desk/unit-requests/{request.pk}/approve/", {"version": "9"})
    assert stale.status_code == 412
    done = client.post(f"/en/desk/unit-requests/{request.pk}/approve/", {"version": str(request.version)})
    assert done.status_code == 302 and taken(other_unit) == 5


@pytest.mark.django_db
def test_page_and_endpoint_refuse_alike(
    client: Client, registered: Application, citizen: Account, luxor_unit: Facility
) -> None:
    sign_in(client, citizen)
    page = client.post(f"/en/my-file/{registered.household_id}/unit/", {"unit": luxor_unit.pk, "why": ""})
    endpoint = client.post(
        "/api/v1/unit-requests/",
        {"household": str(registered.household_id), "unit": luxor_unit.pk},
        "application/json",
        headers={"Accept-Language": "en"},
    )
    assert page.status_code == endpoint.status_code == 422
    told = {fault["field"]: [fault["message"]] for fault in problem(endpoint)["errors"]}
    assert told == dict(page.context["form"].errors)


@pytest.mark.django_db
def test_a_family_of_others_asks_for_nothing_through_the_endpoint(
    client: Client, registered: Application, other_citizen: Account, other_unit: Facility
) -> None:
    sign_in(client, other_citizen)
    given = {"household": str(registered.household_id), "unit": other_unit.pk, "why": "x"}
    assert client.post("/api/v1/unit-requests/", given, "application/json").status_code == 404


FAMILIES = 200


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_last_place_that_200_families_ask_for_at_once_is_given_once(
    national_admin: Account, clerk: Account, luxor_unit: Facility, other_unit: Facility
) -> None:
    Facility.objects.filter(pk=other_unit.pk).update(places=1, taken=0)
    since = TODAY - timedelta(days=2)
    with system_reach():
        requests = [
            asked_for(person(number), luxor_unit, other_unit, national_admin, since)
            for number in range(FAMILIES)
        ]

    def one(request: UUID) -> str:
        try:
            with within(reach_of(clerk)):
                asking.approve(by=clerk, request_id=request, now=timezone.now(), today=TODAY)
            return "given"
        except ValidationError as refusal:
            return str(refusal.error_dict["unit"][0].code)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as pool:
        given = list(pool.map(one, requests))
    assert (given.count("given"), given.count("full")) == (1, FAMILIES - 1)
    assert (taken(other_unit), taken(luxor_unit)) == (1, FAMILIES - 1)
    with system_reach():
        assert Household.objects.filter(unit=other_unit).count() == 1
        assert UnitRequest.objects.filter(status="approved").count() == 1


def person(number: int) -> NewMember:
    """One adult, each another; the serial of a made-up ID begins with 000."""
    born = date(1970, 1, 1) + timedelta(days=number)
    return NewMember(Relation.HEAD, "علي حسن محمود سعيد", parse(national_id(born, 1), today=TODAY))


def asked_for(who: NewMember, unit: Facility, wanted: Facility, by: Account, since: date) -> UUID:
    assert unit.district is not None
    family = register_household(
        by=by, governorate=unit.governorate, district=unit.district, unit=unit, people=[who], on=since
    )
    request = UnitRequest.objects.create(
        household=family, governorate_id=unit.governorate_id, unit=unit, wanted=wanted, why="nearer",
        asked_by=by, asked_at=timezone.now(),
    )  # fmt: skip
    return request.pk
