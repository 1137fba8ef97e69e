"""The same finding without a database: a mapping stands for its index, so that many registries can be tried."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from registry.people.duplicates.finding import Asked, Known, likeliest
from registry.people.duplicates.keys import keys_asked, keys_of
from registry.people.duplicates.likeness import Particulars
from registry.people.duplicates.numbers import neighbours
from tests.registry.people.duplicates.made_up import Record
from uhis_portal.sealed_fields import index_of


def particulars(record: Record) -> Particulars:
    return Particulars(
        record.full_name,
        record.birth_date,
        record.sex,
        record.birth_place,
        record.phone.encode(),
        record.address.encode(),
    )


def found_among(records: list[Record]) -> set[tuple[int, int]]:
    """The pairs found, by their places; the index of the database is a mapping here."""
    sharing, numbered = defaultdict(set), {}
    for place, record in enumerate(records):
        for key in keys_of(record.full_name, record.birth_date, record.sex):
            sharing[key].add(place)
        if record.number:
            numbered[index_of("national_id", record.number)] = place
    known = [
        Known(
            place,
            place,
            particulars(record),
            index_of("national_id", record.number) if record.number else None,
        )  # type: ignore[arg-type]
        for place, record in enumerate(records)
    ]
    pairs = set()
    for place, record in enumerate(records):
        numbers = neighbours(record.number) if record.number else {}
        near = {numbered[index] for index in numbers if index in numbered}
        for key in keys_asked(record.full_name, record.birth_date, record.sex):
            near |= sharing.get(key, set())
        asked = Asked(particulars(record), record.number, place)  # type: ignore[arg-type]
        for match in likeliest(asked, (known[other] for other in near), numbers):
            pairs.add((min(place, match.person), max(place, match.person)))  # type: ignore[type-var]
    return pairs  # type: ignore[return-value]


def planted_in(records: list[Record]) -> set[tuple[int, int]]:
    """The pairs that are one human being, by their places."""
    of_human = defaultdict(list)
    for place, record in enumerate(records):
        of_human[record.human].append(place)
    return {pair for places in of_human.values() for pair in combinations(places, 2)}
