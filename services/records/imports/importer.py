"""Days on paper: files of services that were given at a clerk's own facility, judged and written as at the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import partial
from hashlib import sha256
from typing import Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy, gettext_noop

from facilities.directory.models import Facility
from facilities.staff.access import desk_of, has_role
from facilities.staff.models import Role
from registry.people.actions import look_up_many
from services.records.actions.patients import Guest, enter_patients, read_name
from services.records.entries import NOTHING, UNREAD, alike, judge_many, line, unnamed
from services.records.imports.columns import COLUMNS
from services.records.imports.known import Meanings, fault_named
from services.records.models import ServiceRecord
from services.records.signals import ledger_grew
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.files.importing import Effect, Fault, Importer, Outcome, Row, Run, faults_at
from uhis_portal.reach import Reach, system_reach

# Why people were looked up; kept in English, shown in the reader's language.
FROM_PAPER = gettext_noop("to enter services from paper")
RECORD, VISIT = "8", "9"  # the variant of the id, and what it stands for
PATIENT = {"patient", "patient_kind"}


@dataclass
class Said:
    """What the rows of a chunk say, column by column, each in their order."""

    days: list[str]
    patients: list[bytes | str | None]
    patient_kinds: list[str]
    kinds: list[str]
    quantities: list[int]
    departments: list[str]
    diagnoses: list[str]
    visits: list[str]

    @classmethod
    def by(cls, rows: Sequence[Row], known: Meanings, faults: dict[int, list[Fault]]) -> Self:
        """Read all cells; what they are refused for is added to `faults`."""
        return cls(*(getattr(known, one.name).of(rows, faults) for one in fields(cls)))


class ServiceRecordImporter(Importer):
    """Services on paper of the clerk's own facility. The same file again changes nothing: a row names its record for ever."""

    title = gettext_lazy("Services on paper")
    note = gettext_lazy(
        "One row for each kind of service that one person was given on one day, at your own facility. Who is not registered"
        " is entered without a number. Looking the people up is noted, as at the desk. A file that was changed counts as a"
        " new one: of a list that is saved already send only the rows that were wrong."
    )
    columns = COLUMNS
    chunk_size = 10_000
    side_by_side = True

    def __init__(self) -> None:
        self.faults: dict[int, list[Fault]] = {}
        self.people: dict[bytes | str, str] = {}
        # Rows whose patient was not entered, since something else is wrong.
        self.not_entered: set[int] = set()

    @classmethod
    def may_import(cls, account: Account, reach: Reach) -> bool:
        """Clerks, each for the facility at whose desk they work."""
        return has_role(account, Role.CLERK)

    @classmethod
    def kept_for(cls, account: Account) -> str:
        """All clerks of one desk have the same lists; a file that was begun at one desk is not logged at another."""
        return f"facility:{desk(account).pk}"

    def prepare(self, rows: Sequence[Row], run: Run) -> None:
        """Read the cells, and look up all the people at once."""
        place = desk(run.by)
        self.said = Said.by(rows, Meanings.at(place, run.today), self.faults)
        named = {one for one in self.said.patients if one is not None}
        self.people = look_up_many(
            by=run.by,
            indexes=[one for one in named if isinstance(one, bytes)],
            codes=[one for one in named if isinstance(one, str)],
            reason=FROM_PAPER,
            facility=place.pk,
        )

    def take(self, rows: Sequence[Row], run: Run) -> Iterator[Outcome]:
        place = desk(run.by)
        names = Names(run.digest, place)
        patients, guests = self.patients(rows, names)
        lines = list(self.lines(rows, names, patients))
        if guests:
            run.after_rows_before()  # a visit may go on from chunk to chunk, and with it its patient
            self.enter(guests, rows, lines, run, place)
        # The looking up was the permission, and is noted; the families themselves come into nobody's reach.
        with system_reach():
            noteworthy = judge_many(lines, by=run.by, place=place, now=run.now, write=run.save)
            like_others = set() if run.save else alike(place)
        known = set()
        for one in noteworthy:
            number = rows[one.position - 1].number
            if one.faults:
                self.refuse(number, one.faults)
            else:
                known.add(number)
        for position, row in enumerate(rows, 1):
            number = row.number
            if number in self.faults:
                yield Outcome(number, Effect.WRONG, tuple(self.faults[number]))
            elif number in known:
                yield Outcome(number, Effect.UNCHANGED)
            else:
                yield Outcome(number, Effect.NEW, alike=position in like_others)
        written = len(rows) - len(self.faults) - len(known)
        if run.save and written:
            note(by=run.by, action="records.import", subject=place, facility=place.code,
                 details={"import": str(run.source), "records": written})  # fmt: skip
            ledger_grew.send(sender=ServiceRecord)

    def refuse(self, number: int, found: Iterable[str]) -> None:
        """Add what the statement found to the faults of a row; where a cell could not even be read, that says enough."""
        faults = self.faults.setdefault(number, [])
        unread = {one.column for one in faults}
        if unread & PATIENT or number in self.not_entered:
            unread |= PATIENT
        named = [fault_named(name) for name in found if name != UNREAD]
        faults += [one for one in named if one.column not in unread]

    def patients(self, rows: Sequence[Row], names: Names) -> tuple[list[tuple[str, str]], dict[int, Guest]]:
        """The beneficiary and the other patient of each row, one of them NOTHING; both where nobody could be found.

        With them the other patients who are to be entered, by the place of their row.
        """
        found: list[tuple[str, str]] = []
        guests: dict[int, Guest] = {}
        people = {key: (person, NOTHING) for key, person in self.people.items()}
        nobody = (NOTHING, NOTHING)
        for at, (key, kind) in enumerate(zip(self.said.patients, self.said.patient_kinds, strict=True)):
            person = nobody
            if key is not None:
                if key not in people:
                    self.refuse(rows[at].number, ["national_id:not_registered"])
                elif kind:
                    self.refuse(rows[at].number, ["beneficiary:one_only"])
                else:
                    person = people[key]
            elif kind:
                guest = self.guest(rows[at], at, names)
                if guest is None or rows[at].number in self.faults:
                    self.not_entered.add(rows[at].number)
                else:
                    guests[at] = guest
                    person = (NOTHING, str(guest.id))
            found.append(person)
        return found, guests

    def enter(
        self, guests: dict[int, Guest], rows: Sequence[Row], lines: list[str], run: Run, place: Facility
    ) -> None:
        """Enter those who are not registered, except for rows that are refused: of a wrong row nothing is kept."""
        if run.save:
            with transaction.atomic():
                self.put(guests, run, place)
                with system_reach():
                    judged = judge_many(
                        [lines[at] for at in guests], by=run.by, place=place, now=run.now, write=False
                    )
                transaction.set_rollback(True)
            for refused in (one.position - 1 for one in judged if one.faults):
                self.not_entered.add(rows[refused].number)
                del guests[refused]
        others = self.put(guests, run, place)
        for at, guest in guests.items():
            if guest.id in others:
                self.refuse(rows[at].number, ["other_patient:id_reused"])
                lines[at] = unnamed(lines[at])

    def put(self, guests: dict[int, Guest], run: Run, place: Facility) -> set[UUID]:
        return enter_patients(by=run.by, facility=place.pk, guests=list(guests.values()), now=run.now)

    def guest(self, row: Row, at: int, names: Names) -> Guest | None:
        """Who is not registered, as a row says; None if the name cannot be kept."""
        kind, visit, day = self.said.patient_kinds[at], self.said.visits[at], self.said.days[at]
        typed = row["patient_name"]
        try:
            name = read_name(typed)
        except ValidationError:
            self.faults.setdefault(row.number, []).extend(
                faults_at("patient_name", partial(read_name, typed))
            )
            return None
        who = f"{visit}|{day}|{name}" if visit else names.of_row(row.number, VISIT)
        return Guest(names.of_guest(f"{kind}|{who}"), kind, name)

    def lines(self, rows: Sequence[Row], names: Names, patients: list[tuple[str, str]]) -> Iterator[str]:
        """The entries for the judging statement. One that could not be read whole has no id, and so is never written."""
        said, faults = self.said, self.faults
        entries = zip(rows, patients, said.days, said.kinds, said.quantities, said.departments, said.diagnoses,
                      said.visits, strict=True)  # fmt: skip
        before: tuple[str, str, tuple[str, str]] | None = None
        number_before = ""
        for position, (row, (person, other), day, kind, quantity, department, diagnosis, number) in enumerate(
            entries, 1
        ):
            patient = person, other
            if not number:
                visit = names.of_row(row.number, VISIT)
            elif (number, day, patient) != before:
                before = number, day, patient
                visit = number_before = names.of_visit(number, day, "".join(patient))
            else:
                visit = number_before
            id = NOTHING if row.number in faults else names.of_row(row.number, RECORD)
            yield line(position, id, visit, person, other, kind, quantity, day, department, diagnosis)


