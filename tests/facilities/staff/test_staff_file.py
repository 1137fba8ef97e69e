"""A file of staff through the real machinery: checked first, saved when asked, the same again changes nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from facilities.directory.models import Facility
from facilities.staff.models import Invitation, Post
from tests.facilities.staff.posts import TODAY, TOMORROW, accept, colleague, end
from tests.uhis_portal.files.conftest import counts, csv_of, faults_of, finish, save, send
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now
from uhis_portal.files.models import Import
from uhis_portal.notices.models import Message
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
HEADINGS = (
    "الاسم بالعربية",
    "Name in English",
    "الدور",
    "كود المنشأة",
    "أول يوم",
    "رقم المحمول",
    "اسم المستخدم",
)
Row = tuple[str, ...]


@pytest.fixture
def rows(luxor_unit: Facility) -> list[Row]:
    """Two people to invite, one of them by message, and one who has an account."""
    colleague("samir")
    day = TODAY.strftime("%d/%m/%Y")
    return [
        ("منى سعيد", "Mona Said", "موظف التسجيل", luxor_unit.pk, TODAY.isoformat(), "٠١٠٠٠٠٠٠١٢٣", ""),
        ("هدى علي", "Hoda Ali", "clerk", luxor_unit.pk.lower(), day, "", ""),
        ("", "", "Registration and records clerk", luxor_unit.pk, day, "", "samir"),
    ]


def checked(by: Account, rows: list[Row]) -> Import:
    return finish(send(by, csv_of(rows, HEADINGS), kind="staff"))


def test_each_right_row_gives_a_post_or_makes_an_invitation(manager: Account, rows: list[Row]) -> None:
    one = checked(manager, rows)
    assert counts(one) == (3, 0, 0, 0), faults_of(one)
    with system_reach():
        assert not Invitation.objects.exists() and not Message.objects.exists()
    one = save(one)
    assert (one.state, counts(one)) == ("saved", (3, 0, 0, 0))
    assert Post.objects.get(account__username="samir").given_by == manager
    with system_reach():
        assert set(Invitation.objects.values_list("name_en", "role")) == {
            ("Mona Said", "clerk"),
            ("Hoda Ali", "clerk"),
        }
        message = Message.objects.get()
    assert message.to == "01000000123"
    token = message.body.rstrip("/").rsplit("/", 1)[1]
    assert accept(token).account.name_ar == "منى سعيد"


def test_the_same_file_again_changes_nothing(manager: Account, rows: list[Row]) -> None:
    save(checked(manager, rows))
    assert counts(checked(manager, rows)) == (0, 0, 3, 0)
    with system_reach():
        token = Message.objects.get().body.rstrip("/").rsplit("/", 1)[1]
    accept(token)
    end(manager, Post.objects.get(account__username="samir"))
    assert counts(checked(manager, rows)) == (0, 0, 3, 0)


def test_wrong_rows_are_named_with_their_reasons_in_both_languages(
    manager: Account, rows: list[Row], luxor_unit: Facility, port_said_unit: Facility
) -> None:
    day = TOMORROW.isoformat()
    one = checked(manager, [
        rows[0],
        ("Mona", "منى", "clerk", luxor_unit.pk, day, "", ""),
        ("منى سعيد", "Mona Said", "clerk", port_said_unit.pk, day, "", ""),
        ("منى سعيد", "Mona Said", "facility_manager", luxor_unit.pk, day, "", ""),
        ("منى سعيد", "Mona Said", "king", luxor_unit.pk, "31/2/2026", "", ""),
        ("منى سعد", "Mona Saad", "clerk", "XX-1", day, "123", ""),
        ("", "", "clerk", luxor_unit.pk, day, "", "nobody"),
        ("", "", "clerk", luxor_unit.pk, day, "", "manager"),
        rows[0],
    ])  # fmt: skip
    assert counts(one) == (1, 0, 0, 8)
    assert set(faults_of(one)) == {
        (3, "name_ar", "name"), (3, "name_en", "name"), (4, "facility", "elsewhere"), (5, "role", "not_yours_to_give"),
        (6, "role", "not_a_choice"), (6, "since", "not_a_day"), (7, "facility", "unknown_facility"),
        (7, "mobile", "not_a_mobile"), (8, "username", "unknown_username"), (9, "username", "own_post"), (10, "", "twice"),
    }  # fmt: skip
    with system_reach():
        fault = one.faults.get(row=4)
        for language, said in (("en", "your own area"), ("ar", "نطاقك")):
            with translation.override(language):
                assert said in fault.message
    one = save(one, right_rows_only=True)
    with system_reach():
        assert Invitation.objects.count() == 1


def test_a_national_administrator_imports_administrators_too(national_admin: Account) -> None:
    headings = ("name_ar", "name_en", "role", "governorate", "since")
    rows = [("منى سعيد", "Mona Said", "مدير فرع المحافظة", "eg-pts", TODAY.isoformat())]
    one = save(finish(send(national_admin, csv_of(rows, headings), kind="staff")))
    assert (one.state, counts(one)) == ("saved", (1, 0, 0, 0))
    assert counts(finish(send(national_admin, csv_of(rows, headings), kind="staff"))) == (0, 0, 1, 0)


def test_an_expired_or_withdrawn_invitation_is_made_again(manager: Account, rows: list[Row]) -> None:
    save(checked(manager, rows))
    with system_reach():
        Invitation.objects.filter(name_en="Mona Said").update(expires_at=cairo_now())
    assert counts(checked(manager, rows)) == (1, 0, 2, 0)


def test_a_clerk_imports_no_staff(clerk: Account, rows: list[Row]) -> None:
    with pytest.raises(PermissionDenied):
        checked(clerk, rows)
