"""One copy of the directory, ready to be asked: entries by position, what each is found by, and the moment's answers."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from threading import RLock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from facilities.directory.finder.entries import Entry, Frame, read_entries, read_frame, written
from facilities.directory.finder.nearest import Positioned, Square
from facilities.directory.finder.search import WordIndex
from facilities.directory.hours.days import Calendar
from facilities.directory.hours.rows import read_calendar
from facilities.directory.hours.rules import OpenState, State, state_at
from facilities.directory.hours.week import Hours
from facilities.directory.hours.words import represented
from uhis_portal.arabic import comparable
from uhis_portal.calendar import CAIRO, day_bounds

Part = tuple[str, str | None]  # of which part hours are asked: general or emergency, and of which service
CLOSED = OpenState(State.CLOSED)
IN_JSON = {True: b"true", False: b"false", None: b"null"}
KEPT_MINUTES = 4


class Told(NamedTuple):
    """Whether a facility is open, and the end of its representation from `open` on; holds from `since` to `until`
    (seconds since 1970)."""

    since: float
    until: float
    state: State
    json: bytes


class Listing:
    """The facilities as they stand on `day`. Ask and patch it while holding `lock`.

    A position belongs to one facility for as long as the listing lives; `entries` has None where one is gone.
    """

    def __init__(self, frame: Frame, day: date, calendar: Calendar, entries: Iterable[Entry]) -> None:
        self.lock = RLock()
        self.frame, self.day, self.calendar = frame, day, calendar
        present = sorted(entries, key=lambda entry: entry.code)
        self.entries: list[Entry | None] = [*present]
        self.codes = [entry.code for entry in present]
        self.position_of = {code: position for position, code in enumerate(self.codes)}
        self.with_value: dict[tuple[str, object], set[int]] = defaultdict(set)
        self.names: dict[str, list[tuple[str, str]]] = {"ar": [], "en": []}  # what positions are sorted by
        self.by_name: dict[str, list[tuple[str, str, int]]] = {"ar": [], "en": []}  # the listed ones in order
        for position, entry in enumerate(present):
            for key in found_by(entry):
                self.with_value[key].add(position)
            for language, order in self.names.items():
                order.append(name_order(entry, language))
        for language in self.by_name:
            self.sort_by_name(language)
        self.positioned = Positioned([entry.point for entry in present], self.codes)
        self.square: Square = self.positioned.square(self.listed)
        self.listed_mask = self.mask_of(self.listed)
        self.words = WordIndex(present)
        self.details: dict[int, bytes] = {}  # what was asked for in full, see finder.detail
        self.patches = 0
        self.openings: dict[tuple[Hours | None, Part], Told] = {}
        self.told: dict[Part, dict[int, Told]] = defaultdict(dict)
        self.open_then: dict[tuple[datetime, Part], tuple[set[int], set[int]]] = {}

    def mask_of(self, positions: set[int]) -> NDArray[np.bool_]:
        """The same as an array that says of each position whether it is among them."""
        mask = np.zeros(len(self.entries), dtype=np.bool_)
        mask[list(positions)] = True
        return mask

    @property
    def listed(self) -> set[int]:
        """Positions of the facilities that are shown unless another status is asked for."""
        return self.with_value["listed", True]

    def entry(self, code: str) -> Entry | None:
        position = self.position_of.get(code)
        return None if position is None else self.entries[position]

    def entry_at(self, position: int) -> Entry:
        """LookupError for one that is gone; no set and no order holds such a position."""
        entry = self.entries[position]
        if entry is None:
            raise LookupError(position)
        return entry

    def sort_by_name(self, language: str) -> None:
        order = self.names[language]
        self.by_name[language] = sorted((*order[position], position) for position in self.listed)

    # Changes

    def patch(self, changed: Collection[str], entries: Iterable[Entry]) -> None:
        """Put `entries` in the place of the facilities of `changed`; those without an entry are gone."""
        new = {entry.code: entry for entry in entries}
        self.patches += 1
        moved = [self.put(code, new.get(code)) for code in sorted(changed)]
        if any(moved):
            self.square = self.positioned.square(self.listed)
            self.listed_mask = self.mask_of(self.listed)
        self.open_then.clear()

    def put(self, code: str, entry: Entry | None) -> bool:
        """Returns whether the nearest must be told anew."""
        position = self.position_of.get(code)
        if position is None:
            if entry is None:
                return False
            position = self.new_position(code)
        before = self.entries[position]
        self.take_out(position, before)
        self.entries[position] = entry
        if entry is not None:
            for key in found_by(entry):
                self.with_value[key].add(position)
            for language, order in self.names.items():
                order[position] = name_order(entry, language)
                if entry.is_listed:
                    insort(self.by_name[language], (*order[position], position))
        self.put_words(position, entry)
        self.forget_told(position)
        if place_in_lists(before) == place_in_lists(entry):
            return False
        self.positioned.move(position, entry.point if entry else None)
        return True

    def put_words(self, position: int, entry: Entry | None) -> None:
        if entry is None:
            self.words.remove(position)
        elif position == len(self.words.documents):
            self.words.add(entry)
        else:
            self.words.patch(position, entry)

    def forget_told(self, position: int) -> None:
        self.details.pop(position, None)
        for told in self.told.values():
            told.pop(position, None)

    def new_position(self, code: str) -> int:
        position = len(self.entries)
        self.position_of[code] = position
        self.codes.append(code)
        self.entries.append(None)
        for order in self.names.values():
            order.append(("", code))
        self.positioned.move(position, None)
        return position

    def take_out(self, position: int, entry: Entry | None) -> None:
        if entry is None:
            return
        for key in found_by(entry):
            self.with_value[key].discard(position)
        if entry.is_listed:
            for language, order in self.by_name.items():
                place = (*self.names[language][position], position)
                at = bisect_left(order, place)
                if order[at : at + 1] == [place]:
                    del order[at]

    def put_taken(self, taken: dict[str, int]) -> None:
        """New numbers of people assigned, by code: nothing else of these facilities changed."""
        for code, people in taken.items():
            position = self.position_of.get(code)
            entry = self.entries[position] if position is not None else None
            if position is not None and entry is not None:
                self.entries[position] = replace(entry, taken=people)
                self.forget_told(position)
        self.patches += 1

    def outdated_on(self, day: date) -> set[str]:
        """Codes of the facilities that stand otherwise on `day` than on the day of this listing."""
        return {
            entry.code
            for entry in self.entries
            if entry is not None and entry.stands_until is not None and entry.stands_until <= day
        }

    def begin_day(self, day: date, calendar: Calendar) -> None:
        self.day, self.calendar = day, calendar
        self.patches += 1
        self.details.clear()
        self.openings.clear()
        self.told.clear()
        self.open_then.clear()

    # Hours

    def tell(self, position: int, at: float, part: Part) -> Told:
        """What is told of a facility at a moment (seconds since 1970), from what was told before where that holds."""
        told = self.told[part].get(position)
        if told is None or not told.since <= at < told.until:
            told = self.tell_anew(position, at, part)
            if part[1] is None:
                self.told[part][position] = told
        return told

    def tell_anew(self, position: int, at: float, part: Part) -> Told:
        entry = self.entry_at(position)
        opening = self.opening(entry.hours if entry.gives_care else None, at, part)
        free = entry.free_places
        json = b'"open":%b,"accepts_families":%b,"free_places":%b,%b}' % (
            opening.json,
            IN_JSON[entry.accepts_families],
            b"null" if free is None else b"%d" % free,
            entry.static_json,
        )
        return opening._replace(json=json)

    def opening(self, hours: Hours | None, at: float, part: Part) -> Told:
        """Whether facilities with these hours are open, said once for all of them; None: it gives no care."""
        told = self.openings.get((hours, part))
        if told is not None and told.since <= at < told.until:
            return told
        moment, (of, service) = datetime.fromtimestamp(at, CAIRO), part
        state = CLOSED
        if hours is not None:
            state = state_at(hours, moment, of=of, service=service, calendar=self.calendar)
        ends = day_bounds(moment.date())[1]
        for change in (state.until, state.opens_next):
            if change is not None:
                ends = min(ends, change)
        told = Told(at, ends.timestamp(), state.state, written(represented(state)))
        self.openings[hours, part] = told
        return told

    def open_at(self, at: datetime, part: Part) -> tuple[set[int], set[int]]:
        """The positions that are open in the minute of `at`, and those whose hours are not known."""
        minute = at.replace(second=0, microsecond=0)
        found = self.open_then.get((minute, part))
        if found is None:
            open_, not_known = set(), set()
            for position in self.able_to_open(part):
                state = self.tell(position, minute.timestamp(), part).state
                if state == State.OPEN:
                    open_.add(position)
                elif state == State.NOT_KNOWN:
                    not_known.add(position)
            while len(self.open_then) >= KEPT_MINUTES:
                del self.open_then[next(iter(self.open_then))]
            found = self.open_then[minute, part] = open_, not_known
        return found

    def able_to_open(self, part: Part) -> Iterator[int]:
        service = part[1]
        candidates = self.listed if service is None else self.with_value["service", service]
        return (position for position in candidates if self.entry_at(position).gives_care)


def read_listing(day: date) -> Listing:
    """The whole directory from the database, as it stands on `day`."""
    frame = read_frame()
    return Listing(frame, day, read_calendar(day), read_entries(frame, day))


def found_by(entry: Entry) -> Iterator[tuple[str, object]]:
    """The filters that find an entry, as name and value."""
    yield "listed", entry.is_listed
    yield "status", entry.status
    yield "governorate", entry.governorate.code
    if entry.district is not None:
        yield "district", entry.district.code
    yield "kind", entry.kind
    yield "owner", entry.owner
    yield "emergency", entry.emergency
    yield "accreditation", entry.accreditation
    for level in entry.levels:
        yield "level", level
    for service in entry.services:
        yield "service", service


def place_in_lists(entry: Entry | None) -> object:
    """What decides whether and where the nearest find it."""
    return None if entry is None else (entry.point, entry.is_listed)


def name_order(entry: Entry, language: str) -> tuple[str, str]:
    """What names are sorted by; the code parts two of one name."""
    return comparable(entry.en if language == "en" else entry.ar), entry.code
