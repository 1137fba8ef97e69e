"""DHIS2 files keep to its documented format, and their sums are the portal's own."""

from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility
from services.statistics import jobs
from services.statistics.models import Dhis2Unit
from tests.cast import sign_in
from tests.services.statistics.exports.conftest import ask, finish, last_month, made, months, seen, this_month
from tests.services.statistics.exports.dhis2_format import Value, read_csv, read_json
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import system_reach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("care")]
PERIOD = f"{last_month():%Y%m}"
UNIT = "/api/v1/statistics/dhis2-units/{}/"


def wish(**more: str) -> dict[str, str]:
    return {"area": "EG-LX", **months(last_month()), **more}


def put(client: Client, facility: str, **names: str) -> Any:
    return client.put(UNIT.format(facility), names, content_type="application/json")


@pytest.mark.parametrize("folded", [False, True], ids=["pending", "rolled up"])
def test_both_formats_hold_the_same_values_and_their_sums_are_the_portals(
    folded: bool, client: Client, governorate_admin: Account, luxor_unit: Facility
) -> None:
    if folded:
        jobs.roll_up()
    values, schemes = read_json(made(governorate_admin, "dhis2", format="json", **wish()))
    assert schemes == {"dataElementIdScheme": "CODE", "orgUnitIdScheme": "CODE"}
    assert read_csv(made(governorate_admin, "dhis2", **wish())) == values
    assert values == [
        Value("PHC-FM", PERIOD, luxor_unit.pk, 3),
        Value("PHC-LAB", PERIOD, luxor_unit.pk, 2),
        Value("REGISTERED", PERIOD, luxor_unit.pk, 1),
    ]
    sent = sign_in(client, governorate_admin).get("/api/v1/statistics/EG-LX/").json()["services"]["by_month"]
    assert {part["month"]: part["value"] for part in sent}[last_month().isoformat()] == 5


def test_registered_people_stand_at_the_end_of_each_month(
    national_admin: Account, luxor_unit: Facility
) -> None:
    given = {"area": "EG-LX", "from": "2024-01", "to": "2024-03"}
    values = read_csv(made(national_admin, "dhis2", **given))
    assert values == [Value("REGISTERED", month, luxor_unit.pk, 1) for month in ("202402", "202403")]


def test_a_month_that_is_not_over_is_refused(client: Client, governorate_admin: Account) -> None:
    sent = {"kind": "dhis2", "format": "json", "about": wish(to=f"{this_month():%Y-%m}")}
    answer = sign_in(client, governorate_admin).post(
        "/api/v1/exports/", sent, content_type="application/json"
    )
    assert answer.status_code == 422 and "not_over" in str(answer.json())
    sent["about"] = wish(org_units="name")
    answer = client.post("/api/v1/exports/", sent, content_type="application/json")
    assert answer.status_code == 422 and "org_units" in str(answer.json())


def test_facilities_stand_by_what_dhis2_calls_them_and_the_others_are_listed(
    client: Client, national_admin: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    sign_in(client, national_admin)
    assert put(client, luxor_unit.pk, code="EG_LXR_001", uid="DiszpKrYNg8").status_code == 200
    country = {"area": "EG", **months(last_month())}
    pk = finish(ask(national_admin, "dhis2", **country)).pk
    shown = client.get(f"/api/v1/exports/{pk}/", headers={"Accept-Language": "en"}).json()
    assert shown["remarks"] == [
        f"1 facility is not in the table of DHIS2 units and stands with the portal's own code: {port_said_unit.pk}."
    ]
    values, _schemes = read_json(made(national_admin, "dhis2", format="json", **country))
    assert {value.unit for value in values} == {"EG_LXR_001", port_said_unit.pk}


def test_by_identifiers_a_file_is_made_only_when_all_are_known(
    client: Client, national_admin: Account, luxor_unit: Facility
) -> None:
    one = finish(ask(national_admin, "dhis2", format="json", **wish(org_units="uid")))
    assert (one.state, one.reason["code"]) == ("failed", "unmapped")
    assert luxor_unit.pk in one.reason["en"]
    assert put(sign_in(client, national_admin), luxor_unit.pk, uid="DiszpKrYNg8").status_code == 200
    values, schemes = read_json(made(national_admin, "dhis2", format="json", **wish(org_units="uid")))
    assert schemes["orgUnitIdScheme"] == "UID"
    assert {value.unit for value in values} == {"DiszpKrYNg8"}


@pytest.mark.parametrize(("names", "field"), [
    ({"uid": "short"}, "uid"),
    ({"uid": "1iszpKrYNg8"}, "uid"),
    ({"uid": "AbcdefghijK"}, "uid"),
    ({"code": "two words"}, "code"),
    ({"code": "LX-H2"}, "code"),
    ({"code": "TAKEN"}, "code"),
])  # fmt: skip
def test_a_name_that_cannot_be_is_refused_at_its_field(
    names: dict[str, str],
    field: str,
    client: Client,
    national_admin: Account,
    luxor_unit: Facility,
    port_said_unit: Facility,
) -> None:
    sign_in(client, national_admin)
    assert put(client, port_said_unit.pk, code="TAKEN", uid="AbcdefghijK").status_code == 200
    answer = put(client, luxor_unit.pk, **names)
    assert answer.status_code == 422
    assert field in str(answer.json())
    page = client.post(f"/en/statistics/dhis2-units/{luxor_unit.pk}/", names)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not Dhis2Unit.objects.filter(pk=luxor_unit.pk).exists()


def test_the_table_is_kept_by_national_administrators_and_changes_are_recorded(
    client: Client, national_admin: Account, governorate_admin: Account, luxor_unit: Facility
) -> None:
    assert put(sign_in(client, governorate_admin), luxor_unit.pk, code="X").status_code == 403
    sign_in(client, national_admin)
    page = client.post(f"/en/statistics/dhis2-units/{luxor_unit.pk}/", {"code": "X-1", "uid": ""})
    assert page.status_code == 302
    shown = client.get(page.url)
    assert "X-1" in shown.content.decode()
    sent = client.get("/api/v1/statistics/dhis2-units/?governorate=EG-LX").json()["results"]
    assert [dict(row) for row in shown.context["units"]] == sent[: len(shown.context["units"])]
    put(client, luxor_unit.pk, code="", uid="")
    assert client.get(UNIT.format(luxor_unit.pk)).json()["code"] == ""
    with system_reach():
        noted = Event.objects.filter(action__startswith="dhis2.").order_by("at")
        assert [event.action for event in noted] == ["dhis2.name_unit", "dhis2.forget_unit"]


def test_the_page_says_how_to_try_it_first(client: Client, governorate_admin: Account) -> None:
    page = sign_in(client, governorate_admin).get("/en/exports/new/dhis2/").content.decode()
    assert "dryRun=true" in page
    pk = finish(ask(governorate_admin, "dhis2", **wish())).pk
    assert seen(pk).exporter is not None
    assert "dryRun=true" in client.get(f"/en/exports/{pk}/").content.decode()
