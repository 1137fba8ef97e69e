"""The pages and the endpoints of keeping the directory: the same rules, the same refusals, nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility, Proposal, Revision
from tests.cast import sign_in
from tests.conftest import problem
from tests.facilities.catalogue.kinds import withdraw
from tests.facilities.directory.browsing import edit, fill, send, values_of
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db


class TestEditing:
    def test_an_administrator_saves_and_everyone_sees(
        self, client: Client, governorate_admin: Account
    ) -> None:
        sign_in(client, governorate_admin)
        answer = fill(client, edit("LX-H2", "kind"), emergency="yes", explanation="visit of 3 May")
        assert answer.status_code == 302
        assert client.get("/api/v1/facilities/LX-H2/").json()["emergency"] is True
        assert Revision.objects.get(facility="LX-H2").changes == {"emergency": {"from": None, "to": True}}

    @pytest.mark.parametrize(
        "section",
        ["names", "kind", "place", "contacts", "hours", "departments", "services", "numbers", "buildings", "accreditation",
         "status", "roles", "sources"],
    )  # fmt: skip
    def test_a_page_sent_as_it_is_changes_nothing(
        self, client: Client, national_admin: Account, section: str
    ) -> None:
        sign_in(client, national_admin)
        full = full_sheet()
        assert (
            send(client, "PATCH", "/api/v1/facilities/LX-H2/sheet/", full, **{"If-Match": '"1"'}).status_code
            == 200
        )
        assert fill(client, edit("LX-H2", section)).status_code == 302
        assert Facility.objects.get(pk="LX-H2").version == 2

    def test_a_row_is_added_and_one_taken_out_without_javascript(
        self, client: Client, governorate_admin: Account
    ) -> None:
        sign_in(client, governorate_admin)
        address = edit("LX-H2", "numbers")
        typed = values_of(client.get(address))
        more = client.post(address, {**typed, "capacities.0.quantity": "٢٠٥", "add": "capacities"})
        assert more.status_code == 200 and "٢٠٥" in more.content.decode()
        assert not Revision.objects.exists()
        typed = values_of(more)
        assert typed["capacities.rows"] == "7"
        saved = client.post(
            address,
            {**typed, "capacities.1.remove": "on", "capacities.6.kind": "pharmacies", "capacities.6.quantity": "2",
             "capacities.6.as_of_0": "1", "capacities.6.as_of_1": "5", "capacities.6.as_of_2": "2026",
             "capacities.6.source": "visit"},
        )  # fmt: skip
        assert saved.status_code == 302
        have = {(row.kind, row.quantity) for row in Facility.objects.get(pk="LX-H2").capacities.all()}
        assert (
            ("beds", 205) in have
            and ("pharmacies", 2) in have
            and not any(kind == "icu_beds" for kind, _n in have)
        )

    def test_a_kind_that_is_no_longer_given_is_offered_only_where_it_stands(
        self, client: Client, governorate_admin: Account, national_admin: Account
    ) -> None:
        for gone in ("SEC-LAB", "SEC-NVD"):
            withdraw(national_admin, gone)
        sign_in(client, governorate_admin)
        row = {"service_type": "SEC-LAB", "source": "visit"}
        kept = send(
            client, "PATCH", "/api/v1/facilities/LX-H2/sheet/", {"services": [row]}, **{"If-Match": '"1"'}
        )
        assert kept.status_code == 200, kept.json()
        field = client.get(edit("LX-H2", "services")).context["form"].fields["services.0.service_type"]
        codes = {code for _group, kinds in field.widget.choices[1:] for code, _name in kinds}
        assert "SEC-LAB" in codes and "SEC-NVD" not in codes and "SEC-SURG" in codes

    def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
        self, client: Client, governorate_admin: Account
    ) -> None:
        sign_in(client, governorate_admin)
        answer = fill(
            client, edit("LX-H2", "numbers"), **{"capacities.2.quantity": "thirty", "explanation": "why"}
        )
        assert answer.status_code == 422
        assert answer.context["form"].errors["capacities.2.quantity"] == ["Write a whole number."]
        html = answer.content.decode()
        assert 'value="thirty"' in html and ">\nwhy</textarea>" in html

    def test_a_row_at_fault_after_an_empty_one_is_found(
        self, client: Client, governorate_admin: Account
    ) -> None:
        sign_in(client, governorate_admin)
        typed = {f"contacts.{at}.kind": "" for at in range(2)} | {"contacts.rows": "3", "contacts.2.kind": "email",
                 "contacts.2.value": "no address"}  # fmt: skip
        answer = fill(client, edit("LX-H2", "contacts"), **typed)
        assert list(answer.context["form"].errors) == ["contacts.2.value"]

    def test_two_editors_collide_and_the_second_sees_what_the_first_changed(
        self, governorate_admin: Account, national_admin: Account
    ) -> None:
        first, second = sign_in(Client(), governorate_admin), sign_in(Client(), national_admin)
        address = edit("LX-H2", "sources")
        page = values_of(second.get(address))
        assert fill(first, address, note="north gate").status_code == 302
        collided = second.post(address, {**page, "note": "south gate"})
        assert collided.status_code == 412
        html = collided.content.decode()
        assert "north gate" in html and 'value="south gate"' in html
        assert Facility.objects.get(pk="LX-H2").note == "north gate"
        again = second.post(address, {**values_of(collided), "note": "south gate"})
        assert again.status_code == 302
        assert Facility.objects.get(pk="LX-H2").note == "south gate"

    def test_saving_again_after_a_collision_undoes_nothing_of_the_first_editor(
        self, governorate_admin: Account, national_admin: Account
    ) -> None:
        first, second = sign_in(Client(), governorate_admin), sign_in(Client(), national_admin)
        address = edit("LX-H2", "sources")
        page = values_of(second.get(address))
        assert fill(first, address, source="visit of 3 May").status_code == 302
        collided = second.post(address, {**page, "note": "south gate"})
        assert collided.status_code == 412
        assert second.post(address, values_of(collided)).status_code == 302
        facility = Facility.objects.get(pk="LX-H2")
        assert (facility.source, facility.note) == ("visit of 3 May", "south gate")

    def test_rows_of_both_editors_stand_together_after_a_collision(
        self, governorate_admin: Account, national_admin: Account
    ) -> None:
        first, second = sign_in(Client(), governorate_admin), sign_in(Client(), national_admin)
        rows = [{"kind": "phone", "value": number} for number in ("19001", "19002", "19003", "19004")]
        send(first, "PATCH", "/api/v1/facilities/LX-H2/sheet/", {"contacts": rows}, **{"If-Match": '"1"'})
        page = values_of(second.get(edit("LX-H2", "contacts")))
        theirs = [
            *rows[1:3],
            {"kind": "phone", "value": "19444"},
            {"kind": "email", "value": "new@example.eg"},
        ]
        send(first, "PATCH", "/api/v1/facilities/LX-H2/sheet/", {"contacts": theirs}, **{"If-Match": '"2"'})
        typed = {"contacts.1.value": "19222", "contacts.2.remove": "on", "contacts.rows": "5", "contacts.4.kind": "website",
                 "contacts.4.value": "https://example.eg/"}  # fmt: skip
        collided = second.post(edit("LX-H2", "contacts"), {**page, **typed})
        assert collided.status_code == 412
        assert second.post(edit("LX-H2", "contacts"), values_of(collided)).status_code == 302
        known = set(Facility.objects.get(pk="LX-H2").contacts.values_list("value", flat=True))
        assert known == {"19222", "19444", "new@example.eg", "https://example.eg/"}

    def test_a_collision_says_so_once_and_keeps_the_explanation(
        self, governorate_admin: Account, national_admin: Account
    ) -> None:
        first, second = sign_in(Client(), governorate_admin), sign_in(Client(), national_admin)
        page = values_of(second.get(edit("LX-H2", "kind")))
        assert fill(first, edit("LX-H2", "kind"), emergency="yes").status_code == 302
        collided = second.post(edit("LX-H2", "kind"), {**page, "levels": [], "explanation": "counted anew"})
        form = collided.context["form"]
        assert len(form.non_field_errors()) == 1 and form["explanation"].value() == "counted anew"
        assert (form["emergency"].value(), form["levels"].value()) == ("yes", [])

    def test_a_button_pressed_twice_is_one_revision(self, client: Client, governorate_admin: Account) -> None:
        sign_in(client, governorate_admin)
        typed = {**values_of(client.get(edit("LX-H2", "sources"))), "note": "once"}
        assert [client.post(edit("LX-H2", "sources"), typed).status_code for _time in range(2)] == [302, 302]
        assert Revision.objects.filter(facility="LX-H2").count() == 1

    def test_a_new_facility_begins_on_one_page(self, client: Client, governorate_admin: Account) -> None:
        sign_in(client, governorate_admin)
        typed = {"code": "LX-F901", "name.ar": "وحدة المدامود", "name.en": "Al-Madamoud Unit", "kind": "family_medicine_unit",
                 "owner": "eha", "levels": ["primary"], "governorate": "EG-LX", "district": "3601",
                     "source": "decree"}  # fmt: skip
        answer = fill(client, "/en/facilities/new/", **typed)
        assert answer.headers["Location"] == "/en/facilities/LX-F901/edit/"
        again = fill(client, "/en/facilities/new/", **typed)
        assert again.status_code == 422 and list(again.context["form"].errors) == ["code"]

    def test_others_are_turned_away(
        self, citizen: Account, foreign_clerk: Account, clerk: Account, luxor_unit: Facility
    ) -> None:
        pages = [
            f"/en/facilities/{luxor_unit.pk}/edit/",
            edit(luxor_unit.pk, "kind"),
            f"/en/facilities/{luxor_unit.pk}/history/",
        ]
        for account in (citizen, foreign_clerk):
            client = sign_in(Client(), account)
            assert [client.get(page).status_code for page in pages] == [403] * 3
        assert Client().get(pages[0]).headers["Location"].startswith("/en/staff/sign-in/")
        client = sign_in(Client(), clerk)
        assert [client.get(page).status_code for page in pages] == [200] * 3
        assert client.get("/en/facilities/new/").status_code == 403
        assert client.get(edit(luxor_unit.pk, "nothing")).status_code == 404


class TestEndpoints:
    def test_a_change_says_which_version_it_saw(self, client: Client, governorate_admin: Account) -> None:
        sign_in(client, governorate_admin)
        address = "/api/v1/facilities/LX-H2/sheet/"
        seen = client.get(address).headers["ETag"]
        assert problem(send(client, "PATCH", address, {"note": "x"}))["status"] == 428
        changed = send(client, "PATCH", address, {"note": "x"}, **{"If-Match": seen})
        assert (changed.status_code, changed.json()["note"], changed.headers["ETag"]) == (200, "x", '"2"')
        assert problem(send(client, "PATCH", address, {"note": "y"}, **{"If-Match": seen}))["status"] == 412
        made = client.get("/api/v1/facilities/LX-H2/revisions/").json()["results"]
        assert [(one["version"], one["changes"][0]["part"]) for one in made] == [(2, "note")]

    def test_proposals_travel_the_same_way(
        self, clerk: Account, governorate_admin: Account, luxor_unit: Facility
    ) -> None:
        theirs, ours = sign_in(Client(), clerk), sign_in(Client(), governorate_admin)
        address = f"/api/v1/facilities/{luxor_unit.pk}/proposals/"
        assert problem(send(theirs, "POST", address, {"emergency": True}))["status"] == 428
        key = {"If-Match": '"1"', "Idempotency-Key": "one-proposal-only"}
        made = [send(theirs, "POST", address, {"emergency": True}, **key) for _time in range(2)]
        assert [one.status_code for one in made] == [201, 201] and Proposal.objects.count() == 1
        where = made[0].headers["Location"].removeprefix("http://testserver")
        assert theirs.get(where).json()["may"] == ["withdraw"]
        assert ours.get(where).json()["may"] == ["approve", "return"]
        assert problem(send(theirs, "POST", f"{where}approve/"))["status"] == 403
        assert (
            problem(send(ours, "POST", f"{where}return/", {"reason": ""}))["errors"][0]["field"] == "reason"
        )
        assert send(ours, "POST", f"{where}approve/").json()["state"]["code"] == "approved"
        assert problem(send(ours, "POST", f"{where}return/", {"reason": "late"}))["status"] == 409
        assert [one["id"] for one in ours.get("/api/v1/proposals/?state=approved").json()["results"]] == [
            where.split("/")[-2]
        ]
        assert problem(ours.get("/api/v1/proposals/?state=nonsense"))["errors"][0]["field"] == "state"

    def test_a_facility_is_added_once(
        self, client: Client, national_admin: Account, citizen: Account
    ) -> None:
        new = {"code": "LX-F902", "name": {"ar": "وحدة", "en": "Unit"}, "kind": "family_medicine_unit", "owner": "eha",
               "levels": ["primary"], "governorate": "EG-LX", "source": "decree"}  # fmt: skip
        assert send(Client(), "POST", "/api/v1/facilities/", new).status_code == 401
        assert send(sign_in(Client(), citizen), "POST", "/api/v1/facilities/", new).status_code == 403
        sign_in(client, national_admin)
        made = send(client, "POST", "/api/v1/facilities/", new)
        assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
        assert client.get("/api/v1/facilities/LX-F902/").json()["name"]["en"] == "Unit"
        again = problem(send(client, "POST", "/api/v1/facilities/", new))
        assert [(one["field"], one["code"]) for one in again["errors"]] == [("code", "taken")]


WRONG: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("kind", {"places": "-1"}, {"places": -1}),
    ("kind", {"places": "many"}, {"places": "many"}),
    ("kind", {"places": "100"}, {"places": 100}),
    ("kind", {"owner": "nobody"}, {"owner": "nobody"}),
    ("kind", {"emergency": "perhaps"}, {"emergency": "perhaps"}),
    ("names", {"name.en": "بلا لاتيني"}, {"name": {"ar": "مستشفى الكرنك الدولي", "en": "بلا لاتيني"}}),
    ("names", {"name.en": ""}, {"name": {"ar": "مستشفى الكرنك الدولي", "en": None}}),
    ("names", {"name.ar": "أ" * 161}, {"name": {"ar": "أ" * 161, "en": "Karnak International Hospital"}}),
    ("names", {"name.en": "a\x00b"}, {"name": {"ar": "مستشفى الكرنك الدولي", "en": "a\x00b"}}),
    ("place", {"district": "0101"}, {"district": "0101"}),
    ("place", {"district": "\x00"}, {"district": "\x00"}),
    ("place", {"position.latitude": "52.5"}, {"position": {"latitude": 52.5, "longitude": 32.64569, "precision": "point",
        "source": "s"}}),
    ("place", {"position.longitude": ""}, {"position": {"latitude": 25.70809, "precision": "point", "source": "s"}}),
    ("contacts", {"contacts.0.kind": "website", "contacts.0.value": "javascript:alert(1)"},
     {"contacts": [{"kind": "website", "value": "javascript:alert(1)"}]}),
    ("contacts", {"contacts.0.kind": "phone", "contacts.0.value": "12"}, {"contacts": [{"kind": "phone", "value": "12"}]}),
    ("status", {"statuses.0.since_0": "31", "statuses.0.since_1": "2", "statuses.0.since_2": "2026"},
     {"statuses": [{"status": "open", "since": "2026-02-31"}]}),
    ("status", {"statuses.0.since_0": "1", "statuses.0.since_1": "1", "statuses.0.since_2": "1492"},
     {"statuses": [{"status": "open", "since": "1492-01-01"}]}),
    ("hours", {"opening_hours.0.of": "general", "opening_hours.0.season": "all_year", "opening_hours.0.hours_0": "8 to 2"},
     {"opening_hours": [{"of": "general", "season": "all_year", "hours": "Sa 8 to 2"}]}),
    ("hours", {"opening_hours.0.of": "emergency", "opening_hours.0.season": "all_year", "opening_hours.0.service_type": "PHC-LAB",
               "opening_hours.0.hours_0": "08:00-14:00"},
     {"opening_hours": [{"of": "emergency", "season": "all_year", "service_type": "PHC-LAB", "hours": "Sa 08:00-14:00"}]}),
    ("buildings", {"buildings.0.name.ar": "مبنى", "buildings.0.name.en": "Block", "buildings.0.state": "in_use",
                   "buildings.0.percent": "50"},
     {"buildings": [{"name": {"ar": "مبنى", "en": "Block"}, "state": "in_use", "percent": 50}]}),
]  # fmt: skip


@pytest.mark.parametrize(("section", "typed", "body"), WRONG, ids=lambda value: str(value)[:60])
def test_page_and_endpoint_refuse_alike(
    client: Client, governorate_admin: Account, section: str, typed: dict[str, str], body: dict[str, Any]
) -> None:
    sign_in(client, governorate_admin)
    page = fill(client, edit("LX-H2", section), **typed)
    assert page.status_code == 422
    on_page = {
        (name, fault.code)
        for name, faults in page.context["form"].errors.as_data().items()
        for fault in faults
    }
    answer = send(client, "PATCH", "/api/v1/facilities/LX-H2/sheet/", body, **{"If-Match": '"1"'})
    by_endpoint = {(one["field"], one["code"]) for one in problem(answer)["errors"]}
    assert on_page == by_endpoint
    assert not Revision.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "x" * 501, "\ue000"])
def test_an_explanation_is_refused_alike(client: Client, governorate_admin: Account, text: str) -> None:
    sign_in(client, governorate_admin)
    page = fill(client, edit("LX-H2", "sources"), note="new", explanation=text)
    on_page = [fault.code for fault in page.context["form"].errors.as_data()["explanation"]]
    body = {"note": "new", "explanation": text}
    answer = problem(send(client, "PATCH", "/api/v1/facilities/LX-H2/sheet/", body, **{"If-Match": '"1"'}))
    assert [(one["field"], one["code"]) for one in answer["errors"]] == [
        ("explanation", code) for code in on_page
    ]


@pytest.mark.parametrize("code", ["", "\x00", "LX-", "LX-H2"])
def test_a_code_is_refused_alike(client: Client, governorate_admin: Account, code: str) -> None:
    sign_in(client, governorate_admin)
    page = fill(client, "/en/facilities/new/", code=code, governorate="EG-LX")
    on_page = {fault.code for fault in page.context["form"].errors.as_data()["code"]}
    answer = problem(send(client, "POST", "/api/v1/facilities/", {"code": code, "governorate": "EG-LX"}))
    assert {one["code"] for one in answer["errors"] if one["field"] == "code"} == on_page


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script> وحدة", "'; DROP TABLE directory_facility; --", "{{ 7*7 }} {% load x %}"],
)
def test_html_and_sql_are_just_text(client: Client, governorate_admin: Account, text: str) -> None:
    sign_in(client, governorate_admin)
    assert fill(client, edit("LX-H2", "sources"), note=text).status_code == 302
    for page in ("/ar/facilities/LX-H2/history/", "/ar/facilities/LX-H2/edit/", "/ar/facilities/LX-H2/"):
        assert "<script>alert" not in client.get(page).content.decode()
    assert Facility.objects.get(pk="LX-H2").note == text


def test_marks_that_turn_the_text_around_are_dropped(client: Client, governorate_admin: Account) -> None:
    sign_in(client, governorate_admin)
    fill(client, edit("LX-H2", "sources"), note="\u202eabc\u2066  d\u200f")
    assert Facility.objects.get(pk="LX-H2").note == "abc d"


def full_sheet() -> dict[str, Any]:
    """Something of every part, so that every page has something to show."""
    return {
        "departments": [{"name": {"ar": "قسم الكلى", "en": "Kidney"}}],
        "services": [{"service_type": "PHC-LAB", "department": "قسم الكلى", "since": "2021-07-01"}],
        "contacts": [{"kind": "phone", "value": "0952372025"}, {"kind": "website", "value": "https://example.eg/"}],
        "buildings": [{"name": {"ar": "مبنى", "en": "Block"}, "state": "under_construction", "percent": 40, "due": "2027-01-01"}],
        "accreditations": [{"state": "provisional", "since": "2025-09", "source": "GAHAR"},
                           {"state": "registered", "since": "2024", "source": "GAHAR"}],
        "roles": [{"role": "isolation_hospital", "since": "2020-03-01", "until": "2022-01-01"}],
        "programmes": [{"kind": "pacs", "name": {"ar": "أرشيف", "en": "PACS"}}],
        "opening_hours": [{"of": "general", "season": "all_year", "hours": "Sa-Th 08:00-14:00,17:00-01:00; Fr off"},
                          {"of": "emergency", "season": "all_year", "hours": "24/7", "source": "visit"}],
        "address": {"ar": "شارع المطار", "en": None},
        "emergency": False,
    }  # fmt: skip


def test_lists_cost_the_same_however_long(
    client: Client, governorate_admin: Account, luxor_unit: Facility, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, governorate_admin)
    for version in range(1, 8):
        send(
            client,
            "PATCH",
            "/api/v1/facilities/LX-H2/sheet/",
            {"note": str(version)},
            **{"If-Match": f'"{version}"'},
        )
    with django_assert_max_num_queries(28):
        client.get("/en/facilities/LX-H2/history/")
