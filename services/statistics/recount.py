"""The invariant: in one snapshot, for each cell, roll-up + pending deltas = recount of the counted table."""

# ruff: noqa: S608  (the statements are put together from constants of this module)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from uhis_portal.reach import system_reach

SERVICE_CELL = "governorate, service_type, level, category"
LEDGER = "governorate_id, service_type_id, level, category"


@dataclass(frozen=True)
class Roll:
    """A roll-up: the columns of its cell, the sums kept in it, and how deltas and counted rows become such cells."""

    name: str
    table: str
    cell: str
    sums: tuple[str, ...]
    pending: str
    recount: str


ROLLS = (
    Roll(
        name="services by day",
        table="statistics_servicesbyday",
        cell=f"{SERVICE_CELL}, provided_on",
        sums=("quantity", "records"),
        pending=f"SELECT {SERVICE_CELL}, provided_on, quantity, records FROM statistics_servicedelta",
        recount=f"SELECT {LEDGER}, provided_on, quantity, sign(quantity) FROM records_servicerecord",
    ),
    Roll(
        name="services by month",
        table="statistics_servicesbymonth",
        cell=f"facility, district, {SERVICE_CELL}, month",
        sums=("quantity", "records"),
        pending=f"""SELECT facility, district, {SERVICE_CELL}, date_trunc('month', provided_on)::date, quantity, records
                      FROM statistics_servicedelta""",
        recount=f"""SELECT facility_id, coalesce(district_id, ''), {LEDGER}, date_trunc('month', provided_on)::date,
                           quantity, sign(quantity)
                      FROM records_servicerecord""",
    ),
    Roll(
        name="registered people by day",
        table="statistics_registrationsbyday",
        cell="governorate, district, unit, sex, birth_year, day",
        sums=("people",),
        pending="SELECT governorate, district, unit, sex, birth_year, day, people FROM statistics_registrationdelta",
        recount="""SELECT governorate_id, district_id, unit_id, sex, birth_year, since, 1 FROM people_membership
                   UNION ALL
                   SELECT governorate_id, district_id, unit_id, sex, birth_year, until, -1 FROM people_membership
                    WHERE until IS NOT NULL""",
    ),
)


@dataclass(frozen=True)
class Difference:
    """A cell in which what is shown and what is recounted are not the same."""

    roll: str
    cell: str
    shown: str
    recounted: str


def differences() -> Iterator[Difference]:
    """Every cell that is wrong; nothing when all is well. One REPEATABLE READ transaction, so outside of any other."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with system_reach():
            for roll in ROLLS:
                yield from differences_of(roll)


def differences_of(roll: Roll) -> Iterator[Difference]:
    """The wrong cells of one roll-up. A cell that came to nothing may be there or not."""
    columns = f"{roll.cell}, {', '.join(roll.sums)}"
    minus = ", ".join(f"-({name})" for name in roll.sums)
    shown = f"SELECT {columns} FROM {roll.table} UNION ALL {roll.pending}"
    sums = " || ' ' || ".join(f"coalesce(sum({name}), 0)::bigint" for name in roll.sums)
    wrong = " OR ".join(f"sum({name}) <> 0" for name in roll.sums)
    statement = f"""
        WITH shown ({columns}) AS ({shown}), recounted ({columns}) AS ({roll.recount}),
        wrong AS (
            SELECT {roll.cell}
              FROM (SELECT {columns} FROM shown UNION ALL SELECT {roll.cell}, {minus} FROM recounted) AS balance
             GROUP BY {roll.cell} HAVING {wrong}
        )
        SELECT concat_ws(' ', {roll.cell}),
               (SELECT {sums} FROM shown WHERE ({roll.cell}) = (wrong.*)),
               (SELECT {sums} FROM recounted WHERE ({roll.cell}) = (wrong.*))
          FROM wrong ORDER BY 1
        """
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for cell, said, counted in cursor.fetchall():
            yield Difference(roll.name, cell, said, counted)
