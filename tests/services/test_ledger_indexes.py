"""The ledger has the indexes that its lists and counts need, and none that only costs."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from facilities.staff.models import Role
from services.records.api import NewestFirst
from services.records.models import ServiceRecord
from tests.cast import staff
from uhis_portal.reach import reach_of

pytestmark = pytest.mark.django_db

COLUMNS = """
SELECT indexrelid::regclass::text, indkey::int[] FROM pg_index
 WHERE indrelid = 'records_servicerecord'::regclass AND indpred IS NULL
"""


def test_no_index_is_the_beginning_of_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        found: list[tuple[str, Sequence[int]]] = cursor.fetchall()
    assert [
        (short, long)
        for short, columns in found
        for long, others in found
        if short != long and columns == others[: len(columns)]
    ] == []


def plan(records: QuerySet[ServiceRecord]) -> str:
    """How records would be looked up if the ledger were too large to be read through or sorted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
    return records.explain()


def test_the_newest_entries_are_read_in_their_order_by_whoever_asks(luxor_unit: Facility) -> None:
    luxor = Governorate.objects.get(pk="EG-LX")
    readers = {
        "records_newest_first": staff("all", Role.NATIONAL_ADMINISTRATOR),
        "records_of_a_governorate": staff("some", Role.GOVERNORATE_ADMINISTRATOR, governorate=luxor),
        "records_of_a_facility": staff("own", Role.FACILITY_MANAGER, facility=luxor_unit),
    }
    for index, reader in readers.items():
        newest = ServiceRecord.objects.visible_to(reach_of(reader)).order_by(*NewestFirst.ordering)[:50]
        assert f"using {index} on" in plan(newest)


def test_the_entries_of_a_visit_are_found_by_its_id() -> None:
    assert "records_of_a_visit" in plan(ServiceRecord.objects.filter(visit=UUID(int=0)))
