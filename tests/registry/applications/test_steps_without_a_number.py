"""The steps of who has no national ID number: a newborn, known by guardian and certificate, and a foreigner."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application
from tests.families import approve, family_of_five, national_id, send_application
from tests.registry.applications.test_pages_and_endpoints_agree import NEWBORN, Pages, as_typed
from tests.registry.applications.test_steps import text, with_family
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db


class TestNewborn:
    def test_is_entered_by_guardian_and_certificate(self, client: Client, pages: Pages) -> None:
        with_family(pages, 2)
        page = client.get(f"{pages.base}family/add/?by=certificate&as=child")
        guardians = [label for _value, label in page.context["form"].fields["guardian"].choices]
        assert guardians == [one["full_name"] for one in family_of_five()[:2]]
        pages.done("family/add/?by=certificate&as=child", **as_typed(NEWBORN))
        listed = text(client, f"{pages.base}family/")
        assert NEWBORN["full_name"] in listed and "birth certificate" in listed
        change = text(client, f"{pages.base}family/{pages.person(2)}/")
        assert 'value="123456"' in change

    def test_who_later_has_a_number_goes_on_as_the_same_row(self, client: Client, pages: Pages) -> None:
        with_family(pages, 2)
        pages.done("family/add/", **as_typed(NEWBORN))
        person = pages.person(2)
        born = cairo_today() - timedelta(days=20)
        pages.done(f"family/{person}/?by=national_id", relation="child", full_name=NEWBORN["full_name"],
                   known_by="national_id", national_id=national_id(born, 4))  # fmt: skip
        assert pages.person(2) == person
        with system_reach():
            row = Application.objects.get(pk=pages.pk).applicants.get(pk=person)
        assert (row.known_by, row.certificate_index, row.guardian_id) == ("national_id", None, None)

    def test_without_a_guardian_any_more_it_cannot_be_sent(self, client: Client, pages: Pages) -> None:
        with_family(pages, 2)
        pages.done("family/add/", **as_typed(NEWBORN))
        pages.done(f"family/{pages.person(1)}/remove/")
        with system_reach():
            unmet = actions.missing(Application.objects.get(pk=pages.pk), today=cairo_today())
        assert "applicants.1.guardian" in unmet

    def test_is_registered_with_its_guardian(
        self, citizen: Account, clerk: Account, luxor_unit: Facility
    ) -> None:
        born = date.fromisoformat(NEWBORN["birth_date"])
        people = [*family_of_five(), {**NEWBORN, "birth_date": born}]
        household = approve(clerk, send_application(citizen, luxor_unit, people)).household
        with system_reach():
            newborn = household.members.get(national_id_index=None)
            assert newborn.guardian.full_name == people[1]["full_name"]
        assert newborn.birth_date == born


class TestForeigner:
    def test_is_taken_with_a_cover_that_is_not_known(self, client: Client, pages: Pages) -> None:
        with_family(pages, 1)
        assert "not known until it is decided" in text(
            client, f"{pages.base}family/add/?by=passport&as=spouse"
        )
        pages.done("family/add/?by=passport&as=spouse", relation="spouse", known_by="passport",
                   full_name="Amina Yusuf", nationality="SD", passport_number="P0012345", birth_date_0="3",
                   birth_date_1="٢", birth_date_2="1990", sex="female")  # fmt: skip
        assert "Cover not known until decided" in text(client, f"{pages.base}spouses/")
        shown = client.get(reverse("api-application", args=[pages.pk])).json()["applicants"][1]
        assert (shown["cover_known"], shown["nationality"], shown["birth_governorate"]) == (False, "SD", None)
