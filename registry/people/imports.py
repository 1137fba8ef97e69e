"""A file of families that had a file before the portal: each row a member, the rows of a family one below another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.directory.models import Facility
from facilities.geography.models import District
from facilities.staff.access import has_role
from facilities.staff.models import Role
from registry.people.actions import NewMember, register_household
from registry.people.ages import is_adult
from registry.people.full_names import read_name
from registry.people.identity import CERTIFICATE, KnownAs, read_known_as
from registry.people.identity import attempt as read_or_keep
from registry.people.models import Beneficiary, Household, Membership, Reason, Relation, Sex
from registry.people.national_id import parse
from uhis_portal.accounts.models import Account
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.arabic import INVISIBLE, comparable, typed_number
from uhis_portal.files.cells import Cells
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.importing import Effect, Fault, Importer, Outcome, Row, Run, entries, fault, wrong
from uhis_portal.files.together import WITH_A_WRONG_ONE
from uhis_portal.reach import Reach

log = structlog.get_logger("people")

FIRST_DAY = date(2018, 1, 1)  # Law 2/2018: nobody was registered before
ADDRESS_LENGTH = 300
FILE_NUMBER_LENGTH = 16
REFUSED = gettext_lazy("The family does not fit with what is already there.")
# As files of the units write it, beside the names that the portal shows.
RELATIONS = {
    "head": Relation.HEAD, "رب الأسرة": Relation.HEAD, "ربة الأسرة": Relation.HEAD, "عائل الأسرة": Relation.HEAD,
    "spouse": Relation.SPOUSE, "wife": Relation.SPOUSE, "husband": Relation.SPOUSE, "زوج": Relation.SPOUSE,
    "زوجة": Relation.SPOUSE, "زوج / زوجة": Relation.SPOUSE,
    "child": Relation.CHILD, "son": Relation.CHILD, "daughter": Relation.CHILD, "ابن": Relation.CHILD,
    "ابنة": Relation.CHILD, "بنت": Relation.CHILD, "ابن / ابنة": Relation.CHILD,
    "parent": Relation.PARENT, "father": Relation.PARENT, "mother": Relation.PARENT, "أب": Relation.PARENT,
    "أم": Relation.PARENT, "والد": Relation.PARENT, "والدة": Relation.PARENT,
    "dependant": Relation.DEPENDANT, "معال": Relation.DEPENDANT, "مُعال آخر": Relation.DEPENDANT,
}  # fmt: skip
SEXES = {
    comparable(word): sex
    for sex, words in {Sex.MALE: ("male", "m", "ذكر"), Sex.FEMALE: ("female", "f", "أنثى")}.items()
    for word in words
}


@dataclass(frozen=True)
class GivenFamily:
    """A family as its rows say it."""

    file_number: str
    unit: Facility
    district: District
    people: list[NewMember]
    address: str
    phone: str
    since: date | None


class AtRows(Exception):
    """What is wrong with a family, by row number and column, worded in the active language."""

    def __init__(self, faults: dict[tuple[int, str], ValidationError]) -> None:
        super().__init__("rows that are wrong")
        self.faults = faults


class HouseholdImporter(Importer):
    """Families that had a file before. The same file again changes nothing; a family is taken whole or not at all."""

    title = gettext_lazy("Families that had a file before")
    note = gettext_lazy(
        "One row for each member, the rows of a family one below another. A wrong row makes its whole family wrong. Changes "
        "of families that are in the system already are reported, not imported."
    )
    columns = (
        Column("file_number", ar="رقم ملف الأسرة", en="Family file number", also=("رقم الملف",), required=True, kind=Kind.CODE,
               example="LX-0004711", hint=gettext_lazy("The same in all rows of a family.")),
        Column("relation", ar="صلة القرابة", en="In the family", also=("الصفة",), required=True, example="head",
               hint=gettext_lazy("Head, spouse, child, parent or dependant; each family has one head.")),
        Column("full_name", ar="الاسم بالكامل", en="Full name", also=("الاسم",), required=True,
               example="أحمد محمود عبد الله حسن"),
        Column("national_id", ar="الرقم القومي", en="National ID number", kind=Kind.CODE,
               example="28503012900017", hint=gettext_lazy("14 digits; empty for a newborn without a number.")),
        Column("unit", ar="رمز الوحدة", en="Unit code", also=("كود الوحدة",), required=True, kind=Kind.CODE, example="LX-F01",
               hint=gettext_lazy("The family-medicine unit; the same in all rows of a family.")),
        Column("district", ar="رمز القسم أو المركز", en="District code", kind=Kind.CODE, example="3601",
               hint=gettext_lazy("Where the family lives; if left empty, the unit's district.")),
        Column("since", ar="تاريخ التسجيل", en="Registered on", kind=Kind.DAY, example="2024-05-12",
               hint=gettext_lazy("If left empty: today.")),
        Column("certificate_number", ar="رقم شهادة الميلاد", en="Birth certificate number", kind=Kind.CODE,
               hint=gettext_lazy("Only for a newborn without a national ID; with guardian, birth date and sex.")),
        Column("guardian", ar="الرقم القومي لولي الأمر", en="Guardian's national ID", kind=Kind.CODE,
               hint=gettext_lazy("Of an adult in the rows of the same family.")),
        Column("birth_date", ar="تاريخ الميلاد", en="Birth date", kind=Kind.DAY),
        Column("sex", ar="النوع", en="Sex", hint=gettext_lazy("Male or female.")),
        Column("address", ar="العنوان", en="Address"),
        Column("mobile", ar="رقم المحمول", en="Mobile number", kind=Kind.CODE, example="01000000123",
               hint=gettext_lazy("Messages to the family go there. It opens no file.")),
    )  # fmt: skip
    chunk_size = 250

    @classmethod
    def may_import(cls, account: Account, reach: Reach) -> bool:
        return has_role(account, Role.GOVERNORATE_ADMINISTRATOR, Role.NATIONAL_ADMINISTRATOR)

    def identity(self, row: Row) -> str | None:
        number = typed_number(row["national_id"])
        if number:
            return number
        certificate = [typed_number(row[column]) for column in ("guardian", "certificate_number")]
        return " ".join(["certificate", *certificate]) if certificate[1] else None

    def together(self, row: Row) -> str | None:
        return file_number_of(row) or None

    def take(self, rows: Sequence[Row], run: Run) -> Iterator[Outcome]:
        for _number, family in groupby(rows, key=self.together):
            yield from self.whole(list(family), run)

    def whole(self, rows: list[Row], run: Run) -> Iterable[Outcome]:
        """One family: all its rows have the same effect, or all are wrong."""
        try:
            with translation.override("ar"):
                effect = attempt(rows, run)
        except AtRows as refusal:
            return with_faults(rows, in_both_languages(rows, run, refusal))
        except IntegrityError as refusal:
            name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
            log.warning("family refused by the database", row=rows[0].number, constraint=name)
            return with_faults(rows, {rows[0].number: [fault("", REFUSED, code="refused")]})
        return [Outcome(row.number, effect) for row in rows]


def attempt(rows: list[Row], run: Run) -> Effect:
    """Save a family in a savepoint of its own; raises AtRows."""
    with transaction.atomic():
        effect = save(read_family(rows, run), rows, run)
        connection.check_constraints()
    return effect


def save(given: GivenFamily, rows: list[Row], run: Run) -> Effect:
    """Register the family, unless it is there already as the rows say."""
    existing = Household.objects.filter(file_number=given.file_number).first()
    if existing is not None:
        if is_the_same(existing, given):
            return Effect.UNCHANGED
        raise at_first(
            rows,
            "file_number",
            _(
                "This family is in the system already, with other people or at another unit. Report what changed."
            ),
            "differs",
        )
    try:
        register_household(
            by=run.by,
            governorate=given.unit.governorate,
            district=given.district,
            unit=given.unit,
            people=given.people,
            on=given.since or run.today,
            address=given.address,
            phone=given.phone,
            began_by=Reason.IMPORTED,
            file_number=given.file_number,
        )
    except ValidationError as refusal:
        raise AtRows(dict(placed(refusal, rows))) from refusal
    return Effect.NEW


def placed(refusal: ValidationError, rows: list[Row]) -> Iterator[tuple[tuple[int, str], ValidationError]]:
    """What an action refused, at the row and column that it means."""
    for name, found in refusal.error_dict.items():
        parts = name.split(".")
        at, column = (rows[int(parts[1])], parts[2]) if parts[0] == "people" else (rows[0], name)
        yield (at.number, column), ValidationError(found)


def is_the_same(household: Household, given: GivenFamily) -> bool:
    """Whether a family stands in the system as the rows say: the same people, at the same unit."""
    members = Membership.objects.filter(household=household, until__isnull=True)
    known = Beneficiary.objects.filter(pk__in=members.values("beneficiary"))
    indexes = {
        bytes(number or certificate or b"")
        for number, certificate in known.values_list("national_id_index", "certificate_index")
    }
    return household.unit_id == given.unit.pk and indexes == {person.index for person in given.people}


def read_family(rows: list[Row], run: Run) -> GivenFamily:
    """A family from its rows; AtRows with all that is wrong with any of them."""
    faults: dict[tuple[int, str], ValidationError] = {}
    people = [read_member(row, rows, run, faults) for row in rows]
    unit, district = read_place(rows, run, faults)
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
    return GivenFamily(number, unit, district, whole, *contact, since)


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
            "sex": SEXES.get(comparable(row["sex"]), ""),
        },
        today=run.today,
    )


def read_relation(typed: str) -> Relation:
    known = {comparable(name): relation for name, relation in RELATIONS.items()}
    found = known.get(comparable(typed))
    if found is None:
        raise ValidationError(_("Write head, spouse, child, parent or dependant."), code="unknown_relation")
    return found


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
    rows: list[Row], run: Run, faults: dict[tuple[int, str], ValidationError]
) -> tuple[Facility | None, District | None]:
    """Unit and district of a family: the same in all rows, and in the area of who imports."""
    row = rows[0]
    refuse_other(rows, "unit", faults)
    refuse_other(rows, "district", faults)
    code = Cells(row).code("unit") or ""
    unit = (
        Facility.objects.select_related("governorate", "district")
        .prefetch_related("statuses")
        .filter(pk=code)
        .first()
    )
    if unit is None:
        message = _("There is no facility with this code.")
        faults.setdefault((row.number, "unit"), ValidationError(message, code="unknown_facility"))
        return None, None
    if not (run.reach.everything or unit.governorate_id in run.reach.governorates):
        message = _("This unit is outside your area.")
        faults.setdefault((row.number, "unit"), ValidationError(message, code="not_yours"))
        return None, None
    named = Cells(row).code("district")
    district = District.objects.filter(pk=named).first() if named else unit.district
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
    address = next(
        (" ".join(INVISIBLE.sub("", row["address"]).split()) for row in rows if row["address"]), ""
    )
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


def file_number_of(row: Row) -> str:
    """The family file number as it is kept: capitals, Latin digits, no spaces."""
    return (Cells(row).code("file_number") or "").replace(" ", "")


def at_first(rows: list[Row], column: str, message: str, code: str) -> AtRows:
    return AtRows({(rows[0].number, column): ValidationError(message, code=code)})


def in_both_languages(rows: list[Row], run: Run, arabic: AtRows) -> dict[int, list[Fault]]:
    """The faults of a family by row. It was refused in Arabic, and is refused once more in English."""
    english = arabic
    try:
        with translation.override("en"), transaction.atomic():
            attempt(rows, run)
            transaction.set_rollback(True)
    except AtRows as again:
        if again.faults.keys() == arabic.faults.keys():
            english = again
    except IntegrityError:
        pass
    found: dict[int, list[Fault]] = {}
    for at, refusal in arabic.faults.items():
        number, column = at
        said = zip(entries(refusal, "ar"), entries(english.faults[at], "en"), strict=False)
        for (_field, code, words_ar), (_same, _code, words_en) in said:
            found.setdefault(number, []).append(Fault(column, code, words_ar, words_en))
    return found


def with_faults(rows: list[Row], faults: dict[int, list[Fault]]) -> list[Outcome]:
    """All rows of a family as wrong: some with what is wrong there, the others with the number of such a row."""
    first = min(faults)
    with_another = fault("", WITH_A_WRONG_ONE, code="with_a_wrong_one", row=first)
    return [wrong(row, faults.get(row.number) or [with_another]) for row in rows]
