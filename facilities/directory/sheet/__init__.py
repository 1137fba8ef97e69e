"""Everything editable of a facility as one sheet of plain values: read, compared, checked, written."""

from facilities.directory.sheet.checking import Sheet, checked, nothing_known
from facilities.directory.sheet.kinds import Known
from facilities.directory.sheet.parts import FIELD_PARTS, PARTS, ROW_PARTS, FieldPart, Part, RowPart
from facilities.directory.sheet.rows import (
    Difference,
    columns_to_write,
    difference,
    read,
    with_sheet,
    write_rows,
)

__all__ = [
    "FIELD_PARTS",
    "PARTS",
    "ROW_PARTS",
    "Difference",
    "FieldPart",
    "Known",
    "Part",
    "RowPart",
    "Sheet",
    "checked",
    "columns_to_write",
    "difference",
    "nothing_known",
    "read",
    "with_sheet",
    "write_rows",
]  # fmt: skip
