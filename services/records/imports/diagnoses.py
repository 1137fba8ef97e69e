"""A licensed list of the names of diagnoses, loaded from a file by a national administrator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from facilities.staff.access import has_role
from facilities.staff.models import Role
from services.records.actions.logging import as_code
from services.records.imports.known import fault_named
from services.records.models import DiagnosisName
from services.records.models.diagnoses import ICD10
from uhis_portal.accounts.models import Account
from uhis_portal.arabic import comparable, typed_quantity
from uhis_portal.audit.actions import note
from uhis_portal.files.cells import Cells
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.importing import Effect, Fault, Importer, Outcome, Row, Run, wrong
from uhis_portal.reach import Reach

LONGEST = 300
CONTENT = ("name_ar", "name_en", "source", "comparable")


class DiagnosisNameImporter(Importer):
    """Names of ICD-10 codes, new ones and changes. A code that is not in the file keeps its name."""

    title = _("Names of diagnoses")
    note = _(
        "The classification belongs to the World Health Organization: load only a list that may be shown here, and say in"
        " each row which edition it is and under which licence."
    )
    # fmt: off
    columns = (
        Column("code", ar="كود ICD-10", en="ICD-10 code", also=("الكود", "كود التشخيص", "icd10", "icd"), required=True,
               kind=Kind.CODE, example="J45.9"),
        Column("name_ar", ar="الاسم بالعربية", en="Arabic name", also=("الاسم العربي",),
               hint=_("A name in one language at least.")),
        Column("name_en", ar="الاسم بالإنجليزية", en="English name", also=("الاسم الإنجليزي",)),
        Column("source", ar="المصدر والترخيص", en="Edition and licence", also=("المصدر", "source"), required=True),
    )
    # fmt: on
    chunk_size = 2000

    @classmethod
    def may_import(cls, account: Account, reach: Reach) -> bool:
        """National administrators: the names are shown everywhere."""
        return has_role(account, Role.NATIONAL_ADMINISTRATOR)

    def identity(self, row: Row) -> str | None:
        return code_of(row) or None

    def take(self, rows: Sequence[Row], run: Run) -> Iterator[Outcome]:
        there = DiagnosisName.objects.in_bulk([code_of(row) for row in rows])
        put: list[DiagnosisName] = []
        for row in rows:
            named, faults = read(row)
            if faults:
                yield wrong(row, faults)
                continue
            before = there.get(named.code)
            if before is not None and content(before) == content(named):
                yield Outcome(row.number, Effect.UNCHANGED)
                continue
            put.append(named)
            yield Outcome(row.number, Effect.NEW if before is None else Effect.CHANGED)
        if put:
            DiagnosisName.objects.bulk_create(
                put, update_conflicts=True, unique_fields=["code"], update_fields=CONTENT
            )
            note(by=run.by, action="records.name_diagnoses", subject=run.by,
                 details={"import": str(run.source), "codes": len(put)})  # fmt: skip


def code_of(row: Row) -> str:
    return as_code(typed_quantity(row["code"]))


def read(row: Row) -> tuple[DiagnosisName, list[Fault]]:
    """The name that a row says, and what is wrong with it."""
    cells = Cells(row)
    code = code_of(row)
    if not re.fullmatch(ICD10, code):
        wrong_code = fault_named("diagnosis:invalid")
        cells.faults.append(Fault("code", wrong_code.code, wrong_code.ar, wrong_code.en))
    names = [cells.text(column, longest=LONGEST) or "" for column in ("name_ar", "name_en")]
    if not any(names) and not any(row[column] for column in ("name_ar", "name_en")):
        cells.refuse("name_ar", _("Write the name in one language at least."), code="required")
    source = cells.text("source", longest=LONGEST) or ""
    named = DiagnosisName(
        code=code,
        name_ar=names[0],
        name_en=names[1],
        source=source,
        comparable=" ".join(map(comparable, names)),
    )
    return named, cells.faults


def content(one: DiagnosisName) -> tuple[str, ...]:
    return one.name_ar, one.name_en, one.source
