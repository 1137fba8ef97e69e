"""The clerk's desk: find, log, undo; without a script, and with the focus where the next key belongs."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.records.models import ServiceRecord
from tests.cast import sign_in
from tests.families import national_id
from tests.services.visits import lines_of, person_of, undo, visit
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
DESK = "/en/desk/"
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@pytest.fixture
def at_desk(client: Client, clerk: Account) -> Client:
    return sign_in(client, clerk)


def digits_of(person: Beneficiary) -> str:
    with system_reach():
        return Beneficiary.objects.get(pk=person.pk).national_id


def find(client: Client, person: Beneficiary) -> str:
    """The address of the visit page, reached by the person's national ID."""
    answer = client.post(DESK, {"who": digits_of(person)})
    assert answer.status_code == 302, answer.content
    return answer.headers["Location"]


def filled(client: Client, address: str, **values: Any) -> dict[str, Any]:
    """What the form on the page would send, with `values` typed in (`kind_0`, `quantity_0`, …)."""
    page = client.get(address).content.decode()
    form = page[page.index('name="visit"') - 200 :]
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    sent |= dict(re.findall(r'name="(provided_on_\d)"[^>]* value="([^"]*)"', form))
    for name, value in values.items():
        part, _underscore, row = name.partition("_")
        if part in ("kind", "quantity"):
            name = f"lines.{row}.{'service_type' if part == 'kind' else 'quantity'}"
        sent[name] = value
    return sent


def ledger() -> list[tuple[str, int]]:
    with system_reach():
        return list(ServiceRecord.objects.order_by("pk").values_list("service_type_id", "quantity"))


def test_the_desk_opens_with_the_cursor_where_the_beneficiary_is_typed(at_desk: Client) -> None:
    page = at_desk.get(DESK).content.decode()
    assert re.search(r'<input[^>]*name="who"[^>]*autofocus', page)
    assert "Nothing is logged today" in page


@pytest.mark.parametrize("typed", ["{}", " {} ", "\u200f{}\u200e"])
def test_a_person_is_found_by_national_id_in_any_digits_and_the_number_never_stands_in_an_address(
    typed: str, at_desk: Client, person: Beneficiary
) -> None:
    digits = digits_of(person)
    for number in (digits, digits.translate(ARABIC_DIGITS)):
        answer = at_desk.post(DESK, {"who": typed.format(number)})
        assert answer.headers["Location"] == f"{DESK}{person.pk}/"
    page = at_desk.get(answer.headers["Location"]).content.decode()
    assert person.full_name in page
    assert "Registered since 1 February 2024" in page
    assert digits not in page
    assert re.search(r'<input[^>]*name="lines.0.service_type"[^>]*autofocus', page)


def test_finding_someone_is_noted_with_who_asked(
    at_desk: Client, clerk: Account, person: Beneficiary
) -> None:
    at_desk.get(find(at_desk, person))
    with system_reach():
        noted = Event.objects.filter(subject_id=str(person.pk), account_id=clerk.pk).order_by("pk")
        assert list(noted.values_list("action", flat=True)) == ["people.look_up", "records.open_at_desk"]


