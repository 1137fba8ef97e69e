"""Loading reference data: rows from a file become rows of a table, and what changed is reported."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Model


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a UTF-8 CSV file by the names in its first line; an empty cell is ""."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


class Report:
    """What a load changed, per table."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}

    def lines(self) -> Iterator[str]:
        """One line per table, such as `geography.district: 389 new, 0 changed, 0 unchanged`."""
        for table, counts in self.counts.items():
            said = ", ".join(f"{counts[kind]} {kind}" for kind in ("new", "changed", "unchanged"))
            yield f"{table}: {said}"

    def add(self, model: type[Model], rows: Iterable[dict[str, Any]], *, unchanged: int = 0) -> None:
        """Insert rows that the caller knows to be new."""
        added = model._default_manager.bulk_create([model(**values) for values in rows])
        counts = Counter(new=len(added), changed=0, unchanged=unchanged)
        self.counts[model._meta.label_lower] = counts

    def keep(self, model: type[Model], rows: Iterable[dict[str, Any]], *, by: tuple[str, ...]) -> None:
        """Make the table hold `rows`, found by the fields `by`; other rows, added by administrators, are left alone.

        Only what differs is written, so that the history shows real changes.
        """
        counts = self.counts.setdefault(model._meta.label_lower, Counter(new=0, changed=0, unchanged=0))
        present = {tuple(getattr(row, name) for name in by): row for row in model._default_manager.all()}
        new = []
        for values in rows:
            key = tuple(values[name] for name in by)
            row = present.get(key)
            if row is None:
                new.append(model(**values))
                counts["new"] += 1
                continue
            differing = [name for name, value in values.items() if getattr(row, name) != value]
            if differing:
                for name in differing:
                    setattr(row, name, values[name])
                row.save(update_fields=differing)
            counts["changed" if differing else "unchanged"] += 1
        model._default_manager.bulk_create(new)
