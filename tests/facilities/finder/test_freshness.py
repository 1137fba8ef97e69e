"""What changed in the directory is found a second later, by every process, whoever wrote it and however."""

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.test import Client

from facilities.directory import changes
from facilities.directory.actions import take_places
from facilities.directory.finder import live
from facilities.directory.finder.live import Live
from facilities.directory.models import Facility, OtherName, StatusPeriod
from tests.template import owner_connection

CODE = "LX-H5"
UNIT = "LX-F01"


@pytest.fixture
def copy(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A process's copy that asks at every look; what the test changed is put back."""
    copy = Live()
    monkeypatch.setattr(live, "the_copy", copy)
    monkeypatch.setattr(live, "ASK_EVERY", 0.0)
    # The columns as they are: the model's own manager would put a name into the column of the active language.
    changed = QuerySet(Facility).filter(pk__in=(CODE, UNIT))
    rows = list(changed.values())
    yield copy
    for row in rows:
        changed.filter(pk=row.pop("code")).update(**row)
    OtherName.objects.filter(source="test").delete()
    StatusPeriod.objects.filter(source="test").delete()


def name_of(copy: Live, code: str = CODE) -> str:
    entry = copy.current().entry(code)
    assert entry is not None
    return entry.en


def test_a_change_patches_its_facility_and_no_other(copy: Live) -> None:
    listing = copy.current()
    others = [entry for entry in listing.entries if entry and entry.code != CODE]
    Facility.objects.filter(pk=CODE).update(name_en="Horus Hospital of the Test")
    assert copy.current() is listing
    assert name_of(copy) == "Horus Hospital of the Test"
    after = [entry for entry in listing.entries if entry and entry.code != CODE]
    assert all(one is other for one, other in zip(others, after, strict=True))


def test_a_writer_that_began_before_a_look_and_commits_after_it_is_not_missed(copy: Live) -> None:
    copy.current()
    other = owner_connection(connection.settings_dict["NAME"])
    other.autocommit = False
    with other.cursor() as cursor:
        cursor.execute("UPDATE directory_facility SET name_en = 'Begun before' WHERE code = %s", [CODE])
    # Another, later transaction commits first: whoever remembers the highest number seen passes the first one over.
    Facility.objects.filter(pk=UNIT).update(note="later, and committed first")
    first_look = copy.current().entry(CODE)
    assert first_look is not None and first_look.en != "Begun before"
    other.commit()
    other.close()
    assert name_of(copy) == "Begun before"


def test_what_is_rolled_back_is_never_seen(copy: Live) -> None:
    before = name_of(copy)
    with transaction.atomic():
        Facility.objects.filter(pk=CODE).update(name_en="Never")
        assert name_of(copy) == "Never", "whoever changed it sees the change, alone"
        assert copy.listing is not None
        shared = copy.listing.entry(CODE)
        assert shared is not None and shared.en == before
        transaction.set_rollback(True)
    assert name_of(copy) == before


def test_another_process_sees_what_a_savepoint_kept_and_not_what_it_took_back(copy: Live) -> None:
    other, before = Live(), name_of(copy, UNIT)
    assert name_of(other, UNIT) == before
    with transaction.atomic():
        with transaction.atomic():
            Facility.objects.filter(pk=CODE).update(name_en="Kept")
        with transaction.atomic():
            Facility.objects.filter(pk=UNIT).update(name_en="Taken back")
            transaction.set_rollback(True)
    for process in (copy, other):
        assert (name_of(process), name_of(process, UNIT)) == ("Kept", before)
        assert process.listing is process.current(), "patched, not made anew"


def test_rows_that_belong_to_a_facility_count_as_its_changes(copy: Live) -> None:
    copy.current()
    OtherName.objects.create(
        facility_id=CODE, kind="alias", name_ar="اسم للتجربة", name_en="Zanzibar", source="test"
    )
    listing = copy.current()
    (match,) = listing.words.best("Zanzibar").matches
    assert listing.codes[match.position] == CODE
    OtherName.objects.filter(source="test").delete()
    assert not copy.current().words.best("Zanzibar").matches


def test_a_closed_facility_leaves_the_list_and_comes_back(copy: Live) -> None:
    listing = copy.current()
    position = listing.position_of[CODE]
    assert position in listing.listed
    Facility.objects.get(pk=CODE).statuses.update(status="closed")
    assert position not in copy.current().listed
    assert position not in set(copy.current().square.inside.tolist())
    Facility.objects.get(pk=CODE).statuses.update(status="open")
    assert position in copy.current().listed


def test_places_that_are_taken_change_one_number_and_nothing_else(copy: Live) -> None:
    Facility.objects.filter(pk=UNIT).update(places=10, taken=0)
    listing = copy.current()
    prepared = listing.entry(UNIT)
    take_places(facility_code=UNIT, people=4, on=date(2026, 4, 1))
    entry = copy.current().entry(UNIT)
    assert prepared is not None and entry is not None
    assert entry.free_places == 6 and entry.static_json is prepared.static_json


def test_a_statement_that_changes_nothing_notes_nothing(copy: Live) -> None:
    seen = changes.present_snapshot().snapshot
    Facility.objects.filter(pk=CODE).update(source=Facility.objects.get(pk=CODE).source)
    assert not changes.changes_since(seen)


def test_a_new_name_of_a_governorate_builds_the_copy_anew(copy: Live) -> None:
    listing = copy.current()
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute("UPDATE geography_governorate SET other_names = other_names WHERE code = 'EG-LX'")
    owner.close()
    assert copy.current() is not listing


def test_the_serving_role_writes_no_notes_of_its_own(copy: Live) -> None:
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO directory_change (xact) VALUES (pg_current_xact_id())")


def test_a_copy_that_slept_longer_than_notes_are_kept_is_built_anew(
    copy: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = copy.current()
    copy.snapshot_at -= 2 * live.NOTES_ARE_KEPT
    assert copy.current() is not listing


def test_what_stands_otherwise_from_a_day_on_does_so_on_that_day(
    copy: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = date(2031, 5, 1)
    Facility.objects.get(pk=CODE).statuses.update(until=until)
    StatusPeriod.objects.create(facility_id=CODE, status="closed", since=until, source="test")
    monkeypatch.setattr(live, "cairo_today", lambda: date(2031, 4, 30))
    listing = copy.current()
    assert listing.position_of[CODE] in listing.listed
    monkeypatch.setattr(live, "cairo_today", lambda: until)
    assert listing.position_of[CODE] not in copy.current().listed
    StatusPeriod.objects.filter(source="test").delete()
    Facility.objects.get(pk=CODE).statuses.update(until=None)


def test_whoever_writes_when_a_day_has_begun_is_told_of_that_day(
    copy: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = date(2031, 4, 30), date(2031, 5, 1)
    monkeypatch.setattr(live, "cairo_today", lambda: first)
    assert copy.current().day == first
    monkeypatch.setattr(live, "cairo_today", lambda: second)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")  # as one does that has written something
        assert copy.current().day == second
    assert copy.current().day == second


def test_notes_are_kept_through_the_longest_day(copy: Live) -> None:
    """The open files live for a day, which has 25 hours when the clock goes back."""
    assert changes.KEPT_HOURS > 25


def test_without_the_database_the_last_copy_is_served(copy: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = copy.current()

    def gone(snapshot: str) -> Any:
        raise OperationalError("the server is away")

    monkeypatch.setattr(live, "changes_since", gone)
    assert copy.current() is listing


def test_it_is_asked_once_a_second_and_not_by_each_request(
    copy: Live, monkeypatch: pytest.MonkeyPatch, client: Client, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(live, "ASK_EVERY", 3600.0)
    client.get("/api/v1/facilities/")
    transaction_alone = 3  # its beginning, the name of the writer, its end
    for question in (
        "?near=25.7,32.64",
        "?q=luxor",
        "?governorate=EG-LX&level=tertiary&open=now",
        "?near=3601&page=2",
    ):
        with django_assert_num_queries(transaction_alone):
            assert client.get(f"/api/v1/facilities/{question}").status_code == 200
    monkeypatch.setattr(live, "ASK_EVERY", 0.0)
    with django_assert_num_queries(transaction_alone + 1):
        client.get("/api/v1/facilities/?near=25.7,32.64")


def test_a_facility_in_full_is_kept_until_something_of_it_changes(
    copy: Live, client: Client, django_assert_num_queries: Any
) -> None:
    address = f"/api/v1/facilities/{CODE}/"
    first = client.get(address).json()
    with django_assert_num_queries(4):  # the transaction's three, and what changed
        assert client.get(address).json() == first
    OtherName.objects.create(
        facility_id=CODE, kind="alias", name_ar="اسم للتجربة", name_en="Zanzibar", source="test"
    )
    names = [name["name"]["en"] for name in client.get(address).json()["other_names"]]
    assert "Zanzibar" in names


def test_the_question_for_changes_uses_its_index(copy: Live) -> None:
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_change (xact, facility_id)"
            " SELECT number::text::xid8, 'LX-H1' FROM generate_series(3, 50000) AS number"
        )
        cursor.execute("ANALYZE directory_change")
        cursor.execute(f"EXPLAIN {changes.SINCE}", {"seen": "49990:49990:"})
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("DELETE FROM directory_change WHERE facility_id = 'LX-H1'")
    owner.close()
    assert "directory_change_by_transaction" in plan and "Seq Scan" not in plan, plan


def test_threads_that_ask_while_it_is_patched_get_whole_answers(copy: Live) -> None:
    listing = copy.current()
    faults: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                with listing.lock:
                    for match in listing.words.best("مستشفى الأقصر", 20).matches:
                        listing.entry_at(match.position)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(15):
        Facility.objects.filter(pk=CODE).update(name_en=f"Horus {number}")
        copy.current()
    done.set()
    for thread in threads:
        thread.join()
    assert faults == [] and name_of(copy) == "Horus 14"
