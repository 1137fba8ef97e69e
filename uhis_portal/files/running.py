"""Running an import: read the file, check its rows, save them. Each chunk is one transaction that carries the place.

Where rows do not depend on each other, some chunks are taken side by side and committed in their order.

Whoever runs an import holds its advisory lock for as long as it works; a worker that dies lets go of it with its
connection, and the next one goes on from the place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from uhis_portal.api.serializers import in_both_languages
from uhis_portal.audit.actions import note
from uhis_portal.files.actions import ADVANCE
from uhis_portal.files.columns import shortened
from uhis_portal.files.importing import Effect, Fault, Importer, Outcome, Row, Run, fault
from uhis_portal.files.models import Import, ImportFault, ImportIdentity
from uhis_portal.files.reading import FAULTS, Table
from uhis_portal.files.refusals import Unreadable
from uhis_portal.files.side_by_side import Link, Unneeded, in_order
from uhis_portal.files.stored import blocks_of, has_rows_after, keep_blocks, kept_file, rows_after
from uhis_portal.files.together import Broken, refuse_apart, refuse_with_wrong_ones, with_the_rest
from uhis_portal.files.turns import OUR_FAULT, take_turn, take_up, where, will_pass
from uhis_portal.reach import Reach, apply, reach_of, system_reach
from uhis_portal.sealed_fields import index_of

log = structlog.get_logger("files")

BLOCKS_AT_ONCE = 8  # of a file that is being read
RUNNING = 0xF11E  # the first half of the advisory locks of imports
CELL_SHOWN = 200  # characters

NOT_ALLOWED = _("You may no longer import this.")


class BrokenImporter(Exception):
    """An importer did not say of each row, once, what became of it."""


def advance(source: UUID) -> None:
    """Run one import for a turn."""
    take_turn(source, lock=RUNNING, step=step, task=ADVANCE)


def advance_stalled() -> None:
    """Run imports on which nobody works."""
    take_up(Import.objects.under_way(), advance)


def step(source: UUID) -> bool:
    """Do the next piece of work on an import; whether more is left. What fails is counted, and tried again later."""
    others_transaction = connection.in_atomic_block  # of which other connections would see nothing
    try:
        with in_hand(source) as held:
            if held is None:
                return False
            one = held.one
            beside = held.importer.side_by_side and not others_transaction and has_rows_after(one, one.place)
            if one.read and not beside:
                return next_chunk(held)
        if not one.read:
            return read_file(source)
        in_order(partial(chunk_beside, source, one.version, one.place))
        return True
    except Unreadable as refusal:
        fail(source, {"code": refusal.code, **refusal.said()})
    except Exception as trouble:
        log.error("import failed", source=str(source), trouble=type(trouble).__name__, at=where(trouble))
        count_failure(source, trouble)
    return False


@dataclass(frozen=True)
class InHand:
    """An import that is held until the transaction ends, its importer, and what its account may touch."""

    one: Import
    importer: type[Importer]
    reach: Reach


@contextmanager
def in_hand(source: UUID) -> Iterator[InHand | None]:
    """A transaction with the reach of the import's account, in which the import is held; None if nothing is to be done.

    An import whose account may not do this any more fails here.
    """
    with transaction.atomic():
        with system_reach():
            held = (
                Import.objects.under_way()
                .select_related("account")
                .select_for_update(of=("self",), no_key=True)
            )
            one = held.filter(pk=source).first()
        yield None if one is None else allowed(one)


def allowed(one: Import) -> InHand:
    """Take on the reach of the import's account, and its name in the history of what is written; Unreadable if it may not."""
    reach = reach_of(one.account)
    writer = {"account": str(one.account_id), "request": str(one.pk)}
    apply({"pghistory.context_metadata": json.dumps(writer)})
    importer = one.importer
    if importer is None or not one.account.is_active or not importer.may_import(one.account, reach):
        raise Unreadable(NOT_ALLOWED, code="not_allowed")
    if importer.kept_for(one.account) != one.kept_for:
        raise Unreadable(NOT_ALLOWED, code="not_allowed")
    return InHand(one, importer, reach)


