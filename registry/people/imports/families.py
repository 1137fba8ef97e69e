"""A family from its rows, and all that is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.actions import NewFamily, NewMember
from registry.people.ages import is_adult
from registry.people.full_names import read_name
from registry.people.identity import CERTIFICATE, KnownAs, read_known_as
from registry.people.identity import attempt as read_or_keep
from registry.people.imports.cells import file_number_of, read_relation, read_sex
from registry.people.imports.known import Known
from registry.people.national_id import parse
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.arabic import typed_number
from uhis_portal.files.cells import Cells
from uhis_portal.files.importing import Row, Run
from uhis_portal.readings import on_one_line

FIRST_DAY = date(2018, 1, 1)  # Law 2/2018: nobody was registered before
ADDRESS_LENGTH = 300
FILE_NUMBER_LENGTH = 16


class AtRows(Exception):
    """What is wrong with a family, by row number and column, worded in the active language."""

    def __init__(self, faults: dict[tuple[int, str], ValidationError]) -> None:
        super().__init__("rows that are wrong")
        self.faults = faults


def read_family(rows: list[Row], run: Run, known: Known) -> NewFamily:
    """A family from its rows; AtRows with all that is wrong with any of them."""
    faults: dict[tuple[int, str], ValidationError] = {}
    people = [read_member(row, rows, run, faults) for row in rows]
    unit, district = read_place(rows, run, known, faults)
    since = read_since(rows, run, faults)
    contact = read_contact(rows, faults)
    number = file_number_of(rows[0])
    if not number.isascii() or len(number) > FILE_NUMBER_LENGTH or not any(sign.isdigit() for sign in number):
        faults[rows[0].number, "file_number"] = ValidationError(
            _("A family file number has at most 16 letters and digits, one of them a digit."),
            code="file_number",
        )
    whole = [person for person in people if person is not None]
    if len(whole) == len(people):
        refuse_family(rows, whole, run.today, faults)
    if faults or unit is None or district is None:
        raise AtRows(faults)
    return NewFamily(
        unit.governorate, district, unit, whole, since or run.today, *contact, file_number=number
    )


def read_member(
    row: Row, rows: list[Row], run: Run, faults: dict[tuple[int, str], ValidationError]
) -> NewMember | None:
    """The person of a row of a family; None when anything is wrong, which is then among the faults."""
    wrong: dict[str, Any] = {}
    newborn = not typed_number(row["national_id"]) and typed_number(row["certificate_number"])
    relation = read_or_keep(wrong, "relation", lambda: read_relation(row["relation"]))
    name = read_or_keep(wrong, "full_name", lambda: read_name(row["full_name"]))
    if newborn:
        known_as = read_or_keep(wrong, "", lambda: read_newborn(row, rows, run, wrong))
    else:
        known_as = read_or_keep(wrong, "national_id", lambda: parse(row["national_id"], today=run.today))
    faults.update({(row.number, column): ValidationError(refusal) for column, refusal in wrong.items()})
    if wrong or relation is None or name is None or known_as is None:
        return None
    return NewMember(relation, name, known_as)


def read_newborn(row: Row, rows: list[Row], run: Run, wrong: dict[str, Any]) -> KnownAs | None:
    """A newborn by the certificate and an adult of the family; ValidationError as `read_known_as`, or a fault in `wrong`."""
    guardian = typed_number(row["guardian"])
    at = next((at for at, one in enumerate(rows) if guardian == typed_number(one["national_id"])), None)
    if guardian and at is None:
        wrong["guardian"] = ValidationError(
            _("No other row of this family has this national ID number."), code="unknown_guardian"
        )
        return None
    cells = Cells(row)
    born = cells.day("birth_date")
    if cells.faults:
        message = _("This is not a day. Write it as 2026-04-01 or 1/4/2026.")
        wrong["birth_date"] = ValidationError(message, code="not_a_day")
        return None
    return read_known_as(
        {
            "known_by": CERTIFICATE,
            "certificate_number": row["certificate_number"],
            "guardian": None if not guardian else at,
            "birth_date": born,
            "sex": read_sex(row["sex"]),
        },
        today=run.today,
    )


def refuse_family(
    rows: list[Row], people: list[NewMember], today: date, faults: dict[tuple[int, str], ValidationError]
) -> None:
    """What people of one family cannot be together."""
    heads = [row for row, person in zip(rows, people, strict=True) if person.is_head]
    if not heads:
        faults[rows[0].number, "relation"] = ValidationError(_("The family has no head."), code="no_head")
    for row in heads[1:]:
        faults[row.number, "relation"] = ValidationError(
            _("The family has a head in row %(row)s already."),
            code="second_head",
            params={"row": heads[0].number},
        )
    if not any(is_adult(person.birth_date, today) for person in people):
        faults.setdefault(
            (rows[0].number, "national_id"), ValidationError(_("The family has no adult."), code="no_adult")
        )
    for row, person in zip(rows, people, strict=True):
        guardian = getattr(person.known_as, "guardian", None)
        if isinstance(guardian, int) and not is_adult(people[guardian].birth_date, today):
            faults[row.number, "guardian"] = ValidationError(
                _("A guardian is an adult of the family."), code="no_adult"
            )


def read_place(
    rows: list[Row], run: Run, known: Known, faults: dict[tuple[int, str], ValidationError]
) -> tuple[Facility | None, District | None]:
    """Unit and district of a family: the same in all rows, and in the area of who imports."""
    row = rows[0]
    refuse_other(rows, "unit", faults)
    refuse_other(rows, "district", faults)
    unit = known.units.get(Cells(row).code("unit") or "")
    if unit is None:
        message = _("There is no facility with this code.")
        faults.setdefault((row.number, "unit"), ValidationError(message, code="unknown_facility"))
        return None, None
    if not (run.reach.everything or unit.governorate_id in run.reach.governorates):
        message = _("This unit is outside your area.")
        faults.setdefault((row.number, "unit"), ValidationError(message, code="not_yours"))
        return None, None
    named = Cells(row).code("district")
    district = known.districts.get(named) if named else unit.district
    if district is None or district.governorate_id != unit.governorate_id or not district.is_residence:
        message = _("Write the code of the district where the family lives, in the governorate of the unit.")
        faults.setdefault((row.number, "district"), ValidationError(message, code="district"))
        return unit, None
    return unit, district


def refuse_other(rows: list[Row], column: str, faults: dict[tuple[int, str], ValidationError]) -> None:
    """A fault at each row that says something else of the family than the first."""
    for row in rows[1:]:
        if row[column] and Cells(row).code(column) != Cells(rows[0]).code(column):
            faults[row.number, column] = ValidationError(
                _("The first row of this family says something else."), code="differs_in_the_family"
            )


def read_since(rows: list[Row], run: Run, faults: dict[tuple[int, str], ValidationError]) -> date | None:
    """The day of registration; None: today."""
    cells = Cells(rows[0])
    day = cells.day("since")
    if cells.faults:
        message = _("This is not a day. Write it as 2026-04-01 or 1/4/2026.")
        faults[rows[0].number, "since"] = ValidationError(message, code="not_a_day")
    elif day is not None and not FIRST_DAY <= day <= run.today:
        faults[rows[0].number, "since"] = ValidationError(
            _("The day lies before the system began, or has not come yet."), code="out_of_range"
        )
    return day


def read_contact(rows: list[Row], faults: dict[tuple[int, str], ValidationError]) -> tuple[str, str]:
    """Address and mobile number, from the first row that has one."""
    address = next((on_one_line(row["address"]) for row in rows if row["address"]), "")
    if len(address) > ADDRESS_LENGTH:
        faults[rows[0].number, "address"] = ValidationError(
            _("Say it in 300 characters at most."), code="max_length"
        )
    row = next((row for row in rows if row["mobile"]), None)
    if row is None:
        return address, ""
    try:
        return address, mobile_number(row["mobile"])
    except ValidationError as refusal:
        faults[row.number, "mobile"] = refusal
        return address, ""


def at_first(rows: list[Row], column: str, message: str, code: str) -> AtRows:
    return AtRows({(rows[0].number, column): ValidationError(message, code=code)})
