"""Dashboards show exactly what was logged, at any moment, to staff; and what was published, as it was published."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from registry.people.models import Beneficiary
from services.statistics import jobs
from services.statistics.models import ReportedCheck, ReportedFigure
from services.statistics.reading.areas import THE_COUNTRY
from services.statistics.reading.care import Care, Group
from services.statistics.reading.parts import governorates, works
from services.statistics.reading.periods import Period, months_after, period_of
from services.statistics.reading.places import places
from tests.cast import sign_in
from tests.conftest import problem
from tests.services.visits import lines_of, person_of, undo, visit
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

pytestmark = pytest.mark.django_db
LUXOR = "/api/v1/statistics/EG-LX/"
# Statements of a page: session, account, posts, reach, what has changed, what needs attention, and the numbers.
OF_A_GOVERNORATE, OF_THE_COUNTRY = 28, 27
MOMENTS = {"as_of", "rolled_up_at"}


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


def parts(of: list[dict[str, Any]]) -> dict[str, int]:
    return {part.get("code") or part["month"]: part["value"] for part in of}


def without_moments(numbers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in numbers.items() if name not in MOMENTS}


@pytest.mark.parametrize("folded", [False, True], ids=["pending", "rolled up"])
def test_a_governorate_shows_exactly_what_was_logged(
    folded: bool,
    client: Client,
    clerk: Account,
    luxor_unit: Facility,
    port_said_unit: Facility,
    person: Beneficiary,
) -> None:
    last_month = months_after(cairo_today().replace(day=1), -1)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB", quantity=2))
    visit(clerk, luxor_unit.pk, person.pk, lines_of("INI-WOMEN"), on=last_month)
    (slip,) = visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-DENT"))
    undo(clerk, slip)
    elsewhere = person_of(port_said_unit, serial=3)
    visit(Account.system(), port_said_unit.pk, elsewhere.pk, lines_of("PHC-FM"))
    if folded:
        jobs.roll_up()

    luxor = sign_in(client, clerk).get(LUXOR).json()
    assert luxor["registered"]["value"] == 1
    assert parts(luxor["registered"]["by_sex"]) == {"male": 1}
    services = luxor["services"]
    assert (services["total"], services["value"], services["before"]) == (5, 4, 1)
    assert parts(services["by_level"]) == {"primary": 4}
    assert parts(services["by_kind"]) == {"PHC-FM": 2, "PHC-LAB": 2, "INI-WOMEN": 0}
    assert parts(services["by_month"]) == {
        last_month.isoformat(): 1,
        cairo_today().replace(day=1).isoformat(): 4,
    }

    country = client.get("/api/v1/statistics/EG/").json()
    assert (country["services"]["total"], country["registered"]["value"]) == (6, 2)
    listed = {row["code"]: row for row in client.get("/api/v1/statistics/").json()["results"]}
    assert len(listed) == 27
    assert (listed["EG-LX"]["total"], listed["EG-LX"]["in_period"]) == (5, 4)
    assert (listed["EG-PTS"]["registered"], listed["EG-PTS"]["total"]) == (1, 1)
    assert (listed["EG-C"]["registered"], listed["EG-C"]["total"]) == (0, 0)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_renders_what_the_endpoint_sends(
    language: str, client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", "PHC-LAB", quantity=3))
    sign_in(client, clerk)
    for code, page in (("EG-LX", "statistics/EG-LX/"), ("EG", "statistics/")):
        sent = client.get(f"/api/v1/statistics/{code}/").json()
        answer = client.get(f"/{language}/{page}")
        shown = client.get(f"/{language}/{page}").context["numbers"]
        assert without_moments(dict(shown)) == without_moments(sent)
        text = answer.content.decode()
        for part in (*sent["services"]["by_kind"], *sent["services"]["by_level"]):
            assert part["name"][language].lower() in text.lower()
    listed = client.get(f"/{language}/statistics/").context["numbers"]["parts_governorates"]
    assert [dict(row) for row in listed] == client.get("/api/v1/statistics/").json()["results"]


def test_population_stands_with_its_year_and_is_never_taken_for_registered(
    client: Client, clerk: Account, person: Beneficiary
) -> None:
    luxor = sign_in(client, clerk).get(LUXOR).json()
    assert luxor["population"] == {
        "value": 1_500_000, "as_of": "2025-10-14", "census": {"value": 1_250_209, "year": 2017},
    }  # fmt: skip
    assert luxor["registered"]["share"] == pytest.approx(1 / 1_500_000)
    page = client.get("/en/statistics/EG-LX/").content.decode()
    assert "1,500,000 people (CAPMAS, 2025)" in page


def test_accreditation_is_counted_as_far_as_it_is_known(client: Client, clerk: Account) -> None:
    facilities = sign_in(client, clerk).get(LUXOR).json()["facilities"]
    known = parts(facilities["by_accreditation"])
    assert sum(known.values()) + facilities["accreditation_not_known"] == facilities["total"]
    assert sum(parts(facilities["by_kind"]).values()) == facilities["total"] == 68
    assert facilities["accreditation_not_known"] > 0


def test_a_governorate_without_anything_says_why(client: Client, clerk: Account) -> None:
    page = sign_in(client, clerk).get("/en/statistics/EG-C/").content.decode()
    for sentence in (
        "No service has been logged yet",
        "No facility of this area is in the directory yet",
        "No published figures are kept yet",
    ):
        assert sentence in page


def test_numbers_are_for_staff_of_any_area(
    client: Client, citizen: Account, foreign_clerk: Account, governorate_admin: Account
) -> None:
    for page in ("/en/statistics/", "/en/statistics/EG-LX/"):
        assert "/staff/sign-in/" in client.get(page).headers["Location"]
    assert client.get(LUXOR).status_code == 401
    sign_in(client, citizen)
    for address in ("/en/statistics/", "/en/statistics/EG-LX/", LUXOR, "/api/v1/statistics/"):
        assert client.get(address).status_code == 403
    for account in (foreign_clerk, governorate_admin):
        sign_in(client, account)
        for address in ("/en/statistics/", "/ar/statistics/EG-LX/", "/en/statistics/EG-PTS/", LUXOR):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("code", ["EG-XX", "eg-lx", "1", "EG-LX'--"])
def test_an_area_that_does_not_exist_is_not_found(code: str, client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    assert client.get(f"/api/v1/statistics/{code}/").status_code == 404
    assert client.get(f"/en/statistics/{code}/").status_code == 404


def test_an_unknown_parameter_is_refused_by_name(client: Client, clerk: Account) -> None:
    answer = sign_in(client, clerk).get("/api/v1/statistics/?colour=blue")
    assert answer.status_code == 400
    assert problem(answer)["errors"][0]["field"] == "colour"


def test_a_page_asks_the_database_as_often_whatever_was_logged(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary, django_assert_num_queries: Any
) -> None:
    sign_in(client, clerk)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    client.get("/en/statistics/")
    for _time in range(2):
        with django_assert_num_queries(OF_A_GOVERNORATE):
            client.get("/en/statistics/EG-LX/")
        with django_assert_num_queries(OF_THE_COUNTRY):
            client.get("/en/statistics/")
        for days in range(60):
            visit(
                clerk,
                luxor_unit.pk,
                person.pk,
                lines_of("PHC-FM", "PHC-VACC"),
                on=cairo_today() - timedelta(days=days),
            )
        jobs.roll_up()


def test_months_without_a_record_are_zero_and_those_before_the_first_are_not_there() -> None:
    august = cairo_today().replace(month=8, day=1)
    period = Period(august, august)
    given = [
        Group(month, "primary", "visit", number, 0, 0)
        for month, number in ((months_after(august, -3), 2), (august, 1))
    ]
    care = Care(period, tuple(given), ())
    assert [number for _month, number in care.by_month(august, 12)] == [2, 0, 0, 1]
    assert care.by_month(august, 1) == [(august, 1)]
    assert Care(period, (), ()).by_month(august, 12) == []


def test_every_published_figure_has_source_names_and_unit_and_speaks_of_the_article() -> None:
    figures_kept, checks = list(ReportedFigure.objects.all()), list(ReportedCheck.objects.all())
    assert (len(figures_kept), len(checks)) == (78, 19)
    for figure in figures_kept:
        assert figure.name_ar
        assert figure.name_en
        assert figure.source_ar
        assert figure.source_en
        assert figure.unit in ReportedFigure.Unit.values
        assert (figure.published_on is None) == (figure.published_precision == "")
    registered = ReportedFigure.objects.get(pk="luxor.registered")
    assert (registered.value, registered.qualifier, registered.source_en) == (
        1_200_000, "more_than", "article on Luxor (Al-Bawaba News, albawabhnews.com/4903862)",
    )  # fmt: skip
    assert "seed" not in " ".join(check.verdict_en for check in checks)


def test_published_figures_stand_beside_what_the_portal_counts_and_no_total_is_repaired(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-EXAM", "PHC-LAB", quantity=2))
    luxor = sign_in(client, clerk).get(LUXOR).json()
    beside = {figure["code"]: (figure["value"], figure["counted"]) for figure in luxor["reported"]}
    assert beside["luxor.services"] == (14_500_000, 4)
    assert beside["luxor.services.primary"] == (5_500_000, 4)
    assert beside["luxor.services.comprehensive_exam"] == (1_200_000, 2)
    assert beside["luxor.services.lab_and_radiology"] == (1_000_000, 2)
    assert beside["luxor.registered"] == (1_200_000, 1)
    assert beside["luxor.facilities"] == (66, 68)
    assert beside["LX-H2.beds"] == (201, None)
    page = client.get("/en/statistics/EG-LX/").content.decode()
    for words in ("more than 14,500,000", "date not stated", "albawabhnews.com/4903862", "8 September 2025"):
        assert words in page
    for check in luxor["checks"]:
        assert check["verdict"]["en"].split("'")[0].split("&")[0] in page.replace("&#x27;", "'").replace(
            "&quot;", '"'
        )
    assert len(luxor["checks"]) == 19


def test_the_first_check_is_shown_as_written_in_both_languages(client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    first = client.get(LUXOR).json()["checks"][0]
    assert (first["stated"], first["added_up"]) == (66, 65)
    assert first["verdict"]["en"] == (
        "does not add up: 59 + 6 = 65; one facility unexplained (66 + 4 private = 70; 65 + 4 = 69)"
    )
    assert first["verdict"]["ar"] in client.get("/ar/statistics/EG-LX/").content.decode()
    assert client.get("/api/v1/statistics/EG-PTS/").json()["checks"] == []


def test_governorates_where_the_system_works_come_first() -> None:
    today = cairo_today()
    listed = governorates(period_of("", "", today), places(THE_COUNTRY, today), today)
    at_work = [works(part.area, today) for part in listed]
    assert at_work == sorted(at_work, reverse=True)
    assert sum(at_work) == Governorate.objects.filter(stages__status="operational").distinct().count() == 6
