"""Entries on their way into the ledger, and the one statement that judges and writes them.

The desk, the batch and the file all come through here, so that the same entry gets the same answer. One statement
for many entries, because a look at each of them alone would cost more than writing it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from facilities.directory.models import Facility
from registry.coverage.answers import COVER_OF
from services.records.kinds import GIVEN
from services.records.models import MOST_AT_ONCE
from services.records.models.diagnoses import ICD10
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import CAIRO
from uhis_portal.database.prepared import Prepared

LOOK_UP_HOLDS = timedelta(hours=12)
REUSED = ("id:id_reused",)
LARGEST_NUMBER = 2**63 - 1  # that a column can hold: no department has it
UNREAD = "id:unread"  # an entry without an id: it is judged for the rest, and never written
NOTHING = "\\N"  # as COPY reads it


class Entry(NamedTuple):
    """One kind of service given to one patient on one day, as it shall stand in the ledger.

    The sender makes the id (UUIDv7), so that a resend meets itself. The patient is a beneficiary or an other patient.
    Ids are the text of a UUID as `str` writes it: hundreds come as such, and go on to the statement as such.
    """

    id: str
    visit: str
    service_type: str
    quantity: int
    provided_on: date
    beneficiary: str | None = None
    other_patient: str | None = None
    department: int | None = None
    diagnosis: str = ""


class Verdict(NamedTuple):
    """What became of an entry: `faults` by the names of faults.WORDS; none if it stands in the ledger, or could.

    `written` is true for the entries that were added just now; a resend of one that stands there adds nothing.
    """

    faults: tuple[str, ...]
    written: bool
    cover: str
    cover_reason: str


# One text that is read once: as arrays the parser would look at each value by itself.
IN_JSON = """
  SELECT *, position AS place
    FROM ROWS FROM (json_to_recordset(%(asked)s) AS (id uuid, visit uuid, person uuid, other uuid, kind text,
                    quantity bigint, day date, department bigint, diagnosis text))
    WITH ORDINALITY AS asked (id, visit, person, other, kind, quantity, day, department, diagnosis, position)"""
# Thousands of entries are copied there: as arrays of one statement they would cost more than being judged.
STAGED = "SELECT *, row_number() OVER (ORDER BY position) AS place FROM pg_temp.records_asked"
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS records_asked (
  id uuid, visit uuid, person uuid, other uuid, kind text, quantity bigint, day date, department bigint, diagnosis text,
  position bigint
) ON COMMIT DELETE ROWS;
DELETE FROM pg_temp.records_asked;
"""
EVERY_ONE = "judged LEFT JOIN written ON written.id = judged.id"
# Of thousands, most are right and new: only the others are named.
NOTEWORTHY = f"{EVERY_ONE} WHERE judged.known OR judged.faults <> '{{}}' OR %(write)s AND written.id IS NULL"
# Where nobody else can have written the same ids, what is right is new, and need not be looked for among what was written.
NOTEWORTHY_ALONE = """judged LEFT JOIN (SELECT NULL::uuid AS id) AS written ON false
 WHERE judged.known OR judged.faults <> '{}'"""
PASSED_OVER = "ON CONFLICT (id) DO NOTHING"


