"""The pages on which the directory is kept, posts are given and files come in: one after the other in Arabic and English."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from facilities.directory.actions.proposals import propose
from facilities.directory.actions.revisions import revise
from facilities.directory.models import Facility, Proposal
from facilities.staff.models import Post
from tests.browser.conftest import PHONE
from tests.browser.test_pages import assert_all_in_order, enter
from tests.facilities.directory.putting_back import directory_put_back  # noqa: F401 (a fixture)
from tests.facilities.directory.test_importing import NEW, file_of
from tests.facilities.staff.posts import invite
from tests.uhis_portal.files.conftest import finish, send
from uhis_portal.accounts.models import Account
from uhis_portal.reach import reach_of, within

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("directory_put_back")]
IN_TURN = pytest.mark.parametrize(("language", "first"), [("ar", 0), ("en", 1)], ids=["ar", "en"])


@pytest.fixture
def revised(governorate_admin: Account) -> str:
    """Code of a facility with a change in its history."""
    with within(reach_of(governorate_admin)) as reach:
        revise(by=governorate_admin, reach=reach, facility_code="LX-H2", version=1, changes={"note": "visited"},
               now=timezone.now())  # fmt: skip
    return "LX-H2"


@pytest.fixture
def proposed(manager: Account, luxor_unit: Facility) -> Proposal:
    """Rows that come and a text that changes."""
    changes = {
        "address": {"ar": "شارع المحطة", "en": None},
        "contacts": [{"kind": "website", "value": "https://example.eg/"}],
    }
    with within(reach_of(manager)) as reach:
        return propose(by=manager, reach=reach, facility_code=luxor_unit.pk, version=luxor_unit.version,
                       changes=changes, now=timezone.now())  # fmt: skip


@pytest.fixture
def checked(governorate_admin: Account) -> UUID:
    """An import with right and wrong rows."""
    rows = ({**NEW, "code": "QQ-1"}, {**NEW, "code": "QQ-2", "kind": "palace"}, {**NEW, "code": "no code"})
    return finish(send(governorate_admin, file_of(*rows), kind="facilities", name="وحدات.csv")).pk


@IN_TURN
def test_the_pages_that_keep_the_directory(
    language: str,
    first: int,
    new_page: Any,
    portal: str,
    governorate_admin: Account,
    revised: str,
    proposed: Proposal,
) -> None:
    page = new_page(PHONE)
    enter(page, portal, governorate_admin)
    edit = f"/facilities/{revised}/edit/"
    assert_all_in_order(page, language, [
        edit, f"{edit}names/", f"{edit}hours/", f"{edit}numbers/", f"/facilities/{revised}/history/",
        f"/facilities/{revised}/days/", f"/proposals/{proposed.pk}/", "/proposals/", "/facilities/new/",
        "/proposals/?state=decided",
    ][first::2])  # fmt: skip


@IN_TURN
def test_the_pages_of_posts_and_of_files(
    language: str, first: int, new_page: Any, portal: str, governorate_admin: Account, manager: Account,
    luxor_unit: Facility, checked: UUID,
) -> None:  # fmt: skip
    invitation, token = invite(governorate_admin, facility=luxor_unit.pk)
    page = new_page(PHONE)
    enter(page, portal, governorate_admin)
    assert_all_in_order(page, language, [
        "/staff/", "/staff/invitations/", "/staff/give/", "/staff/invite/", f"/staff/invitations/{invitation.pk}/",
        f"/staff/posts/{Post.objects.get(account=manager).pk}/", "/files/new/facilities/", f"/files/{checked}/",
        f"/join/{token}/", "/files/",
    ][first::2])  # fmt: skip


def test_the_calendar(new_page: Any, portal: str, national_admin: Account) -> None:
    page = new_page(PHONE)
    enter(page, portal, national_admin)
    assert_all_in_order(page, "ar", ["/calendar/", "/calendar/days/"])


@IN_TURN
def test_the_catalogue(
    language: str, first: int, new_page: Any, portal: str, national_admin: Account
) -> None:
    page = new_page(PHONE)
    enter(page, portal, national_admin)
    of_lab = "/services/PHC-LAB/"
    paths = ["/services/new/", of_lab, f"{of_lab}revise/", f"{of_lab}withdraw/"]
    assert_all_in_order(page, language, paths[first::2])


def test_what_is_missing_is_named_in_the_summary_and_led_to(
    new_page: Any, portal: str, governorate_admin: Account
) -> None:
    page = new_page(PHONE)
    enter(page, portal, governorate_admin)
    page.goto("/en/facilities/new/")
    page.locator("main form button").last.click()
    page.wait_for_selector(".error-summary")
    said = page.locator(".error-summary a").all_inner_texts()
    assert "Kind of facility: This is needed." in said and len(said) == len(set(said))
    page.locator(".error-summary a", has_text="Kind of facility").click()
    assert page.evaluate("document.activeElement.name") == "kind"
