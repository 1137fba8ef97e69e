"""Public figures: rounded each by itself, of months that are over, for everybody, and nobody can be found in them."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from facilities.directory.models import Facility
from services.statistics.public.figures import Rounded, figures_of, rounded
from services.statistics.reading.periods import months_after
from tests.cast import sign_in
from tests.services.visits import lines_of, person_of, visit
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

API = "/api/v1/public-figures/"
CSV = "/api/v1/public-figures/figures.csv"


def last_month() -> date:
    return months_after(cairo_today().replace(day=1), -1)


def area(figures: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in (figures["country"], *figures["governorates"]) if one["code"] == code)


def value(number: int) -> dict[str, int | None]:
    return {"value": number, "fewer_than": None}


FEW = {"value": None, "fewer_than": 10}


@pytest.fixture
def care(luxor_unit: Facility, port_said_unit: Facility, clerk: Account) -> None:
    """In Luxor 84 primary services and 4 of an initiative last month, one this month; in Port Said 4."""
    person = person_of(luxor_unit)
    elsewhere = person_of(port_said_unit, serial=3)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", quantity=84), on=last_month())
    visit(clerk, luxor_unit.pk, person.pk, lines_of("INI-WOMEN", quantity=4), on=last_month())
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    visit(Account.system(), port_said_unit.pk, elsewhere.pk, lines_of("PHC-FM", quantity=4), on=last_month())


@pytest.mark.django_db
def test_before_the_system_worked_anywhere_nothing_is_said_of_the_country_either(client: Client) -> None:
    sent = client.get("/api/v1/public-figures/?month=2019-02").json()
    assert sent["country"] == {**sent["country"], "services": None, "registered": None}


@pytest.mark.django_db
def test_each_number_is_rounded_from_its_exact_value_and_never_from_rounded_parts(
    care: None, client: Client
) -> None:
    figures = client.get(API).json()
    assert figures["month"] == f"{last_month():%Y-%m}"
    luxor = area(figures, "EG-LX")
    levels = {level["code"]: level["number"] for level in luxor["levels"]}
    assert luxor["services"] == value(90)  # 88; the rounded parts come to 80
    assert (levels["primary"], levels["initiative"]) == (value(80), FEW)
    assert area(figures, "EG-PTS")["services"] == FEW
    assert figures["country"]["services"] == value(90)  # 92
    assert luxor["registered"] == FEW


@pytest.mark.django_db
def test_where_the_system_does_not_work_there_is_no_data_and_no_zero(care: None, client: Client) -> None:
    figures = client.get(API).json()
    cairo = area(figures, "EG-C")
    assert (cairo["services"], cairo["registered"]) == (None, None)
    assert all(level["number"] is None for level in cairo["levels"])
    suez = area(figures, "EG-SUZ")
    assert (suez["services"], suez["registered"]) == (FEW, FEW)  # at work, and nothing written down
    assert len(figures["governorates"]) == 27


@given(number=st.integers(min_value=0, max_value=10**9))
def test_no_number_below_ten_is_told_from_another_and_every_other_is_at_most_five_away(number: int) -> None:
    shown = rounded(number).value
    if number < 10:
        assert shown is None
    else:
        assert shown is not None and shown % 10 == 0 and abs(shown - number) <= 5


@given(number=st.integers(min_value=0, max_value=9), works=st.booleans())
def test_one_person_more_or_less_among_few_changes_nothing(number: int, works: bool) -> None:
    none = figures_of(None, {}, works=works)
    assert figures_of(None, {(None, "registered"): number, (None, "total"): number}, works=works) == none
    assert none.services == (Rounded(None) if works else None)


@pytest.mark.django_db
def test_the_page_and_the_file_say_what_the_endpoint_sends(care: None, client: Client) -> None:
    sent = client.get(API).json()
    for language in ("ar", "en"):
        page = client.get(f"/{language}/public-figures/")
        shown = page.context["figures"]
        assert json.loads(json.dumps({**shown, "as_of": ""}, default=dict)) == {**sent, "as_of": ""}
    text = page.content.decode()
    assert "fewer than 10" in text and ">90<" in text
    rows = {
        row["code"]: row for row in csv.DictReader(io.StringIO(client.get(CSV).content.decode("utf-8-sig")))
    }
    luxor = rows["EG-LX"]
    assert (luxor["services"], luxor["services_primary"], luxor["services_initiative"]) == ("90", "80", "<10")
    assert (rows["EG"]["services"], rows["EG-C"]["services"], luxor["month"]) == ("90", "", sent["month"])
    assert len(rows) == 28


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2018-12", "2099-01", "yesterday", "2026-13", "-1", "٢٠٢٦-٩٩", "now"])
def test_a_month_that_is_not_over_or_is_none_is_refused(month: str, client: Client) -> None:
    typed = f"{cairo_today():%Y-%m}" if month == "now" else month
    for address in (API, CSV):
        answer = client.get(address, {"month": typed})
        assert answer.status_code == 400
        assert "month" in str(answer.json())
    page = client.get("/en/public-figures/", {"month": typed})
    assert page.status_code == 400
    assert page.context["refused"] in page.content.decode().replace("&#x27;", "'")
    assert client.get(API, {"year": "2026"}).status_code == 400


@pytest.mark.django_db
def test_months_have_stable_addresses_and_digits_of_either_kind(care: None, client: Client) -> None:
    month = f"{last_month():%Y-%m}"
    arabic = month.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    one, other = client.get(API, {"month": month}).json(), client.get(API, {"month": arabic}).json()
    assert {**one, "as_of": ""} == {**other, "as_of": ""}
    before = client.get(API, {"month": "2020-01"}).json()
    assert area(before, "EG-LX")["services"] in (FEW, None)


@pytest.mark.django_db
def test_who_has_the_figures_is_not_sent_them_again_until_they_change(
    care: None, client: Client, clerk: Account, luxor_unit: Facility
) -> None:
    for address in (API, CSV, "/ar/public-figures/", "/en/public-figures/"):
        first = client.get(address)
        assert "max-age=3600" in first.headers["Cache-Control"] and "public" in first.headers["Cache-Control"]
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    tag = client.get(API).headers["ETag"]
    visit(
        clerk,
        luxor_unit.pk,
        person_of(luxor_unit, serial=5).pk,
        lines_of("PHC-FM", quantity=20),
        on=last_month(),
    )
    assert client.get(API, headers={"If-None-Match": tag}).status_code == 200
    assert (
        len(
            {
                client.get(address).headers["ETag"]
                for address in ("/ar/public-figures/", "/en/public-figures/")
            }
        )
        == 2
    )


@pytest.mark.django_db
def test_a_page_with_the_name_of_who_is_signed_in_is_kept_by_no_cache(
    care: None, client: Client, clerk: Account
) -> None:
    page = sign_in(client, clerk).get("/en/public-figures/")
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_the_page_costs_few_questions(care: None, client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/en/public-figures/")
    with django_assert_max_num_queries(8):
        client.get("/en/public-figures/")
