"""What was found as the API writes it: the moment's own parts joined with what was prepared for each facility."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from facilities.directory.finder.entries import written
from facilities.directory.finder.finding import Found, Result, part_of
from facilities.directory.finder.listing import Listing, Part
from facilities.directory.finder.question import Question

Link = Callable[[int], str]  # the address of a page of the same question


def as_json(listing: Listing, question: Question, found: Found, link: Link) -> bytes:
    """A page of results as `{next, previous, total, unknown_words, suggestion, hours_not_known, results}`."""
    return (
        b'{"next":%b,"previous":%b,"total":%d,"unknown_words":%b,"suggestion":%b,"hours_not_known":%d,"results":[%b]}'
    ) % (
        written(link(question.page + 1)) if found.has_next else b"null",
        written(link(question.page - 1)) if question.page > 1 else b"null",
        found.total,
        written(found.unknown_words) if found.unknown_words else b"[]",
        written(found.suggestion),
        found.hours_not_known,
        b",".join(results_as_json(listing, question, found.results)),
    )


def results_as_json(listing: Listing, question: Question, results: list[Result]) -> list[bytes]:
    at, part = question.at.timestamp(), part_of(question)
    with listing.lock:
        return [result_as_json(listing, result, at, part) for result in results]


def result_as_json(listing: Listing, result: Result, at: float, part: Part) -> bytes:
    """One facility: what the question says of it, then what was told before. `at`: seconds since 1970."""
    position, km, reason = result
    return b'{"matched":%b,"distance_km":%b,%b' % (
        b"null" if reason is None else reason_as_json(reason),
        b"null" if km is None else b"%.1f" % km,
        listing.tell(position, at, part).json,
    )


@lru_cache(maxsize=4096)
def reason_as_json(reason: Any) -> bytes:
    """Why it matched: `{field, text}`, the text in both languages or as the one in which it is known."""
    return written({"field": reason.field, "text": reason.text})