def test_someone_unknown_is_said_to_be_unknown_with_the_way_to_register(at_desk: Client) -> None:
    answer = at_desk.post(DESK, {"who": national_id(cairo_today().replace(year=1980, day=1), 7)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "No one is registered with this number" in page
    with translation.override("en"):
        assert reverse("counter") in page


@pytest.mark.parametrize("typed", ["", "ab", "9" * 14, "29902300100011", "2990230010", "x" * 500])
def test_what_can_be_nobody_is_refused_beside_its_field(typed: str, at_desk: Client) -> None:
    answer = at_desk.post(DESK, {"who": typed})
    assert answer.status_code == 422
    assert 'id="id_who_error"' in answer.content.decode()


def test_a_person_of_another_unit_opens_only_after_a_look_up(
    at_desk: Client, port_said_unit: Facility
) -> None:
    stranger = person_of(port_said_unit, serial=3)
    closed = at_desk.get(f"{DESK}{stranger.pk}/")
    assert (closed.status_code, closed.headers["Location"]) == (302, DESK)
    assert stranger.full_name in at_desk.get(find(at_desk, stranger)).content.decode()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("PHC-LAB", "PHC-LAB"),
        ("phc-lab", "PHC-LAB"),
        ("Laboratory test (primary)", "PHC-LAB"),
        ("laboratory", "PHC-LAB"),
        ("فحص معملي", "PHC-LAB"),
        ("فحص معملى", "PHC-LAB"),
        ("تطعيم", "PHC-VACC"),
        ("family planning", "PHC-FP"),
        ("1", "PHC-EXAM"),
        ("٢", None),
    ],
)
def test_a_kind_is_meant_by_its_number_code_name_or_part_of_it(
    typed: str, code: str | None, at_desk: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-EXAM"))
    address = find(at_desk, person)
    form = filled(at_desk, address, kind_0=typed)
    assert at_desk.post(address, form).status_code == 302
    assert ledger()[-1] == (code or form["favourites"].split(",")[1], 1)


def test_three_kinds_go_with_one_enter_and_the_desk_is_ready_for_the_next(
    at_desk: Client, person: Beneficiary
) -> None:
    address = find(at_desk, person)
    form = filled(
        at_desk, address, kind_0="PHC-FM", kind_1="PHC-LAB", quantity_1="٣", kind_2="PHC-DRUG", quantity_2="2"
    )
    answer = at_desk.post(address, form, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(DESK, 302)]
    assert "6 services are logged." in page
    assert person.full_name in page
    assert ledger() == [("PHC-FM", 1), ("PHC-LAB", 3), ("PHC-DRUG", 2)]


def test_a_form_sent_twice_logs_once_and_one_sent_changed_is_a_conflict(
    at_desk: Client, person: Beneficiary
) -> None:
    address = find(at_desk, person)
    form = filled(at_desk, address, kind_0="PHC-FM")
    assert at_desk.post(address, form).status_code == 302
    assert at_desk.post(address, form).status_code == 302
    assert ledger() == [("PHC-FM", 1)]
    changed = at_desk.post(address, {**form, "lines.0.quantity": "2"})
    assert changed.status_code == 409
    assert "already logged with other content" in changed.content.decode()
    assert ledger() == [("PHC-FM", 1)]


def test_faults_land_at_their_rows_even_when_a_row_before_them_is_empty(
    at_desk: Client, person: Beneficiary
) -> None:
    address = find(at_desk, person)
    form = filled(at_desk, address, kind_0="PHC-FM", kind_2="PHC-LAB", quantity_2="500")
    answer = at_desk.post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_lines.2.quantity_error"' in page
    assert re.search(r'<input[^>]*name="lines.2.quantity"[^>]*autofocus', page)
    assert 'value="PHC-LAB"' in page
    assert form["lines.2.id"] in page
    assert ledger() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "lines.0.service_type"),
        ({"kind_0": "no such thing"}, "lines.0.service_type"),
        ({"kind_0": "e"}, "lines.0.service_type"),
        ({"kind_0": "SEC-SURG"}, "lines.0.service_type"),
        ({"kind_0": "PHC-FM", "quantity_0": "many"}, "lines.0.quantity"),
        ({"kind_0": "PHC-FM", "quantity_0": "0"}, "lines.0.quantity"),
        ({"kind_0": "PHC-FM", "provided_on_2": "2099"}, "provided_on"),
        ({"kind_0": "PHC-FM", "provided_on_1": "13"}, "provided_on"),
    ],
)
def test_what_cannot_be_logged_is_said_beside_its_field(
    values: dict[str, str], field: str, at_desk: Client, person: Beneficiary
) -> None:
    address = find(at_desk, person)
    answer = at_desk.post(address, filled(at_desk, address, **values))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert ledger() == []


def test_the_most_used_kinds_come_first(
    at_desk: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    for _time in range(3):
        visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-VACC"))
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-DENT"))
    form = filled(at_desk, find(at_desk, person))
    assert form["favourites"].split(",")[:2] == ["PHC-VACC", "PHC-DENT"]


def test_the_desk_shows_what_the_facility_logged_today_and_counts_what_stands(
    at_desk: Client, clerk: Account, other_clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(other_clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", quantity=4))
    (slip,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-DENT"))
    undo(clerk, slip)
    page = at_desk.get(DESK).content.decode()
    assert re.search(r'class="tile-value">\s*4', page)
    assert page.count("Dental services") == 1
    assert "<del>Dental services&nbsp;×&nbsp;1</del>" in page


def test_a_record_is_undone_with_a_reason(
    at_desk: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    address = f"{DESK}undo/{record.pk}/"
    page = at_desk.get(address).content.decode()
    reversal = re.search(r'name="id" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert at_desk.post(address, {"id": reversal, "reason": ""}).status_code == 422
    for _time in range(2):
        answer = at_desk.post(address, {"id": reversal, "reason": "wrong kind"}, follow=True)
        assert "The record is undone." in answer.content.decode()
    assert ledger() == [("PHC-FM", 1), ("PHC-FM", -1)]
    assert "already undone" in at_desk.get(address).content.decode()


def test_the_desk_of_another_facility_shows_and_undoes_nothing_of_it(
    client: Client, clerk: Account, foreign_clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    (record,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    sign_in(client, foreign_clerk)
    assert "Nothing is logged today" in client.get(DESK).content.decode()
    assert client.get(f"{DESK}undo/{record.pk}/").status_code == 404


def test_the_desk_asks_the_database_as_often_for_many_visits_as_for_one(
    at_desk: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary, django_assert_num_queries: Any
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB"))
    at_desk.get(DESK)
    for _time in range(2):
        with django_assert_num_queries(12):
            at_desk.get(DESK)
        for _visit in range(10):
            visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-LAB", "PHC-FM"))
