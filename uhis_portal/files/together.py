"""Rows that belong together, such as the people of one family: they stand one below another, and are right together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from uhis_portal.files.importing import Fault, Importer, Row, fault
from uhis_portal.files.models import Import, ImportIdentity
from uhis_portal.files.stored import rows_after
from uhis_portal.sealed_fields import index_of

MOST = 200  # rows that belong together; what goes on beyond is cut off, and refused as lying apart

APART = _(
    "Other rows of this group stand at row %(row)s. Put the rows that belong together one below another."
)
WITH_A_WRONG_ONE = _("Row %(row)s, which belongs with this one, is wrong.")

Broken = dict[int, list[tuple[str, str]]]


def with_the_rest(
    one: Import, importer: Importer, rows: list[Row], broken: Broken
) -> tuple[list[Row], Broken]:
    """The rows of a chunk, and those after it that belong with its last one."""
    key = importer.together(rows[-1]) if rows else None
    if key is None:
        return rows, broken
    following, also_broken = rows_after(one, rows[-1].number, MOST)
    rest = []
    for row in following:
        if importer.together(row) != key:
            break
        rest.append(row)
    numbers = {row.number for row in rest}
    return rows + rest, broken | {number: what for number, what in also_broken.items() if number in numbers}


def groups_of(importer: Importer, rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows that belong together, by their key; rows that belong with none are left out."""
    if type(importer).together is Importer.together:
        return
    for key, group in groupby(rows, key=importer.together):
        if key is not None:
            yield key, list(group)


def refuse_apart(
    one: Import, importer: Importer, rows: Sequence[Row], faults: dict[int, list[Fault]]
) -> None:
    """Add a fault to each row of a group of which other rows stood elsewhere in the file before."""
    groups = list(groups_of(importer, rows))
    digests = {key: index_of("import", f"{one.pk}:together:{key}") for key, _group in groups}
    first: dict[str, int] = {}
    if not groups:
        return
    for key, group in groups:
        first.setdefault(key, group[0].number)
    ImportIdentity.objects.bulk_create(
        [
            ImportIdentity(source=one, account_id=one.account_id, digest=digests[key], row=number)
            for key, number in first.items()
        ],
        ignore_conflicts=True,
    )
    stored = ImportIdentity.objects.filter(source=one, digest__in=list(digests.values()))
    known = {bytes(digest): row for digest, row in stored.values_list("digest", "row")}
    for key, group in groups:
        began = known[digests[key]]
        if began != group[0].number:
            for row in group:
                faults.setdefault(row.number, []).append(fault("", APART, code="apart", row=began))


def refuse_with_wrong_ones(importer: Importer, rows: Sequence[Row], faults: dict[int, list[Fault]]) -> None:
    """Add a fault to each right row that belongs with a wrong one: nothing of a group is saved without the rest."""
    for _key, group in groups_of(importer, rows):
        wrong = next((row.number for row in group if row.number in faults), None)
        if wrong is not None:
            for row in group:
                if row.number not in faults:
                    faults[row.number] = [fault("", WITH_A_WRONG_ONE, code="with_a_wrong_one", row=wrong)]