class Names:
    """Ids of what a file says (UUIDv8, RFC 9562).

    A record is named by the file's digest and its row: the same row of the same file is the same record for ever. Those of
    one file stand one after another, so that the index of the ledger grows at one place. A visit with a number is named by
    what stands on paper, so that its rows are one visit also where some were wrong and came in a second file.
    """

    def __init__(self, digest: bytes, place: Facility) -> None:
        self.place = place
        text = digest.hex()
        self.before = f"{text[:12]}8{text[12:15]}"
        self.after = text[15:22]

    def of_row(self, number: int, what: str) -> str:
        """The id of the record of a row, or of a visit that is this row alone."""
        return f"{self.before}{what}{number:08x}{self.after}"

    def of_visit(self, number: str, day: str, patient: str) -> str:
        """The id of the visit whose rows have a number, day and patient in common."""
        return self.made_of(f"visit|{number}|{day}|{patient}")

    def of_guest(self, who: str) -> UUID:
        """The id of a patient who is not registered."""
        return UUID(self.made_of(f"guest|{who}"))

    def made_of(self, text: str) -> str:
        made = sha256(f"{self.place.pk}|{text}".encode()).hexdigest()
        return f"{made[:12]}8{made[13:16]}8{made[17:32]}"


def desk(account: Account) -> Facility:
    """The facility at whose desk `account` works today."""
    place = desk_of(account).facility
    assert place is not None  # noqa: S101 (a clerk's post has one)
    return place
