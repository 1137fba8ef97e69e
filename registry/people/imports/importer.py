"""A file of families that had a file before the portal: each row a member, the rows of a family one below another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import structlog
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.staff.access import has_role
from facilities.staff.models import Role
from registry.people.actions import register_household
from registry.people.duplicates.queue import note_likely_duplicates
from registry.people.imports.cells import file_number_of
from registry.people.imports.families import AtRows, GivenFamily, at_first, read_family
from registry.people.imports.known import Known
from registry.people.models import Beneficiary, Household, Reason
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import typed_number
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.importing import Effect, Fault, Importer, Outcome, Row, Run, entries, fault, wrong
from uhis_portal.files.together import WITH_A_WRONG_ONE
from uhis_portal.reach import Reach

log = structlog.get_logger("people")

REFUSED = gettext_lazy("The family does not fit with what is already there.")


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
        known = Known.of(rows)
        taken: list[Household] = []
        for _number, family in groupby(rows, key=self.together):
            yield from self.whole(list(family), run, known, taken)
        if run.save and taken:
            people = Beneficiary.objects.filter(household__in=taken).select_related("household")
            note_likely_duplicates(list(people), now=run.now)

    def whole(self, rows: list[Row], run: Run, known: Known, taken: list[Household]) -> Iterable[Outcome]:
        """One family: all its rows have the same effect, or all are wrong. What is registered is among the `taken`."""
        try:
            with translation.override("ar"):
                registered = attempt(rows, run, known)
        except AtRows as refusal:
            return with_faults(rows, in_both_languages(rows, run, known, refusal))
        except IntegrityError as refusal:
            name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
            log.warning("family refused by the database", row=rows[0].number, constraint=name)
            return with_faults(rows, {rows[0].number: [fault("", REFUSED, code="refused")]})
        if registered is None:
            return [Outcome(row.number, Effect.UNCHANGED) for row in rows]
        taken.append(registered)
        return [Outcome(row.number, Effect.NEW) for row in rows]


def attempt(rows: list[Row], run: Run, known: Known) -> Household | None:
    """Save a family in a savepoint of its own, unless it is there already as the rows say: then None. Raises AtRows."""
    with transaction.atomic():
        registered = save(read_family(rows, run, known), rows, run, known)
        connection.check_constraints()
    return registered


def save(given: GivenFamily, rows: list[Row], run: Run, known: Known) -> Household | None:
    existing = known.families.get(given.file_number)
    if existing is not None:
        if is_the_same(existing, given, known):
            return None
        raise at_first(
            rows,
            "file_number",
            _(
                "This family is in the system already, with other people or at another unit. Report what changed."
            ),
            "differs",
        )
    try:
        return register_household(
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
            compare=False,
        )
    except ValidationError as refusal:
        raise AtRows(dict(placed(refusal, rows))) from refusal


def placed(refusal: ValidationError, rows: list[Row]) -> Iterator[tuple[tuple[int, str], ValidationError]]:
    """What an action refused, at the row and column that it means."""
    for name, found in refusal.error_dict.items():
        parts = name.split(".")
        at, column = (rows[int(parts[1])], parts[2]) if parts[0] == "people" else (rows[0], name)
        yield (at.number, column), ValidationError(found)


def is_the_same(household: Household, given: GivenFamily, known: Known) -> bool:
    """Whether a family stands in the system as the rows say: the same people, at the same unit."""
    here = known.members[given.file_number]
    return household.unit_id == given.unit.pk and here == {person.index for person in given.people}


def in_both_languages(rows: list[Row], run: Run, known: Known, arabic: AtRows) -> dict[int, list[Fault]]:
    """The faults of a family by row. It was refused in Arabic, and is refused once more in English."""
    english = arabic
    try:
        with translation.override("en"), transaction.atomic():
            attempt(rows, run, known)
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
