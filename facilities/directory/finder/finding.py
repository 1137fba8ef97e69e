"""The answer to a question, from one listing: which facilities, in which order, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any, NamedTuple

from facilities.directory.finder.entries import Point
from facilities.directory.finder.listing import Listing, Part
from facilities.directory.finder.nearest import K
from facilities.directory.finder.question import ANY, PAGE_SIZE, PAGES, Question
from facilities.directory.hours.week import EMERGENCY, GENERAL
from facilities.directory.models import Accreditation

ACCREDITED = tuple(state for state in Accreditation.State if state not in ("registered", "withdrawn"))
COUNTED = PAGES * PAGE_SIZE
NARROWED_BY = ("governorate", "district", "kind", "level", "owner", "service", "emergency")


class Result(NamedTuple):
    """A facility found: its position in the listing, its distance where asked, and why it matched."""

    position: int
    km: float | None = None
    reason: Any = None


@dataclass(frozen=True)
class Found:
    """One page of results, best first. `total` counts all matches, of which only the first 100 can be paged through;
    `unknown_words` are those of the question that nothing is known of, as typed; `hours_not_known` counts those that
    were left out because nobody knows when they are open."""

    results: list[Result]
    total: int
    has_next: bool
    unknown_words: list[str]
    suggestion: str | None = None
    hours_not_known: int = 0


def find(listing: Listing, question: Question, language: str) -> Found:
    """The page that is asked for. Names are ordered as in `language` where nothing else decides."""
    with listing.lock:
        allowed, hours_not_known = narrowed(listing, question)
        start = (question.page - 1) * PAGE_SIZE
        wanted = start + PAGE_SIZE
        unknown_words: list[str] = []
        if question.words:
            ordered, total, unknown_words = by_words(listing, question, allowed, wanted, language)
        elif question.near is not None:
            ordered, total = by_nearness(listing, question, question.near.point, allowed, wanted, language)
        else:
            ordered, total = by_name(listing, allowed, wanted, language)
        suggestion = listing.words.suggest(question.words) if question.words and not total else None
    return Found(
        results=ordered[start:wanted],
        total=total,
        has_next=total > wanted and question.page < PAGES,
        unknown_words=unknown_words,
        suggestion=suggestion,
        hours_not_known=hours_not_known,
    )


def part_of(question: Question) -> Part:
    """Of which part of a facility hours are told: of emergencies where these are asked for, else of the clinics."""
    return EMERGENCY if question.emergency and not question.service else GENERAL, question.service


def narrowed(listing: Listing, question: Question) -> tuple[set[int] | None, int]:
    """The positions that pass all filters (None: all that are listed), and how many have unknown hours."""
    sets = [
        listing.with_value[name, value]
        for name in NARROWED_BY
        if (value := getattr(question, name)) is not None
    ]
    if question.accreditation == ANY:
        sets.append(set().union(*(listing.with_value["accreditation", state] for state in ACCREDITED)))
    elif question.accreditation is not None:
        sets.append(listing.with_value["accreditation", question.accreditation])
    hours_not_known = 0
    if not sets and question.status is None and not question.open_then and question.accepts_families is None:
        return None, 0
    sets.append(listing.with_value["status", question.status] if question.status else listing.listed)
    allowed = set.intersection(*sorted(sets, key=len))
    if question.accepts_families is not None:
        allowed = {
            position
            for position in allowed
            if bool(listing.entry_at(position).accepts_families) is question.accepts_families
        }
    if question.open_then:
        open_, not_known = listing.open_at(question.at, part_of(question))
        hours_not_known = len(allowed & not_known)
        allowed &= open_
    return allowed, hours_not_known


def by_words(
    listing: Listing, question: Question, allowed: set[int] | None, wanted: int, language: str
) -> tuple[list[Result], int, list[str]]:
    """Best match first; equals nearest first; then by name. With the results how many there are, and unknown words."""
    among = listing.listed_mask if allowed is None else listing.mask_of(allowed)
    limit = COUNTED + 1 if question.near is None else None  # nearness orders all that match equally well
    answer = listing.words.best(question.words, limit, among)
    matches = answer.matches
    km: dict[int, float] = {}
    if question.near is not None:
        positions = [match.position for match in matches]
        distances = listing.positioned.distances(question.near.point, positions)
        km = {
            position: distance
            for position, distance in zip(positions, distances, strict=True)
            if distance is not None and not (question.radius_km and distance > question.radius_km)
        }
        if question.radius_km:
            matches = [match for match in matches if match.position in km]
    if len(matches) > wanted:
        least = sorted((match.score for match in matches), reverse=True)[wanted - 1]
        candidates = [match for match in matches if match.score >= least]
    else:
        candidates = matches
    names, far = listing.names[language], float("inf")
    best = nsmallest(
        wanted,
        candidates,
        key=lambda match: (-match.score, km.get(match.position, far), names[match.position]),
    )
    shown = wanted - PAGE_SIZE  # the reason is told of those that will be seen
    results = [
        Result(match.position, km.get(match.position), match.reason if number >= shown else None)
        for number, match in enumerate(best)
    ]
    return results, len(matches), answer.unknown_words


def by_nearness(
    listing: Listing, question: Question, point: Point, allowed: set[int] | None, wanted: int, language: str
) -> tuple[list[Result], int]:
    """Nearest first; then, unless a radius is asked for, those without a position by name."""
    passing = listing.listed if allowed is None else allowed
    if allowed is None and question.radius_km is None and wanted <= K:
        near = listing.positioned.nearest(point, listing.square, wanted)
        with_position = len(listing.square.inside)
    else:
        near, with_position = listing.positioned.nearest_among(point, passing, wanted, question.radius_km)
    results = [Result(position, km) for position, km in near]
    if question.radius_km is not None:
        return results, with_position
    if len(results) < wanted:
        rest = (position for position in passing if listing.entry_at(position).point is None)
        results += [Result(position) for position in first_by_name(listing, rest, wanted, language)]
    return results[:wanted], len(passing)


def by_name(
    listing: Listing, allowed: set[int] | None, wanted: int, language: str
) -> tuple[list[Result], int]:
    if allowed is None:
        ordered: Sequence[int] = [position for _name, _code, position in listing.by_name[language][:wanted]]
        return [Result(position) for position in ordered], len(listing.by_name[language])
    return [Result(position) for position in first_by_name(listing, allowed, wanted, language)], len(allowed)


def first_by_name(listing: Listing, positions: Iterable[int], wanted: int, language: str) -> list[int]:
    return nsmallest(wanted, positions, key=listing.names[language].__getitem__)
