"""What the files hold reaches the tables once; what an administrator changed since stays."""

import csv
from importlib import import_module

import pytest
from django.db import connection

from facilities.catalogue import reference
from facilities.catalogue.models import Initiative, KindVersion, ServiceType, Specialty
from facilities.catalogue.readings import check_digit_fits
from tests.facilities.catalogue.kinds import MONTH, TODAY, periods, revise, withdraw
from uhis_portal.accounts.models import Account
from uhis_portal.reference import Report

pytestmark = pytest.mark.django_db


def load_again() -> list[str]:
    report = Report()
    reference.load(report)
    return list(report.lines())


def rows(name: str) -> list[dict[str, str]]:
    with (reference.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_kind_of_the_file_has_one_version_as_far_back_as_is_known() -> None:
    assert KindVersion.objects.filter(since=None, until=None).count() == ServiceType.objects.count() == 89
    assert not KindVersion.objects.filter(source="").exists()
    for version in KindVersion.objects.select_related("service_type"):
        assert version.attributes == version.service_type.attributes


def test_loading_again_leaves_what_an_administrator_changed(national_admin: Account) -> None:
    revise(national_admin, name_en="Renamed", level="secondary")
    revise(national_admin, "PHC-RAD", since=MONTH, name_en="Planned")
    withdraw(national_admin, "PHC-DENT")
    before = [periods(code) for code in ("PHC-LAB", "PHC-RAD", "PHC-DENT")]
    assert all(" 0 new, 0 changed, " in line for line in load_again())
    assert [periods(code) for code in ("PHC-LAB", "PHC-RAD", "PHC-DENT")] == before
    kind = ServiceType.objects.get(pk="PHC-LAB")
    assert (kind.name_en, kind.level, kind.version) == ("Renamed", "secondary", 2)
    assert not ServiceType.objects.in_force_on(TODAY).filter(pk="PHC-DENT").exists()


def test_initiatives_say_how_far_they_are_confirmed_and_no_date_is_made_up() -> None:
    named = Initiative.objects.filter(standing="named").values_list("pk", flat=True)
    assert set(named) == {"WOMEN", "MOTHER", "HEAR", "NCD"}
    assert Initiative.objects.count() == 10
    assert not Initiative.objects.exclude(since=None, until=None).exists()
    assert not Initiative.objects.filter(source="").exists()


def test_each_kind_of_an_initiative_belongs_to_one() -> None:
    listed = [code for row in rows("initiatives") for code in row["kinds"].split()]
    kinds = [row["code"] for row in rows("service_types")]
    assert sorted(listed) == sorted(code for code in kinds if code.startswith("INI-"))
    belonging = ServiceType.objects.exclude(initiative=None).values_list("pk", flat=True)
    assert sorted(belonging) == sorted(listed)


def test_what_the_list_of_kinds_calls_unconfirmed_is_so_called_among_initiatives() -> None:
    said = "not in the founding articles, to be confirmed"
    to_be_confirmed = {row["code"] for row in rows("service_types") if row["note"] == said}
    shown = set(
        ServiceType.objects.filter(initiative__standing="to_be_confirmed").values_list("pk", flat=True)
    )
    assert shown == to_be_confirmed | {"INI-QUEUE"}, "waiting lists are named, but not as an initiative"


def test_specialties_name_their_source() -> None:
    assert Specialty.objects.count() == len(rows("specialties")) == 27
    assert not Specialty.objects.exclude(source__contains="albawabhnews.com/4903862").exists()


def test_codes_of_the_file_pass_what_is_asked_of_typed_ones() -> None:
    for code in {row["loinc_document"] for row in rows("service_types")} - {""}:
        assert check_digit_fits(code), code


def test_a_catalogue_from_before_gets_its_first_versions() -> None:
    """The filling statement of the migration, on a table that has rows and no versions."""
    fill = import_module("facilities.catalogue.migrations.0004_first_versions").FILL
    KindVersion.objects.all().delete()
    with connection.cursor() as cursor:
        for _again in range(2):
            cursor.execute(fill)
    assert KindVersion.objects.filter(since=None, until=None).count() == 89
    lab = KindVersion.objects.get(service_type="PHC-LAB")
    assert lab.attributes == ServiceType.objects.get(pk="PHC-LAB").attributes
    connection.check_constraints()