def read_file(source: UUID) -> bool:
    """Read the whole file into blocks, some at a time, each time in a transaction of its own.

    A reader that was killed begins again at the first row and passes over those that are kept already.
    """
    blocks = None
    while True:
        with in_hand(source) as held:
            if held is None:
                return False
            one = held.one
            if blocks is None:
                table = Table(kept_file(one), held.importer.columns, one.said)
                kept = one.place
                blocks = blocks_of(row for row in table.rows() if row.number > kept)
            batch = list(islice(blocks, BLOCKS_AT_ONCE))
            keep_blocks(one, batch)
            one.rows_total += sum(len(block) for block in batch)
            one.place = batch[-1][-1].number if batch else one.place
            if len(batch) < BLOCKS_AT_ONCE:
                one.read, one.place, one.merged = True, 0, table.merged()
                one.parts.all().delete()
            one.touched_at, one.tries = timezone.now(), 0
            one.save()
            if one.read:
                return True


@dataclass
class Chunk:
    """Some rows of an import, and what became of them."""

    rows: list[Row]
    run: Run
    faults: dict[int, list[Fault]]
    counts: dict[Effect, int]
    alike: int = 0


def next_chunk(held: InHand) -> bool:
    """Check or save the next rows; whether more may be left."""
    one, importer = held.one, held.importer
    rows, broken = with_the_rest(one, importer(), *rows_after(one, one.place, importer.chunk_size))
    if not rows:
        finish_pass(one)
        return False
    settle(one, taken(held, rows, broken))
    return True


def chunk_beside(source: UUID, version: int, place: int, link: Link) -> None:
    """Check or save the rows after row `place`, or after those of the chunk before.

    The import itself is held only at the end: if it was changed meanwhile, such as cancelled, what was written is undone.
    """
    start = link.begins_after(place)
    with transaction.atomic():
        with system_reach():
            seen = Import.objects.select_related("account").get(pk=source)
        held = allowed(seen)
        rows, broken = rows_after(seen, start, held.importer.chunk_size)
        if not rows or seen.version != version:
            raise Unneeded
        link.last_row.set_result(rows[-1].number)
        chunk = taken(held, rows, broken, link.wait)
        link.wait()
        one = Import.objects.select_for_update(no_key=True).get(pk=source)
        if (one.version, one.place) != (version, start):
            raise Unneeded
        settle(one, chunk)


def taken(
    held: InHand, rows: list[Row], broken: Broken, after_rows_before: Callable[[], None] = lambda: None
) -> Chunk:
    """Check or save `rows`, the importer's part."""
    one, importer = held.one, held.importer()
    run = Run(
        by=one.account,
        reach=held.reach,
        now=timezone.now(),
        save=one.state == Import.State.SAVING,
        digest=bytes(one.digest),
        source=one.pk,
        after_rows_before=after_rows_before,
    )
    faults = own_faults(one, importer, rows, broken)
    find_twice(one, importer, rows, faults)
    refuse_apart(one, importer, rows, faults)
    refuse_with_wrong_ones(importer, rows, faults)
    chunk = Chunk(rows, run, faults, dict.fromkeys(Effect, 0))
    chunk.counts[Effect.WRONG] = len(faults)
    for outcome in outcomes_of(importer, [row for row in rows if row.number not in faults], run):
        chunk.counts[outcome.effect] += 1
        chunk.alike += outcome.alike
        if outcome.effect is Effect.WRONG:
            faults[outcome.row] = list(outcome.faults)
    return chunk


def settle(one: Import, chunk: Chunk) -> None:
    """Keep what became of a chunk, and that the import has come so far."""
    keep_faults(one, chunk.rows, chunk.faults)
    one.rows_new += chunk.counts[Effect.NEW]
    one.rows_changed += chunk.counts[Effect.CHANGED]
    one.rows_unchanged += chunk.counts[Effect.UNCHANGED]
    one.rows_wrong += chunk.counts[Effect.WRONG]
    one.rows_alike += chunk.alike
    one.rows_done += len(chunk.rows)
    one.place = chunk.rows[-1].number
    one.touched_at, one.tries = chunk.run.now, 0
    one.save()


def outcomes_of(importer: Importer, rows: Sequence[Row], run: Run) -> list[Outcome]:
    """What the importer says of each row; all that it wrote is undone if this is a dry run."""
    if not rows:
        return []
    importer.prepare(rows, run)
    with transaction.atomic():
        outcomes = list(importer.take(rows, run))
        connection.check_constraints()
        if not run.save:
            transaction.set_rollback(True)
    said = {outcome.row: outcome for outcome in outcomes}
    if len(said) != len(outcomes) or said.keys() != {row.number for row in rows}:
        raise BrokenImporter(f"{len(outcomes)} outcomes for {len(rows)} rows")
    if any((outcome.effect is Effect.WRONG) != bool(outcome.faults) for outcome in outcomes):
        raise BrokenImporter("a wrong row has faults, and no other")
    return outcomes


