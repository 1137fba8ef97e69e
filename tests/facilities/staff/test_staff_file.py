"""A file of staff through the real machinery: checked first, saved when asked, the same again changes nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from facilities.directory.models import Facility
from facilities.staff.models import Invitation, Post
from tests.facilities.staff.posts import TODAY, TOMORROW, accept, colleague, end, give
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


def test_names_with_invisible_marks_are_known_again(manager: Account, luxor_unit: Facility) -> None:
    rows = [("منى\u200f  سعيد", "\ufeffMona Said", "clerk", luxor_unit.pk, TODAY.isoformat(), "", "")]
    save(checked(manager, rows))
    assert counts(checked(manager, rows)) == (0, 0, 1, 0)


def test_a_post_after_another_is_not_taken_for_the_one_that_is_held(
    manager: Account, luxor_unit: Facility
) -> None:
    week = TODAY + timedelta(days=7)
    post = give(manager, colleague("samir"), "clerk", facility=luxor_unit.pk, until=week)
    later = [("", "", "clerk", luxor_unit.pk, week.isoformat(), "", "samir")]
    assert counts(save(checked(manager, later))) == (1, 0, 0, 0)
    assert Post.objects.exclude(pk=post.pk).get(account=post.account).since == week


def test_other_days_for_a_post_that_is_held_are_told_and_not_passed_over(
    manager: Account, luxor_unit: Facility
) -> None:
    give(manager, colleague("samir"), "clerk", facility=luxor_unit.pk)
    headings = ("role", "facility", "since", "until", "username")
    for since, until in ((TOMORROW, ""), (TODAY, TODAY + timedelta(days=30))):
        row = ("clerk", luxor_unit.pk, str(since), str(until), "samir")
        one = finish(send(manager, csv_of([row], headings), kind="staff"))
        assert counts(one) == (0, 0, 0, 1), (since, until)


def test_another_number_or_day_for_who_was_invited_is_told_and_not_passed_over(
    manager: Account, rows: list[Row]
) -> None:
    save(checked(manager, rows[:1]))
    given = list(rows[0])
    for column, value in ((4, TOMORROW.isoformat()), (5, "01000000124"), (5, "")):
        changed = [*given]
        changed[column] = value
        one = checked(manager, [tuple(changed)])
        assert [code for _row, _column, code in faults_of(one)] == ["invited"], value
    assert counts(checked(manager, rows[:1])) == (0, 0, 1, 0)


def test_who_loses_the_right_midway_saves_nothing(
    manager: Account, governorate_admin: Account, rows: list[Row]
) -> None:
    one = checked(manager, rows)
    end(governorate_admin, manager.posts.get())
    one = save(one)
    assert (one.state, one.reason["code"]) == ("failed", "not_allowed")
    with system_reach():
        assert not Invitation.objects.exists() and not Post.objects.filter(account__username="samir").exists()


def test_a_file_gives_no_more_than_the_page(
    manager: Account, governorate_admin: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    headings = ("name_ar", "name_en", "role", "facility", "governorate", "since")
    day = TODAY.isoformat()
    names = ("منى سعيد", "Mona Said")
    for by, rows, told in (
        (manager, [
            (*names, "national_administrator", "", "", day), (*names, "governorate_administrator", "", "EG-LX", day),
            (*names, "facility_manager", luxor_unit.pk, "", day), (*names, "clerk", port_said_unit.pk, "", day),
        ], {"not_yours_to_give", "elsewhere"}),
        (governorate_admin, [
            (*names, "national_administrator", "", "", day), (*names, "governorate_administrator", "", "EG-LX", day),
            (*names, "facility_manager", port_said_unit.pk, "", day),
            (*names, "clerk", luxor_unit.pk, "EG-PTS", day),
        ], {"not_yours_to_give", "elsewhere", "other_governorate"}),
    ):  # fmt: skip
        one = finish(send(by, csv_of(rows, headings), kind="staff"))
        assert counts(one) == (0, 0, 0, 4)
        assert {code for _row, _column, code in faults_of(one)} == told


@pytest.mark.parametrize("odd", ["\u202esamir", "' OR 1=1", "x" * 300, "=1+1"])
def test_odd_cells_are_wrong_rows_and_nothing_worse(manager: Account, luxor_unit: Facility, odd: str) -> None:
    day = TODAY.isoformat()
    one = checked(manager, [
        ("", "", "clerk", luxor_unit.pk, day, "", odd), (odd, odd, "clerk", luxor_unit.pk, day, odd, ""),
        ("منى سعيد", "Mona Said", "clerk", odd, day, "", ""), ("منى سعيد", "Mona Said", odd, luxor_unit.pk, odd, "", ""),
    ])  # fmt: skip
    assert (one.state, counts(one)) == ("checked", (0, 0, 0, 4)), faults_of(one)