def judging(asked: str, told: str, twice: str = PASSED_OVER) -> str:
    """The statement that judges the entries of `asked`, writes those that are right, and answers with those of `told`.

    Whether an id stands in the ledger is looked up one by one: a plan made while the ledger was small would else read all
    of it when it is large.
    `twice` is what happens to an id that somebody else writes at this moment.
    """
    return f"""
WITH asked AS MATERIALIZED ({asked}
), given AS MATERIALIZED ({GIVEN.format(facility="%(facility)s")}
), place AS MATERIALIZED (SELECT code, district_id, governorate_id FROM directory_facility WHERE code = %(facility)s
), shut AS MATERIALIZED (
  SELECT daterange(since, until) AS period FROM directory_statusperiod
   WHERE facility_id = %(facility)s AND status IN ('planned', 'under_construction', 'closed')
), judged AS MATERIALIZED (
  SELECT asked.*, given.level, given.category, patient.id AS patient,
         coalesce(patient.sex, guest.sex, '') AS sex,
         coalesce(extract(year FROM patient.birth_date)::int, guest.birth_year) AS birth_year,
         coalesce(patient.home, '') AS home,
         coalesce(record.cover_reason, patient.why, guest.kind, '') AS why,
         record.id IS NOT NULL AS known,
         CASE WHEN record.id IS NOT NULL THEN CASE
           WHEN (record.visit, record.service_type_id, record.quantity, record.provided_on, record.facility_id,
                 record.diagnosis) = (asked.visit, asked.kind, asked.quantity, asked.day, %(facility)s, asked.diagnosis)
            AND record.reverses_id IS NULL
            AND record.department_id IS NOT DISTINCT FROM asked.department
            AND record.other_patient_id IS NOT DISTINCT FROM asked.other
            AND (record.beneficiary_id IS NOT DISTINCT FROM asked.person OR record.beneficiary_id = patient.id)
           THEN '{{}}' ELSE '{{id:id_reused}}' END::text[]
         ELSE
         array_remove(ARRAY[
           CASE WHEN asked.id IS NULL THEN '{UNREAD}' END,
           CASE WHEN num_nonnulls(asked.person, asked.other) <> 1 THEN 'beneficiary:required'
                WHEN asked.person IS NOT NULL AND patient.id IS NULL THEN 'beneficiary:not_found'
                WHEN asked.other IS NOT NULL AND guest.id IS NULL THEN 'other_patient:not_found' END,
           CASE WHEN given.code IS NULL THEN 'service_type:not_given_here' END,
           CASE WHEN asked.quantity NOT BETWEEN 1 AND {MOST_AT_ONCE} THEN 'quantity:out_of_range' END,
           CASE WHEN asked.day > %(today)s THEN 'provided_on:future'
                WHEN asked.day < %(earliest)s THEN 'provided_on:too_late'
                WHEN asked.day < patient.birth_date THEN 'provided_on:before_birth'
                WHEN asked.day > patient.died_on THEN 'provided_on:after_death'
                WHEN EXISTS (SELECT FROM shut WHERE shut.period @> asked.day) THEN 'provided_on:not_open' END,
           CASE WHEN asked.department IS NOT NULL AND NOT EXISTS (
                  SELECT FROM directory_department AS part
                   WHERE part.id = asked.department AND part.facility_id = %(facility)s)
                THEN 'department:not_here' END,
           CASE WHEN asked.diagnosis !~ '^({ICD10})?$' THEN 'diagnosis:invalid' END
         ], NULL) END AS faults
    FROM asked
    LEFT JOIN given ON given.code = asked.kind AND given.period @> coalesce(asked.day, %(today)s)
    LEFT JOIN records_patients((SELECT array_agg(person ORDER BY place) FROM asked),
                               (SELECT array_agg(day ORDER BY place) FROM asked),
                               %(by)s, %(facility)s, %(looked_up_after)s)
           AS patient ON patient.pos = asked.place
    LEFT JOIN records_otherpatient AS guest ON guest.id = asked.other AND guest.facility_id = %(facility)s
    LEFT JOIN LATERAL (SELECT * FROM records_servicerecord AS known WHERE known.id = asked.id LIMIT 1) AS record ON true
), written AS (
  INSERT INTO records_servicerecord
         (id, visit, facility_id, department_id, district_id, governorate_id, service_type_id, level, category,
          beneficiary_id, other_patient_id, sex, birth_year, home_governorate, provided_on, quantity, diagnosis,
          cover, cover_reason, recorded_by_id, recorded_at, reason)
  SELECT judged.id, judged.visit, place.code, judged.department, place.district_id, place.governorate_id, judged.kind,
         judged.level, judged.category, judged.patient, judged.other, judged.sex, judged.birth_year, judged.home,
         judged.day, judged.quantity, judged.diagnosis, {COVER_OF.format(why="judged.why")}, judged.why, %(by)s, %(now)s, ''
    FROM judged CROSS JOIN place
   WHERE %(write)s AND judged.faults = '{{}}' AND NOT judged.known
     AND (NOT %(all_or_none)s OR NOT EXISTS (SELECT FROM judged AS other WHERE other.faults <> '{{}}'))
   ORDER BY judged.id
      {twice}
  RETURNING id
)
SELECT judged.faults, written.id IS NOT NULL, judged.known, {COVER_OF.format(why="judged.why")}, judged.why,
       judged.position
  FROM {told}
 ORDER BY judged.position
"""  # noqa: S608 (no value is part of it)


# What the statement is told, with its types.
TOLD = {
    "asked": "json", "facility": "text", "by": "uuid", "now": "timestamptz", "today": "date", "earliest": "date",
    "looked_up_after": "timestamptz", "write": "boolean", "all_or_none": "boolean",
}  # fmt: skip
JUDGE = Prepared("records_judge", TOLD, judging(IN_JSON, EVERY_ONE))
JUDGE_STAGED = judging(STAGED, NOTEWORTHY)
# Looking out for others at each row costs as much again as writing it; so the whole is tried without, first.
JUDGE_STAGED_ALONE = judging(STAGED, NOTEWORTHY_ALONE, "")


def judge(
    entries: Sequence[Entry],
    *,
    by: Account,
    place: Facility,
    now: datetime,
    write: bool,
    all_or_none: bool = False,
) -> list[Verdict]:
    """A verdict for each entry of one facility, in their order; with `write`, the faultless ones are then in the ledger.

    `all_or_none` writes nothing unless all are faultless. Whose care may be logged is decided by the reach of the running
    transaction and by what `by` looked up at this desk; the caller has made sure that `by` works there.
    """
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.id, entry)
    verdicts = dict(zip(first, ask(list(first.values()), by, place, now, write, all_or_none), strict=True))
    lost = [
        id for id, (verdict, known) in verdicts.items() if not (verdict.faults or verdict.written or known)
    ]
    if lost and write and not (all_or_none and any(verdict.faults for verdict, _known in verdicts.values())):
        # Somebody else wrote the same ids a moment ago: now that is to be seen, unless it is out of reach.
        again = ask([first[id] for id in lost], by, place, now, write=False)
        for id, (verdict, known) in zip(lost, again, strict=True):
            verdicts[id] = (verdict if known else verdict._replace(faults=REUSED), True)
    return [once_more(entry, first[entry.id], verdicts[entry.id][0]) for entry in entries]


