"""A file of families that had a file before the portal: each row a member, the rows of a family one below another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import structlog
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.staff.access import has_role
from facilities.staff.models import Role
from registry.people.actions import NewFamily, register_households
from registry.people.duplicates.queue import note_likely_duplicates
from registry.people.imports.cells import file_number_of
from registry.people.imports.families import AtRows, at_first, read_family
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
        families = [list(family) for _number, family in groupby(rows, key=self.together)]
        registered: list[Beneficiary] = []
        yield from self.several(families, run, known, registered)
        if run.save and registered:
            note_likely_duplicates(registered, now=run.now)

    def several(
        self, families: list[list[Row]], run: Run, known: Known, registered: list[Beneficiary]
    ) -> Iterator[Outcome]:
        """Families together; where one is wrong, in halves, until it stands alone. Each is taken whole or not at all.

        Who is registered is added to `registered`.
        """
        try:
            with translation.override("ar"):
                made = attempt(families, run, known)
        except (AtRows, ValidationError, IntegrityError) as refusal:
            middle = len(families) // 2
            if middle:
                yield from self.several(families[:middle], run, known, registered)
                yield from self.several(families[middle:], run, known, registered)
            else:
                yield from with_faults(families[0], faults_of(families[0], run, known, refusal))
            return
        for people in made.values():
            registered += people
        for family in families:
            effect = Effect.NEW if family[0].number in made else Effect.UNCHANGED
            yield from (Outcome(row.number, effect) for row in family)


def attempt(families: list[list[Row]], run: Run, known: Known) -> dict[int, list[Beneficiary]]:
    """Register families in a savepoint: their people by the number of the first row, without families that are there already.

    Raises AtRows for the first that cannot be read, or where one family alone is refused; else what
    `register_households` raises.
    """
    new = [(rows, given) for rows in families if (given := read_new(rows, run, known))]
    if not new:
        return {}
    with transaction.atomic():
        try:
            made = register_households(
                by=run.by, families=[given for _rows, given in new], began_by=Reason.IMPORTED
            )
        except ValidationError as refusal:
            if len(families) > 1:
                raise
            raise AtRows(dict(placed(refusal, families[0]))) from refusal
        connection.check_constraints()
    return {rows[0].number: people for (rows, _given), (_family, people) in zip(new, made, strict=True)}


def read_new(rows: list[Row], run: Run, known: Known) -> NewFamily | None:
    """The family that rows describe; None when it is there already as they say. Raises AtRows."""
    new = read_family(rows, run, known)
    existing = known.families.get(new.file_number)
    if existing is None:
        return new
    if is_the_same(existing, new, known):
        return None
    raise at_first(
        rows,
        "file_number",
        _("This family is in the system already, with other people or at another unit. Report what changed."),
        "differs",
    )


def placed(refusal: ValidationError, rows: list[Row]) -> Iterator[tuple[tuple[int, str], ValidationError]]:
    """What an action refused, at the row and column that it means."""
    for name, found in refusal.error_dict.items():
        parts = name.split(".")
        at, column = (rows[int(parts[1])], parts[2]) if parts[0] == "people" else (rows[0], name)
        yield (at.number, column), ValidationError(found)


def is_the_same(household: Household, new: NewFamily, known: Known) -> bool:
    """Whether a family stands in the system as the rows say: the same people, at the same unit."""
    here = known.members.get(new.file_number, set())
    return household.unit_id == new.unit.pk and here == {person.index for person in new.people}


def faults_of(rows: list[Row], run: Run, known: Known, refusal: Exception) -> dict[int, list[Fault]]:
    """What is wrong with a family, by row."""
    if isinstance(refusal, AtRows):
        return in_both_languages(rows, run, known, refusal)
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
    log.warning("family refused by the database", row=rows[0].number, constraint=name)
    return {rows[0].number: [fault("", REFUSED, code="refused")]}


def in_both_languages(rows: list[Row], run: Run, known: Known, arabic: AtRows) -> dict[int, list[Fault]]:
    """The faults of a family by row. It was refused in Arabic, and is refused once more in English."""
    english = arabic
    try:
        with translation.override("en"), transaction.atomic():
            attempt([rows], run, known)
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
