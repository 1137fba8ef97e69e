"""A file is checked first and saved only when asked; each row says what became of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from tests.uhis_portal.files.conftest import (
    counts,
    csv_of,
    faults_of,
    finish,
    people,
    reach_of_now,
    save,
    seen,
    send,
)
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.files import actions, running
from uhis_portal.files.importing import entries
from uhis_portal.files.models import Import, ImportBlock, ImportFault, ImportIdentity, ImportPart
from uhis_portal.reach import system_reach, within
from uhis_portal.refusals import Conflict, Stale, TooMany

pytestmark = pytest.mark.django_db


def accounts() -> int:
    return Account.objects.filter(username__startswith="user-").count()


def test_checking_says_what_would_happen_and_saves_nothing(clerk: Account) -> None:
    one = finish(send(clerk, csv_of(people(50))))
    assert (one.state, one.rows_total, one.rows_done, counts(one)) == ("checked", 50, 50, (50, 0, 0, 0))
    assert accounts() == 0


def test_saving_writes_what_checking_promised(clerk: Account) -> None:
    one = save(finish(send(clerk, csv_of(people(50)))))
    assert (one.state, one.rows_saved, counts(one)) == ("saved", 50, (50, 0, 0, 0))
    assert accounts() == 50


def test_the_same_file_again_changes_nothing(clerk: Account) -> None:
    save(finish(send(clerk, csv_of(people(30)))))
    again = finish(send(clerk, csv_of(people(30))))
    assert counts(again) == (0, 0, 30, 0)
    with (
        within(reach_of_now(clerk)),
        pytest.raises(ValidationError, match="nothing to save"),
        translation.override("en"),
    ):
        actions.save(
            by=clerk, source=again.pk, version=again.version, right_rows_only=False, now=timezone.now()
        )


def test_changed_rows_are_told_from_new_and_unchanged_ones(clerk: Account) -> None:
    save(finish(send(clerk, csv_of(people(10)))))
    rows = [*people(4), *people(3, start=4, name="هدى"), *people(5, start=10)]
    one = save(finish(send(clerk, csv_of(rows))))
    assert counts(one) == (5, 3, 4, 0)


@pytest.mark.parametrize("kind", ["accounts", "many"])
def test_wrong_rows_are_named_and_the_right_ones_saved_when_chosen(clerk: Account, kind: str) -> None:
    rows = people(60)
    rows[7] = ("user-7", "مرفوض")
    rows[40] = ("user-40", "")
    one = finish(send(clerk, csv_of(rows), kind=kind))
    assert counts(one) == (58, 0, 0, 2)
    assert [(row, column) for row, column, _code in faults_of(one)] == [(9, "name_ar"), (42, "name_ar")]
    with within(reach_of_now(clerk)), pytest.raises(ValidationError) as refusal:
        actions.save(by=clerk, source=one.pk, version=one.version, right_rows_only=False, now=timezone.now())
    assert "right_rows_only" in refusal.value.error_dict
    one = save(one, right_rows_only=True)
    assert (one.state, one.rows_saved, accounts()) == ("saved", 58, 58)
    assert len(faults_of(one)) == 2


def test_a_row_that_stands_twice_is_told_where_it_stood_first_across_chunks(clerk: Account) -> None:
    rows = [*people(45), ("USER-3", "منى")]
    one = finish(send(clerk, csv_of(rows)))
    assert faults_of(one) == [(47, "", "twice")]
    with system_reach(), translation.override("en"):
        assert one.faults.get().message == "The same stands in row 5 already."
    assert faults_of(save(one, right_rows_only=True)) == [(47, "", "twice")]


def test_a_fault_is_said_in_the_language_in_which_it_is_read(clerk: Account) -> None:
    one = finish(
        send(
            clerk,
            csv_of(
                [("user-1", "مرفوض"), ("user-2", "منى", "", "٢٠")],
                ("username", "name_ar", "name_en", "seats"),
            ),
        )
    )
    said = {}
    for language in ("ar", "en"):
        with system_reach(), translation.override(language):
            said[language] = [fault.message for fault in one.faults.order_by("row")]
    assert said["en"] == ["At most 3 characters.", "The number must be from 0 to 10."]
    assert all(arabic != english for arabic, english in zip(said["ar"], said["en"], strict=True))


def test_rows_are_judged_again_when_they_are_saved(clerk: Account) -> None:
    one = finish(send(clerk, csv_of(people(5))))
    Account.objects.create(kind="staff", username="user-1", name_ar="منى 1", password="!")
    one = save(one)
    assert counts(one) == (4, 0, 1, 0)


def test_who_may_not_import_this_kind_is_refused(citizen: Account) -> None:
    with pytest.raises(PermissionDenied):
        send(citizen, csv_of(people(1)))


def test_who_loses_the_right_midway_is_stopped_and_the_rows_are_forgotten(clerk: Account) -> None:
    source = send(clerk, csv_of(people(90)))
    assert running.step(source) and running.step(source)
    Account.objects.filter(pk=clerk.pk).update(is_active=False)
    one = finish(source)
    assert (one.state, one.reason["code"], one.can_be_resumed) == ("failed", "not_allowed", False)
    with system_reach():
        assert not ImportBlock.objects.exists() and not ImportPart.objects.exists()


def test_an_unknown_kind_is_refused_at_its_field(clerk: Account) -> None:
    with pytest.raises(ValidationError) as refusal:
        send(clerk, csv_of(people(1)), kind="unknown")
    assert "kind" in refusal.value.error_dict


def test_saving_wants_the_version_that_was_read(clerk: Account) -> None:
    one = finish(send(clerk, csv_of(people(3))))
    with within(reach_of_now(clerk)), pytest.raises(Stale):
        actions.save(
            by=clerk, source=one.pk, version=one.version - 1, right_rows_only=False, now=timezone.now()
        )


def test_nothing_is_saved_before_the_check_is_over_or_twice(clerk: Account) -> None:
    source = send(clerk, csv_of(people(3)))
    with within(reach_of_now(clerk)), pytest.raises(Conflict):
        actions.save(by=clerk, source=source, version=1, right_rows_only=False, now=timezone.now())
    one = save(finish(source))
    with within(reach_of_now(clerk)), pytest.raises(Conflict):
        actions.save(by=clerk, source=source, version=one.version, right_rows_only=False, now=timezone.now())


def test_cancelling_midway_keeps_what_was_saved_and_forgets_the_rows(clerk: Account) -> None:
    one = finish(send(clerk, csv_of(people(100))))
    with within(reach_of_now(clerk)):
        actions.save(by=clerk, source=one.pk, version=one.version, right_rows_only=False, now=timezone.now())
    assert running.step(one.pk) and running.step(one.pk)
    with within(reach_of_now(clerk)):
        actions.cancel(by=clerk, source=one.pk, now=timezone.now())
    assert running.step(one.pk) is False
    one = seen(one.pk)
    assert (one.state, one.rows_saved, accounts()) == ("cancelled", 40, 40)
    with system_reach():
        left = [m.objects.count() for m in (ImportPart, ImportBlock, ImportFault, ImportIdentity)]
    assert left == [0, 0, 0, 0]


def test_a_finished_import_cannot_be_cancelled(clerk: Account) -> None:
    one = save(finish(send(clerk, csv_of(people(2)))))
    with within(reach_of_now(clerk)), pytest.raises(Conflict):
        actions.cancel(by=clerk, source=one.pk, now=timezone.now())


def test_a_chunk_that_fails_three_times_waits_to_be_resumed_at_its_place(clerk: Account) -> None:
    rows = people(50)
    rows[30] = ("trouble", "منى")
    source = send(clerk, csv_of(rows), kind="broken")
    for _turn in range(3):
        finish(source)
    one = seen(source)
    assert (one.state, one.failed_while, one.rows_done, one.can_be_resumed) == (
        "failed",
        "checking",
        20,
        True,
    )
    Account.objects.create(kind="staff", username="unused", password="!")
    with within(reach_of_now(clerk)):
        actions.resume(by=clerk, source=source, now=timezone.now())
    assert (seen(source).state, seen(source).rows_done) == ("checking", 20)


def test_ten_unfinished_imports_are_enough(clerk: Account) -> None:
    for _turn in range(10):
        send(clerk, csv_of(people(1)))
    with pytest.raises(TooMany):
        send(clerk, csv_of(people(1)))


def test_the_rows_are_forgotten_some_days_after_and_the_counts_stay(clerk: Account) -> None:
    one = save(finish(send(clerk, csv_of([*people(5), ("user-9", "")]))), right_rows_only=True)
    left = finish(send(clerk, csv_of(people(2, start=70))))
    with system_reach():
        assert actions.forget_old(now=timezone.now()) == 0
        Import.objects.update(touched_at=timezone.now() - actions.KEPT * 2)
        assert actions.forget_old(now=timezone.now()) == 2
        assert not ImportBlock.objects.exists() and not ImportFault.objects.exists()
    assert (seen(one.pk).rows_saved, seen(one.pk).state, seen(left.pk).state) == (5, "saved", "cancelled")


def test_what_was_done_with_a_file_is_in_the_audit(clerk: Account) -> None:
    one = save(finish(send(clerk, csv_of(people(2)))))
    with system_reach():
        told = list(
            Event.objects.filter(subject_id=str(one.pk)).order_by("at").values_list("action", "account_id")
        )
    assert told == [(f"files.{act}", clerk.pk) for act in ("begin", "save", "saved")]


def test_what_is_kept_of_a_file_is_sealed(clerk: Account) -> None:
    from django.db import connection

    source = send(clerk, csv_of([("user-1", "مرفوض")]))

    def raw(table: str, column: str) -> bytes:
        with system_reach(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table}")
            return b"".join(bytes(row[0]) for row in cursor.fetchall())

    assert b"user-1" not in raw("files_importpart", "content") != b""
    finish(source)
    assert "مرفوض".encode() not in raw("files_importblock", "rows") != b""
    assert b"3 char" not in raw("files_importfault", "said") != b""


def test_another_account_sees_nothing_of_it(clerk: Account, other_clerk: Account) -> None:
    one = finish(send(clerk, csv_of([*people(3), ("user-9", "")])))
    with within(reach_of_now(other_clerk)):
        for model in (Import, ImportBlock, ImportFault, ImportIdentity):
            assert not model.objects.exists()
        with pytest.raises(Import.DoesNotExist):
            actions.cancel(by=other_clerk, source=one.pk, now=timezone.now())
    with within(reach_of_now(clerk)):
        assert Import.objects.get().pk == one.pk


def test_the_words_of_a_refusal_are_each_in_their_language_and_leave_the_reader_his_own() -> None:
    refusal = ValidationError(
        {"a": [ValidationError(gettext_lazy("Sex")), ValidationError(gettext_lazy("Facility"))]}
    )
    with translation.override("en"):
        said = [
            (arabic[2], english[2])
            for arabic, english in zip(entries(refusal, "ar"), entries(refusal, "en"), strict=True)
        ]
        assert translation.get_language() == "en"
    assert said == [("النوع", "Sex"), ("المنشأة", "Facility")]
