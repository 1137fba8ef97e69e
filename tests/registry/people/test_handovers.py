"""A unit that closes hands its families over: proposed, reviewed, carried out in slices, never a family twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from facilities.directory.models import Facility
from registry.people import jobs
from registry.people.actions import register_household
from registry.people.models import Handover, HandoverFamily, Household, Membership
from registry.people.units import handing
from tests.cast import sign_in
from tests.registry.people.test_unit_requests import person
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db
TODAY = cairo_today()
FAMILIES = 6


@pytest.fixture
def families(luxor_unit: Facility, national_admin: Account) -> list[Household]:
    """Six families of one person at the Luxor unit."""
    with system_reach():
        return [
            register_household(
                by=national_admin, governorate=luxor_unit.governorate, district=luxor_unit.district,
                unit=luxor_unit, people=[person(number)], on=TODAY - timedelta(days=9), phone="01000000001",
            )
            for number in range(FAMILIES)
        ]  # fmt: skip


def propose(by: Account, unit: Facility, on: date = TODAY) -> Handover:
    with within(reach_of(by)) as reach:
        return handing.propose(by=by, reach=reach, unit=unit.pk, on=on, now=timezone.now(), today=TODAY)


def approve(by: Account, handover: Handover, version: int | None = None) -> Handover:
    with within(reach_of(by)) as reach:
        return handing.approve(
            by=by, reach=reach, handover_id=handover.pk, now=timezone.now(), version=version
        )


def rows(handover: Handover) -> list[HandoverFamily]:
    with system_reach():
        return list(handover.families.select_related("to").order_by("pk"))


def units() -> set[str]:
    with system_reach():
        return set(Household.objects.values_list("unit_id", flat=True))


def test_a_proposal_names_the_nearest_units_with_room_and_changes_nothing(
    families: list[Household], governorate_admin: Account, luxor_unit: Facility
) -> None:
    near = [unit for unit, _km, _approximate in handing.others_near(luxor_unit, on=TODAY)]
    Facility.objects.filter(pk=near[0].pk).update(places=2, taken=0)
    Facility.objects.filter(pk=near[1].pk).update(places=3, taken=0)
    Facility.objects.filter(pk__in=[unit.pk for unit in near[2:]]).update(places=0, taken=0)
    handover = propose(governorate_admin, luxor_unit)
    goes = [row.to_id for row in rows(handover)]
    assert sorted(filter(None, goes)) == sorted([near[0].pk] * 2 + [near[1].pk] * 3)
    assert goes.count(None) == 1 and {row.state for row in rows(handover) if row.to is None} == {"no_room"}
    assert all(row.distance_km is not None and row.approximate for row in rows(handover) if row.to)
    assert units() == {luxor_unit.pk}


def test_an_approved_handover_moves_each_family_once_and_tells_it(
    families: list[Household], governorate_admin: Account, luxor_unit: Facility
) -> None:
    handover = approve(governorate_admin, propose(governorate_admin, luxor_unit))
    for _turn in range(3):
        jobs.carry_out_handovers()
    assert {row.state for row in rows(handover)} == {"done"}
    assert luxor_unit.pk not in units()
    with system_reach():
        assert Handover.objects.get().state == "done"
        assert Membership.objects.filter(until__isnull=False, ended_by="unit").count() == FAMILIES
        assert Message.objects.count() == FAMILIES
    assert Facility.objects.get(pk=luxor_unit.pk).taken == 0


def test_a_job_that_is_killed_midway_goes_on_where_it_stopped(
    families: list[Household],
    governorate_admin: Account,
    luxor_unit: Facility,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handover = approve(governorate_admin, propose(governorate_admin, luxor_unit))
    monkeypatch.setattr(handing, "SLICE", 0.0)
    assert handing.carry_out(today=TODAY, now=timezone.now()) is True
    assert [row.state for row in rows(handover)].count("done") == 1
    monkeypatch.setattr(handing, "tell_moved", None)  # the next family fails on the way
    with pytest.raises(TypeError):
        handing.carry_out(today=TODAY, now=timezone.now())
    assert [row.state for row in rows(handover)].count("done") == 1
    monkeypatch.undo()
    assert handing.carry_out(today=TODAY, now=timezone.now()) is False
    with system_reach():
        assert Membership.objects.filter(until__isnull=True).count() == FAMILIES
        assert Membership.objects.count() == 2 * FAMILIES


def test_families_go_when_the_day_has_come(
    families: list[Household], governorate_admin: Account, luxor_unit: Facility
) -> None:
    approve(governorate_admin, propose(governorate_admin, luxor_unit, on=TODAY + timedelta(days=5)))
    jobs.carry_out_handovers()
    assert units() == {luxor_unit.pk}
    handing.carry_out(today=TODAY + timedelta(days=5), now=timezone.now())
    assert luxor_unit.pk not in units()


def test_a_family_that_left_meanwhile_is_left_alone(
    families: list[Household], governorate_admin: Account, luxor_unit: Facility
) -> None:
    handover = approve(governorate_admin, propose(governorate_admin, luxor_unit))
    with system_reach():
        Household.objects.filter(pk=families[0].pk).update(closed_on=TODAY)
    jobs.carry_out_handovers()
    states = {row.household_id: row.state for row in rows(handover)}
    assert states[families[0].pk] == "left" and list(states.values()).count("done") == FAMILIES - 1


def test_a_family_without_room_waits_until_a_unit_is_chosen_for_it(
    families: list[Household], governorate_admin: Account, luxor_unit: Facility
) -> None:
    near = [unit for unit, _km, _approximate in handing.others_near(luxor_unit, on=TODAY)]
    handover = approve(governorate_admin, propose(governorate_admin, luxor_unit))
    Facility.objects.filter(pk__in=[unit.pk for unit in near]).update(places=0, taken=0)
    jobs.carry_out_handovers()
    assert {row.state for row in rows(handover)} == {"no_room"} and units() == {luxor_unit.pk}
    Facility.objects.filter(pk=near[3].pk).update(places=100)
    for row in rows(handover):
        with within(reach_of(governorate_admin)) as reach:
            handing.send_elsewhere(
                by=governorate_admin, reach=reach, handover_id=handover.pk, family_id=row.pk,
                to=near[3].pk, now=timezone.now(),
            )  # fmt: skip
    jobs.carry_out_handovers()
    assert units() == {near[3].pk}


def test_one_family_may_go_elsewhere_than_proposed(
    families: list[Household], governorate_admin: Account, luxor_unit: Facility, client: Client
) -> None:
    handover = propose(governorate_admin, luxor_unit)
    row, far = rows(handover)[0], list(handing.others_near(luxor_unit, on=TODAY))[-1][0]
    sign_in(client, governorate_admin)
    address = f"/en/desk/handovers/{handover.pk}/families/{row.pk}/"
    assert far.pk in client.get(address).content.decode()
    refused = client.post(address, {"to": luxor_unit.pk})
    assert refused.status_code == 422 and refused.context["form"].errors["to"]
    assert client.post(address, {"to": far.pk}).status_code == 302
    assert rows(handover)[0].to_id == far.pk


@pytest.mark.parametrize(
    ("unit", "on", "faults"),
    [
        ("", None, {"unit": "required", "on": "required"}),
        ("LX-H2", TODAY, {"unit": "kind"}),
        ("XX", TODAY - timedelta(days=1), {"unit": "unknown", "on": "past"}),
        ("empty", TODAY, {"unit": "no_families"}),
    ],
)
def test_what_cannot_be_proposed_is_refused_at_its_field(
    governorate_admin: Account, luxor_unit: Facility, unit: str, on: Any, faults: dict[str, str]
) -> None:
    code = luxor_unit.pk if unit == "empty" else unit
    with within(reach_of(governorate_admin)) as reach, pytest.raises(ValidationError) as caught:
        handing.propose(by=governorate_admin, reach=reach, unit=code, on=on, now=timezone.now(), today=TODAY)
    assert {name: fault[0].code for name, fault in caught.value.error_dict.items()} == faults


def test_a_unit_of_another_governorate_is_not_handed_over(
    governorate_admin: Account, port_said_unit: Facility
) -> None:
    with pytest.raises(PermissionDenied):
        propose(governorate_admin, port_said_unit)


def test_a_unit_hands_over_once_at_a_time_and_a_proposal_seen_before_is_not_approved(
    families: list[Household], governorate_admin: Account, luxor_unit: Facility
) -> None:
    handover = propose(governorate_admin, luxor_unit)
    with pytest.raises(Conflict):
        propose(governorate_admin, luxor_unit)
    with pytest.raises(Stale):
        approve(governorate_admin, handover, version=handover.version + 1)
    with within(reach_of(governorate_admin)) as reach:
        handing.cancel(by=governorate_admin, reach=reach, handover_id=handover.pk, now=timezone.now())
    with pytest.raises(Conflict):
        approve(governorate_admin, handover)
    assert propose(governorate_admin, luxor_unit).pk != handover.pk


def test_the_pages_show_the_proposal_and_how_far_it_has_come(
    families: list[Household], governorate_admin: Account, luxor_unit: Facility, client: Client
) -> None:
    sign_in(client, governorate_admin)
    given = {"unit": luxor_unit.pk, "on_0": str(TODAY.day), "on_1": str(TODAY.month), "on_2": str(TODAY.year)}
    made = client.post("/en/desk/handovers/", given)
    assert made.status_code == 302
    page = client.get(made.headers["Location"]).content.decode()
    assert families[0].file_number in page and "approximate" in page
    with system_reach():
        handover = Handover.objects.get()
    done = client.post(f"/en/desk/handovers/{handover.pk}/approve/", {"version": str(handover.version)})
    assert done.status_code == 302
    jobs.carry_out_handovers()
    answer = client.get(f"/api/v1/handovers/{handover.pk}/").json()
    assert answer["state"]["code"] == "done" and answer["families"]["done"] == FAMILIES
    families_told = client.get(f"/api/v1/handovers/{handover.pk}/families/").json()["results"]
    assert len(families_told) == FAMILIES and families_told[0]["state"]["code"] == "done"