def own_faults(
    one: Import, importer: Importer, rows: Sequence[Row], broken: dict[int, list[tuple[str, str]]]
) -> dict[int, list[Fault]]:
    """Faults that need no importer, by row: what the reader met, merged cells, empty cells of required columns."""
    found: dict[int, list[Fault]] = {}
    for number, codes in broken.items():
        found[number] = [own_fault(column, code) for column, code in codes]
    for first, last, column in one.merged:
        for row in rows:
            if first <= row.number <= last:
                found.setdefault(row.number, []).append(own_fault(column, "merged_cell"))
    required = [column.name for column in importer.columns if column.required]
    for row in rows:
        cells = row.cells
        for name in required:
            if not cells.get(name) and not any(f.column == name for f in found.get(row.number, ())):
                found.setdefault(row.number, []).append(own_fault(name, "required"))
    return found


@cache
def own_fault(column: str, code: str) -> Fault:
    return fault(column, FAULTS[code], code=code)


def find_twice(one: Import, importer: Importer, rows: Sequence[Row], faults: dict[int, list[Fault]]) -> None:
    """Add a fault to each row whose identity an earlier row of the file has, in this chunk or in one before."""
    if type(importer).identity is Importer.identity:
        return
    digests = {
        row.number: index_of("import", f"{one.pk}:{identity}")
        for row in rows
        if row.number not in faults and (identity := importer.identity(row)) is not None
    }
    ImportIdentity.objects.bulk_create(
        [
            ImportIdentity(source=one, account_id=one.account_id, digest=digest, row=number)
            for number, digest in digests.items()
        ],
        ignore_conflicts=True,
    )
    stored = ImportIdentity.objects.filter(source=one, digest__in=list(digests.values()))
    first = {bytes(digest): number for digest, number in stored.values_list("digest", "row")}
    for number, digest in digests.items():
        if first[digest] != number:
            faults[number] = [fault("", FAULTS["twice"], code="twice", row=first[digest])]


def keep_faults(one: Import, rows: Sequence[Row], faults: dict[int, list[Fault]]) -> None:
    """The faults of these rows as they are now, instead of those of an earlier pass."""
    ImportFault.objects.filter(source=one, row__range=(rows[0].number, rows[-1].number)).delete()
    by_number = {row.number: row for row in rows} if faults else {}
    ImportFault.objects.bulk_create(
        [
            ImportFault(
                source=one,
                account_id=one.account_id,
                row=number,
                position=position,
                column=found.column[:80],
                code=found.code[:60],
                said=json.dumps(
                    {
                        "ar": found.ar,
                        "en": found.en,
                        "cell": shortened(by_number[number][found.column], CELL_SHOWN),
                    },
                    ensure_ascii=False,
                ),
            )
            for number, several in sorted(faults.items())
            for position, found in enumerate(several)
        ],
        batch_size=2000,
    )


def finish_pass(one: Import) -> None:
    """All rows are checked, or saved."""
    now = timezone.now()
    if one.state == Import.State.CHECKING:
        one.moves_to(Import.State.CHECKED)
        one.checked_at = now
    else:
        one.moves_to(Import.State.SAVED)
        one.finished_at = now
        counts = {"new": one.rows_new, "changed": one.rows_changed, "wrong": one.rows_wrong}
        note(by=one.account, action="files.saved", subject=one, details={"kind": one.kind, **counts})
    one.touched_at = now
    one.save()


def fail(source: UUID, reason: dict[str, str]) -> None:
    """End an import for a reason that trying again would not change; what the file held is forgotten."""
    now = timezone.now()
    with transaction.atomic(), system_reach():
        one = Import.objects.under_way().select_for_update().filter(pk=source).first()
        if one is not None:
            one.moves_to(Import.State.FAILED)
            one.reason, one.touched_at, one.finished_at = reason, now, now
            one.forget(now)
            one.save()


def count_failure(source: UUID, trouble: Exception) -> None:
    """Note that a piece of work did not succeed; after some tries the import waits for its owner to resume it."""
    if will_pass(trouble):
        return
    now = timezone.now()
    with transaction.atomic(), system_reach():
        one = Import.objects.under_way().select_for_update().filter(pk=source).first()
        if one is None:
            return
        one.tries += 1
        if one.tries >= Import.TRIES:
            state = one.state
            one.moves_to(Import.State.FAILED)
            one.failed_while, one.finished_at = state, now
            one.reason = {"code": "our_fault", **in_both_languages(OUR_FAULT)}
        one.touched_at = now
        one.save()
