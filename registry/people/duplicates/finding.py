"""The few records that may be of the same person, found by two questions that indexes answer, and how like they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from registry.people.duplicates.keys import keys_asked
from registry.people.duplicates.likeness import WORTH_A_LOOK, Likeness, Particulars, Sign, likeness
from registry.people.duplicates.numbers import neighbours
from registry.people.models import Beneficiary

BY_KEYS = """
SELECT asked.place, found.id
  FROM (VALUES {places}) AS asked (place, keys), people_sharing_keys(asked.keys) AS found (id)
"""
# As arrays: there are about a hundred numbers near to one, each of which would be a parameter of its own.
RECORDS = """
SELECT person.id, merged_into_id, comparable_name, birth_date, sex, birth_governorate_code, phone_index, address_index,
       national_id_index
  FROM people_beneficiary AS person JOIN people_household AS family ON family.id = person.household_id
 WHERE person.id = ANY (%s::uuid[]) OR national_id_index = ANY (%s::bytea[])
"""


@dataclass(frozen=True)
class Asked:
    """Somebody whose other records are looked for. The number is in clear: it was typed just now, or is the asker's to read."""

    particulars: Particulars
    national_id: str = field(default="", repr=False)
    itself: UUID | None = None


@dataclass(frozen=True)
class Known:
    """A record as it is compared: the person as whom one goes on, and of the number its keyed index alone."""

    record: UUID
    person: UUID
    particulars: Particulars
    national_id_index: bytes | None


@dataclass(frozen=True)
class Found:
    """A person who may be the one looked for."""

    person: UUID
    likeness: Likeness


def found_for(asked: Sequence[Asked]) -> list[list[Found]]:
    """For each one asked for, the people who may be the same, the likeliest first.

    Two queries, however many are asked for. Call it with everything in reach: other records are mostly elsewhere.
    """
    slips = [neighbours(one.national_id) if one.national_id else {} for one in asked]
    by_keys = sharing_keys([keys_asked_by(one.particulars) for one in asked])
    known = records(
        {record for found in by_keys for record in found}, {index for each in slips for index in each}
    )
    by_index = {one.national_id_index: one.record for one in known.values() if one.national_id_index}
    answers = []
    for one, by_key, numbers in zip(asked, by_keys, slips, strict=True):
        near = by_key | {by_index[index] for index in numbers if index in by_index}
        answers.append(likeliest(one, (known[record] for record in near if record in known), numbers))
    return answers


def likeliest(asked: Asked, records: Iterable[Known], numbers: dict[bytes, Sign]) -> list[Found]:
    """The people behind `records` who are like enough, each by the record that is likest."""
    best: dict[UUID, Likeness] = {}
    for record in records:
        if asked.itself in (record.record, record.person):
            continue
        index = record.national_id_index
        found = likeness(
            asked.particulars,
            record.particulars,
            number=numbers.get(index) if index else None,
            both_numbered=bool(asked.national_id and index),
        )
        if found.score >= WORTH_A_LOOK and (
            record.person not in best or best[record.person].score < found.score
        ):
            best[record.person] = found
    return sorted(
        (Found(person, found) for person, found in best.items()),
        key=lambda each: (-each.likeness.score, each.person),
    )


def keys_asked_by(person: Particulars) -> list[str]:
    return keys_asked(person.full_name, person.birth_date, person.sex)


def sharing_keys(asked: Sequence[list[str]]) -> list[set[UUID]]:
    """For each list of keys the records that share one, at most 200, those that share most; one query."""
    found: list[set[UUID]] = [set() for _keys in asked]
    if asked:
        places = ", ".join(["(%s, %s::text[])"] * len(asked))
        with connection.cursor() as cursor:
            cursor.execute(
                BY_KEYS.format(places=places),
                [part for place, keys in enumerate(asked) for part in (place, keys)],
            )
            for place, record in cursor.fetchall():
                found[place].add(record)
    return found


def records(ids: set[UUID], indexes: set[bytes]) -> dict[UUID, Known]:
    """The records of these ids, or with a national ID number of one of these keyed indexes; one query."""
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, [list(ids), list(indexes)])
        rows = cursor.fetchall()
    return {
        pk: Known(
            record=pk,
            person=survivor or pk,
            particulars=Particulars(name, born, sex, place, plain(phone), plain(address)),
            national_id_index=plain(number),
        )
        for pk, survivor, name, born, sex, place, phone, address, number in rows
    }


def plain(index: bytes | memoryview | None) -> bytes | None:
    return None if index is None else bytes(index)


def candidates(person: Beneficiary) -> list[Found]:
    """Who may be the same person as this one, the likeliest first; with everything in reach."""
    return found_for([asked_of(person)])[0]


def asked_of(person: Beneficiary) -> Asked:
    family = person.household
    return Asked(
        particulars=Particulars(
            full_name=person.comparable_name,
            birth_date=person.birth_date,
            sex=person.sex,
            birth_governorate_code=person.birth_governorate_code,
            phone_index=plain(family.phone_index),
            address_index=plain(family.address_index),
        ),
        national_id=person.national_id or "",
        itself=person.pk,
    )
