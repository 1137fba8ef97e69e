"""The pages of files of numbers, of DHIS2 units and of public figures: in Arabic and English, on a phone and at a desk."""

from typing import Any

import pytest

from facilities.directory.models import Facility
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import assert_all_in_order, enter
from tests.services.statistics.exports.conftest import ask, finish, last_month, months
from tests.services.visits import lines_of, person_of, visit
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("language", "size"), [("ar", PHONE), ("en", DESK)], ids=["ar", "en"])
def test_the_pages_of_files_and_of_public_figures(
    language: str, size: dict[str, int], new_page: Any, portal: str, national_admin: Account, clerk: Account,
    luxor_unit: Facility,
) -> None:  # fmt: skip
    person = person_of(luxor_unit)
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM", quantity=88), on=last_month())
    wish = {"area": "EG-LX", **months(last_month())}
    ready = finish(ask(national_admin, "dhis2", **wish)).pk
    waiting = ask(national_admin, "records", **wish)
    page = new_page(size)
    assert_all_in_order(page, language, ["/public-figures/", "/public-figures/?month=2024-02"])
    enter(page, portal, national_admin)
    assert_all_in_order(page, language, [
        "/exports/", "/exports/new/services-by-month/", "/exports/new/dhis2/", "/exports/new/records/",
        f"/exports/{ready}/", f"/exports/{waiting}/", "/statistics/dhis2-units/?governorate=EG-LX",
        f"/statistics/dhis2-units/{luxor_unit.pk}/",
    ])  # fmt: skip
