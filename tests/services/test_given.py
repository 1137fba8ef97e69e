"""What was given: a facility's day, a person's services, a family's own, and who may read which."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from uuid_utils.compat import uuid4, uuid7

from facilities.directory.models import Facility
from registry.applications.models import Application
from registry.people.models import Beneficiary, Household
from services.records import actions
from services.records.models import ServiceRecord
from tests.cast import sign_in
from tests.services.visits import lines_of, own_reach, person_of, undo, visit
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db(transaction=True)
ENGLISH = {"Accept-Language": "en"}


def day(client: Client, facility: str, on: date | None = None) -> dict[str, Any]:
    query = {"on": on.isoformat()} if on else {}
    return client.get(f"/api/v1/facilities/{facility}/service-day/", query, headers=ENGLISH).json()


def guest(kind: str = "unregistered", **known: Any) -> actions.Guest:
    return actions.Guest(uuid4(), kind, **known)


def log_guest(by: Account, facility: Facility, who: actions.Guest) -> list[ServiceRecord]:
    with within(own_reach(by)):
        return actions.log_visit(
            by=by, visit=uuid7(), facility=facility.pk, beneficiary=None, guest=who, provided_on=cairo_today(),
            lines=lines_of("PHC-LAB"), now=cairo_now(),
        )  # fmt: skip


def test_a_facilitys_day_counts_what_stands_who_wrote_it_what_came_late_and_what_was_undone(
    client: Client, clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    one, two = person_of(luxor_unit), person_of(luxor_unit, serial=2)
    visit(clerk, luxor_unit.pk, one.pk, lines_of("PHC-LAB", "PHC-FM", quantity=2))
    (wrong,) = visit(clerk, luxor_unit.pk, two.pk, lines_of("PHC-FM"))
    undo(other_clerk, wrong)
    visit(other_clerk, luxor_unit.pk, one.pk, lines_of("PHC-FM"), on=cairo_today() - timedelta(days=3))
    (late,) = visit(clerk, luxor_unit.pk, one.pk, lines_of("PHC-FM"), on=cairo_today() - timedelta(days=3))
    undo(clerk, late)
    log_guest(clerk, luxor_unit, guest())
    sign_in(client, clerk)
    shown = day(client, luxor_unit.pk)
    assert {name: shown[name] for name in ("services", "people", "visits", "late", "undone")} == {
        "services": 6, "people": 2, "visits": 3, "late": 1, "undone": 2,
    }  # fmt: skip
    assert {kind["code"]: kind["number"] for kind in shown["kinds"]} == {"PHC-LAB": 3, "PHC-FM": 3}
    assert [
        tuple(one[name] for name in ("entries", "services", "late", "undone")) for one in shown["clerks"]
    ] == [
        (5, 6, 0, 1),
        (1, 0, 1, 1),
    ]
    assert day(client, luxor_unit.pk, cairo_today() - timedelta(days=3))["services"] == 0


def test_the_page_of_a_day_shows_what_the_endpoint_says_and_every_row(
    client: Client, clerk: Account, manager: Account, luxor_unit: Facility
) -> None:
    person = person_of(luxor_unit)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB"))
    log_guest(clerk, luxor_unit, guest(full_name="زائر"))
    sign_in(client, manager)
    assert client.get("/en/day/").headers["Location"] == f"/en/day/{luxor_unit.pk}/"
    page = client.get(f"/en/day/{luxor_unit.pk}/").content.decode()
    assert person.full_name in page and "زائر" in page and "Signature" in page
    for on, said in (
        ("2099-01-01", "still to come"),
        ("yesterday", "such as 2026-04-01"),
        ("2026-02-30", "such as"),
    ):
        answer = client.get(f"/en/day/{luxor_unit.pk}/", {"on": on})
        assert answer.status_code == 422 and said in answer.content.decode()
        assert client.get(f"/api/v1/facilities/{luxor_unit.pk}/service-day/", {"on": on}).status_code == 400


def test_a_day_elsewhere_is_hidden_and_the_governorates_administrator_sees_it(
    client: Client, foreign_clerk: Account, governorate_admin: Account, luxor_unit: Facility
) -> None:
    sign_in(client, foreign_clerk)
    assert client.get(f"/en/day/{luxor_unit.pk}/").status_code == 404
    assert client.get(f"/api/v1/facilities/{luxor_unit.pk}/service-day/").status_code == 404
    sign_in(client, governorate_admin)
    assert client.get(f"/en/day/{luxor_unit.pk}/").status_code == 200


def test_the_page_of_a_day_asks_the_database_as_often_for_many_rows_as_for_one(
    client: Client, clerk: Account, luxor_unit: Facility, django_assert_num_queries: Any
) -> None:
    person = person_of(luxor_unit)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB"))
    sign_in(client, clerk)
    client.get(f"/en/day/{luxor_unit.pk}/")
    with django_assert_num_queries(13):
        client.get(f"/en/day/{luxor_unit.pk}/")
    visit(clerk, luxor_unit.pk, person.pk, lines_of(*["PHC-LAB"] * 20))
    with django_assert_num_queries(13):
        client.get(f"/en/day/{luxor_unit.pk}/")


def services(client: Client, person: Beneficiary) -> list[str]:
    answer = client.get(f"/api/v1/beneficiaries/{person.pk}/service-records/", headers=ENGLISH)
    assert answer.status_code == 200, answer.content
    return [row["facility"]["code"] for row in answer.json()["results"]]


def test_the_own_facilitys_records_are_read_and_others_with_a_reason_that_the_family_reads(
    client: Client, clerk: Account, foreign_clerk: Account, luxor_unit: Facility
) -> None:
    person = person_of(luxor_unit)
    elsewhere = foreign_clerk.posts.get().facility
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB"))
    visit(Account.system(), elsewhere.pk, person.pk, lines_of("PHC-FM"))
    sign_in(client, clerk)
    assert services(client, person) == [luxor_unit.pk]
    everywhere = f"/api/v1/beneficiaries/{person.pk}/service-records/everywhere/"
    for wrong in ({"reason": "  "}, {}, {"reason": "x" * 301}):
        assert client.post(everywhere, wrong, content_type="application/json").status_code == 422
    given = {"reason": "what the other unit found"}
    found = client.post(everywhere, given, content_type="application/json").json()["results"]
    assert {row["facility"]["code"] for row in found} == {luxor_unit.pk, elsewhere.pk}
    page = client.post(f"/en/people/{person.pk}/services/", given).content.decode()
    assert elsewhere.name_en in page
    assert elsewhere.name_en not in client.get(f"/en/people/{person.pk}/services/").content.decode()
    refused = client.post(f"/en/people/{person.pk}/services/", {"reason": " "})
    assert refused.status_code == 422 and "Say why you need to see this." in refused.content.decode()
    with system_reach():
        noted = Event.objects.filter(subject_id=str(person.pk), action__startswith="records.read_services")
        assert set(noted.values_list("action", "reason")) == {
            ("records.read_services", ""),
            ("records.read_services_everywhere", "what the other unit found"),
        }


def test_someone_out_of_reach_who_was_not_looked_up_is_hidden(
    client: Client, clerk: Account, foreign_clerk: Account, citizen: Account
) -> None:
    stranger = person_of(foreign_clerk.posts.get().facility)
    sign_in(client, clerk)
    for pk in (stranger.pk, uuid4()):
        assert client.get(f"/api/v1/beneficiaries/{pk}/service-records/").status_code == 404
        assert client.get(f"/en/people/{pk}/services/").status_code == 404
    sign_in(client, citizen)
    assert client.get(f"/api/v1/beneficiaries/{stranger.pk}/service-records/").status_code == 403


def test_a_family_reads_its_own_services_everywhere_and_no_other_family_does(
    client: Client, registered: Application, foreign_clerk: Account, other_citizen: Account, clerk: Account
) -> None:
    with system_reach():
        family = Household.objects.get(pk=registered.household_id)
        member = family.members.order_by("pk").first()
    elsewhere = foreign_clerk.posts.get().facility
    visit(Account.system(), elsewhere.pk, member.pk, lines_of("PHC-FM"))
    (wrong,) = visit(clerk, family.unit_id, member.pk, lines_of("PHC-LAB"))
    undo(clerk, wrong)
    sign_in(client, registered.account)
    rows = client.get(f"/api/v1/households/{family.pk}/service-records/").json()["results"]
    assert [(row["facility"]["code"], row["reversed_by"] is None) for row in rows] == [
        (family.unit_id, False),
        (elsewhere.pk, True),
    ]
    for address in ("/en/my-file/", f"/en/my-file/{family.pk}/services/"):
        page = client.get(address).content.decode()
        assert elsewhere.name_en in page and member.full_name in page and "Undone" in page
    sign_in(client, other_citizen)
    assert client.get(f"/api/v1/households/{family.pk}/service-records/").status_code == 404
    assert client.get(f"/en/my-file/{family.pk}/services/").status_code == 404


def test_who_was_not_registered_is_identified_later_and_that_may_be_taken_back(
    clerk: Account, luxor_unit: Facility, client: Client
) -> None:
    person = person_of(luxor_unit)
    who = guest()
    log_guest(clerk, luxor_unit, who)
    sign_in(client, clerk)
    assert services(client, person) == []

    with within(reach_of(clerk)):
        first, again = (
            actions.identify(by=clerk, patient=who.id, beneficiary=person.pk, reason=why, now=cairo_now())
            for why in ("his brother brought the card", "again")
        )
    assert again == first
    assert services(client, person) == [luxor_unit.pk]
    with within(reach_of(clerk)):
        actions.take_back_identity(by=clerk, patient=who.id, reason="it was not him", now=cairo_now())
    assert services(client, person) == []
    with system_reach():
        assert ServiceRecord.objects.get().beneficiary_id is None


def test_entries_of_who_was_merged_are_those_of_the_one_who_goes_on(
    clerk: Account, luxor_unit: Facility, client: Client
) -> None:
    stays, goes = person_of(luxor_unit), person_of(luxor_unit, serial=2)
    visit(clerk, luxor_unit.pk, goes.pk, lines_of("PHC-LAB"))
    with system_reach():
        Beneficiary.objects.filter(pk=goes.pk).update(merged_into=stays)
    sign_in(client, clerk)
    assert services(client, stays) == [luxor_unit.pk]