def once_more(entry: Entry, first: Entry, verdict: Verdict) -> Verdict:
    """The verdict of an entry, where another with its id may have come before it."""
    if entry is first:
        return verdict
    return verdict._replace(written=False, faults=verdict.faults if entry == first else REUSED)


def ask(
    entries: Sequence[Entry],
    by: Account,
    place: Facility,
    now: datetime,
    write: bool,
    all_or_none: bool = False,
) -> list[tuple[Verdict, bool]]:
    """Verdicts, and whether the id stood in the ledger before; the ids are all different."""
    asked = [
        {
            "id": id,
            "visit": visit,
            "person": person,
            "other": other,
            "kind": kind,
            "quantity": quantity if 1 <= quantity <= MOST_AT_ONCE else 0,
            "day": day.isoformat(),
            "department": department and min(department, LARGEST_NUMBER),
            "diagnosis": diagnosis,
        }
        for id, visit, kind, quantity, day, person, other, department, diagnosis in entries
    ]
    told = circumstances(by, place, now, write) | {"asked": json.dumps(asked), "all_or_none": all_or_none}
    with connection.cursor() as cursor:
        JUDGE.execute(cursor, **told)
        return [
            (Verdict(tuple(faults), written, cover, why), known)
            for faults, written, known, cover, why, _position in cursor.fetchall()
        ]


def circumstances(by: Account, place: Facility, now: datetime, write: bool) -> dict[str, Any]:
    """What the statement is told beside the entries."""
    today = now.astimezone(CAIRO).date()
    return {
        "facility": place.pk,
        "by": str(by.pk),
        "now": now,
        "today": today,
        "earliest": today - timedelta(days=settings.LATEST_ENTRY_DAYS),
        "looked_up_after": now - LOOK_UP_HOLDS,
        "write": write,
        "all_or_none": False,
    }


class Noteworthy(NamedTuple):
    """An entry of many that is wrong, or stands in the ledger already as it was asked (no faults)."""

    position: int
    faults: tuple[str, ...]


def judge_many(
    lines: Iterable[str], *, by: Account, place: Facility, now: datetime, write: bool
) -> list[Noteworthy]:
    """Judge thousands of entries of one facility in one statement; those not named are new, and with `write` written.

    `lines` are the entries as COPY reads them (see `line`), their ids all different. As `judge`, in the reach of the
    running transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.copy_expert("COPY pg_temp.records_asked FROM STDIN", StringIO("".join(lines)))
        try:
            with transaction.atomic():
                cursor.execute(JUDGE_STAGED_ALONE, circumstances(by, place, now, write))
        except IntegrityError:
            cursor.execute(JUDGE_STAGED, circumstances(by, place, now, write))
        found = cursor.fetchall()
        if any(not (faults or known) for faults, _written, known, *_rest in found):
            # Somebody else wrote the same ids a moment ago: now that is to be seen, unless it is out of reach.
            cursor.execute(JUDGE_STAGED, circumstances(by, place, now, write=False))
            again = {row[-1]: row for row in cursor.fetchall()}
            found = [again.get(row[-1], row) for row in found]
        return [
            Noteworthy(position, tuple(faults) if faults or known else REUSED)
            for faults, _written, known, _cover, _why, position in found
        ]


# The same kind given to the same person on the same day; another record than the one that is asked for.
ALIKE = """
SELECT asked.position FROM pg_temp.records_asked AS asked
 WHERE EXISTS (
   SELECT FROM records_servicerecord AS record
    WHERE record.beneficiary_id = asked.person AND record.provided_on = asked.day
      AND record.service_type_id = asked.kind AND record.facility_id = %(facility)s AND record.id <> asked.id
      AND record.reverses_id IS NULL
      AND NOT EXISTS (SELECT FROM records_servicerecord AS undoing WHERE undoing.reverses_id = record.id))
"""


def alike(place: Facility) -> set[int]:
    """Positions of the entries that were judged last, by `judge_many`, of which there may be a record with another id."""
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, {"facility": place.pk})
        return {position for (position,) in cursor.fetchall()}


def line(
    position: int,
    id: str,
    visit: str,
    person: str,
    other: str,
    kind: str,
    quantity: int,
    day: str,
    department: str,
    diagnosis: str,
) -> str:
    """An entry as COPY reads it; what may be missing is NOTHING then. None of the texts holds a tab, a line or a backslash."""
    return f"{id}\t{visit}\t{person}\t{other}\t{kind}\t{quantity}\t{day}\t{department}\t{diagnosis}\t{position}\n"


def unnamed(entry: str) -> str:
    """The same line without its id: judged, and never written."""
    return NOTHING + entry[entry.index("\t") :]
