"""The ledger of an area as a file: one row an entry, without anything that names a person."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from facilities.staff.access import APPOINTERS, has_role
from registry.coverage.answers import Cover
from services.statistics.exports.kinds import (
    DAY,
    FACILITY,
    FACILITY_NAME,
    SERVICE,
    SERVICE_NAME,
    SEX,
    AreaExporter,
    labels,
)
from services.statistics.models import ServicesOfFacility
from services.statistics.reading.shown import read, shown
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import day_bounds
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.exports.exporting import Piece
from uhis_portal.reach import Reach

AT_ONCE = 20_000  # rows of a piece

ROWS = """
SELECT id::text, provided_on, service_type_id, quantity, sex, birth_year, cover,
       quantity > 0 AND (recorded_at AT TIME ZONE 'Africa/Cairo')::date > provided_on, reverses_id::text, recorded_at
  FROM records_servicerecord
 WHERE facility_id = %(place)s AND recorded_at BETWEEN %(since)s AND %(as_of)s
   AND provided_on BETWEEN %(first)s AND %(end)s
   AND (%(governorate)s = '' OR governorate_id = %(governorate)s)
   AND (recorded_at, id) > (%(since)s, %(after)s::uuid)
 ORDER BY recorded_at, id LIMIT %(most)s
"""
NO_ID = "00000000-0000-0000-0000-000000000000"


class LedgerExporter(AreaExporter):
    """Entries of the ledger, facility by facility, in the order in which they were written down."""

    title = gettext_lazy("Entries of the ledger")
    note = gettext_lazy(
        "One row for each entry: where, when, which kind, how often. Names and numbers of people are not in it. Millions"
        " of rows take some minutes."
    )
    source = gettext_lazy("the portal's ledger")
    rule = gettext_lazy(
        "Entries by the day on which the care was given. A reversal is a row of its own with the quantity below zero; it"
        " names the entry that it undoes. Late: written down on a later day than the care was given. Empty: not known."
    )
    stem = "entries"
    columns = (
        Column("entry", "رقم القيد", "Entry", kind=Kind.CODE),
        FACILITY,
        FACILITY_NAME,
        DAY,
        SERVICE,
        SERVICE_NAME,
        Column("quantity", "الكمية", "Quantity", kind=Kind.WHOLE),
        SEX,
        Column("birth_year", "سنة الميلاد", "Year of birth", kind=Kind.YEAR),
        Column("cover", "التغطية", "Cover"),
        Column("late", "سُجل متأخرا", "Late", kind=Kind.YES_NO),
        Column("reverses", "يلغي القيد", "Reversal of", kind=Kind.CODE),
    )

    @classmethod
    def offered_to(cls, account: Account, reach: Reach) -> bool:
        return super().offered_to(account, reach) and has_role(account, *APPOINTERS)

    def total(self) -> int:
        cells = f"""
            SELECT coalesce(sum(records + 2 * undone), 0)::bigint AS entries FROM {shown(ServicesOfFacility)}
             WHERE {self.area.where()} AND provided_on BETWEEN %(first)s AND %(end)s"""  # noqa: S608
        return int(read(cells, **self.values)[0]["entries"])

    def facilities_left(self) -> list[str]:
        cells = f"""
            SELECT facility FROM {shown(ServicesOfFacility)}
             WHERE {self.area.where()} AND provided_on BETWEEN %(first)s AND %(end)s
             GROUP BY 1 ORDER BY 1"""  # noqa: S608
        return [row["facility"] for row in read(cells, **self.values)]

    def piece(self, place: Any, as_of: datetime) -> Piece:
        """`place`: {left: the facility whose rows come next and those after it, since and after: the last row written}."""
        left = place["left"] if place else self.facilities_left()
        start = day_bounds(self.period.first)[0].isoformat()
        since, after = (place["since"], place["after"]) if place else (start, NO_ID)
        rows: list[tuple[Any, ...]] = []
        while left and len(rows) < AT_ONCE:
            found = self.entries(left[0], since, after, as_of, AT_ONCE - len(rows))
            rows += [self.row(left[0], one) for one in found]
            if len(rows) == AT_ONCE and found:
                since, after = found[-1][-1].isoformat(), found[-1][0]
            else:
                left, since, after = left[1:], start, NO_ID
        return Piece(rows, {"left": left, "since": since, "after": after} if left else None)

    def entries(
        self, place: str, since: str, after: str, as_of: datetime, most: int
    ) -> list[tuple[Any, ...]]:
        # At a facility that moved, the entries of the governorate that is asked about.
        governorate = self.values["governorate"] if self.area.level == "governorate" else ""
        values = {**self.values, "governorate": governorate, "place": place, "since": since, "after": after,
                  "as_of": as_of, "most": most}  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(ROWS, values)
            return cursor.fetchall()

    def row(self, place: str, found: tuple[Any, ...]) -> tuple[Any, ...]:
        entry, day, kind, quantity, sex, birth_year, cover, late, reverses, _recorded_at = found
        names = self.names
        return (
            entry, place, names.facilities.get(place, place), day, kind, names.services.get(kind, kind), quantity,
            names.sexes.get(sex, ""), birth_year, self.covers.get(cover, cover), late,
            reverses,
        )  # fmt: skip

    @cached_property
    def covers(self) -> dict[str, str]:
        return labels(Cover)
