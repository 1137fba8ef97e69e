"""Open data: what is given away carries its licence, and is made anew only when something changes."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from facilities.directory import actions
from facilities.directory.keeping.open_data import kept
from facilities.directory.models import Facility
from uhis_portal.accounts.models import Account
from uhis_portal.reach import reach_of, within

pytestmark = pytest.mark.django_db
CSV, GEOJSON = "/api/v1/open-data/facilities.csv", "/api/v1/open-data/facilities.geojson"


@pytest.fixture(autouse=True)
def _made_anew() -> None:
    kept.files = {}


def rows_of(answer: Any) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}


def test_everyone_gets_every_facility_with_licence_and_attribution(client: Client) -> None:
    table, collection = client.get(CSV), client.get(GEOJSON)
    assert (table.headers["Content-Type"], collection.headers["Content-Type"]) == (
        "text/csv; charset=utf-8",
        "application/geo+json",
    )
    for answer in (table, collection):
        assert "opendatacommons.org/licenses/odbl" in answer.headers["Link"]
        assert "OpenStreetMap contributors" in answer.headers["X-Attribution"]
    features = json.loads(collection.content)
    assert (
        "OpenStreetMap" in features["attribution"] and len(features["features"]) == Facility.objects.count()
    )
    assert set(rows_of(table)) == set(Facility.objects.values_list("code", flat=True))


def test_longitude_comes_first_and_the_precision_stands_beside(client: Client) -> None:
    features = {one["id"]: one for one in json.loads(client.get(GEOJSON).content)["features"]}
    karnak = features["LX-H2"]
    assert karnak["geometry"] == {"type": "Point", "coordinates": [32.64569, 25.70809]}
    assert (karnak["properties"]["precision"], karnak["properties"]["position_licence"]) == (
        "point",
        "ODbL-1.0",
    )
    assert features["LX-H1"]["properties"]["precision"] == "city"


def test_positions_without_a_licence_stay_out(client: Client) -> None:
    unlicensed = Facility.objects.exclude(position_source__startswith="OpenStreetMap").exclude(
        position_source__startswith="GeoNames"
    )
    codes = set(unlicensed.filter(latitude__isnull=False).values_list("code", flat=True))
    assert "LX-H3" in codes
    table = rows_of(client.get(CSV))
    assert all(not table[code]["latitude"] and not table[code]["position_source"] for code in codes)
    features = {one["id"]: one for one in json.loads(client.get(GEOJSON).content)["features"]}
    assert all(features[code]["geometry"] is None for code in codes)


@pytest.mark.parametrize("address", [CSV, GEOJSON])
def test_a_file_is_sent_again_only_after_a_change(
    client: Client, national_admin: Account, address: str
) -> None:
    first = client.get(address)
    seen = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=seen).status_code == 304
    with within(reach_of(national_admin)) as reach:
        actions.revise(
            by=national_admin,
            reach=reach,
            facility_code="LX-H2",
            version=1,
            changes={"emergency": True},
            now=timezone.now(),
        )
    changed = client.get(address, headers=seen)
    assert changed.status_code == 200 and changed.headers["ETag"] != first.headers["ETag"]


def test_a_family_that_is_taken_changes_no_open_file(client: Client) -> None:
    Facility.objects.filter(pk="LX-F01").update(places=100)
    first = client.get(CSV)
    Facility.objects.filter(pk="LX-F01").update(taken=5)
    assert client.get(CSV, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("address", "accepted"),
    [(CSV, "text/csv"), (GEOJSON, "application/geo+json"), (CSV, "*/*"), (GEOJSON, "application/json")],
)
def test_whoever_accepts_only_this_kind_of_file_gets_it(client: Client, address: str, accepted: str) -> None:
    assert client.get(address, headers={"Accept": accepted}).status_code == 200
    refused = client.get(f"{address}?a=b", headers={"Accept": accepted})
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, "application/problem+json")


def test_the_files_and_the_finder_tell_of_the_same_facilities(client: Client) -> None:
    Facility.objects.get(pk="LX-H5").statuses.update(status="closed")
    Facility.objects.filter(pk="LX-H2").update(emergency=True)
    rows = rows_of(client.get(CSV))
    features = {one["id"]: one["properties"] for one in json.loads(client.get(GEOJSON).content)["features"]}

    def total(name: str, value: str) -> int:
        count: int = client.get("/api/v1/facilities/", {name: value}).json()["total"]
        return count

    for status in Facility.Status.values:
        assert sum(row["status"] == status for row in rows.values()) == total("status", status)
    listed = [row for row in rows.values() if row["status"] in Facility.LISTED]
    for name in ("governorate", "kind", "owner"):
        for value in {row[name] for row in listed}:
            assert sum(row[name] == value for row in listed) == total(name, value)
    assert sum(row["emergency"] == "yes" for row in listed) == total("emergency", "true") > 0
    for code, row in rows.items():
        for name, value in features[code].items():
            as_text = ";".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert row[name] == as_text


def test_no_cell_runs_as_a_formula(client: Client) -> None:
    Facility.objects.filter(pk="LX-H2").update(name_en="=1+1", address_en="@SUM(A1)", source="\t-2+3")
    row = rows_of(client.get(CSV))["LX-H2"]
    assert (row["name_en"], row["address_en"], row["source"]) == ("'=1+1", "'@SUM(A1)", "'\t-2+3")


def test_an_unknown_parameter_is_refused_by_name(client: Client) -> None:
    assert client.get(f"{CSV}?format=xml").status_code == 400


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_leads_to_the_files_and_their_licence(client: Client, language: str) -> None:
    html = client.get(f"/{language}/open-data/").content.decode()
    assert CSV in html and GEOJSON in html and "ODbL" in html
