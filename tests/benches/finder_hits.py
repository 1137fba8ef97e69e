"""C1: people's own words, by variant: how often the right facility is first or among the first three.

The baseline is what a page without a finder does: `icontains` of the whole question in all names. The 121 facilities of the
reference data answer three sets of questions; made-up facilities answer for size.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from statistics import median, quantiles
from time import thread_time

from django.db import connection
from django.db.models import Q

from facilities.directory.finder.entries import Entry, read_entries, read_frame
from facilities.directory.finder.search import WordIndex
from facilities.directory.models import Facility
from facilities.directory.reference import FACILITIES
from tests.facilities.finder.hits import ALL, FIRST_FEW, Hits, answers_of, hits
from tests.facilities.finder.made_up import directory, districts_of
from tests.facilities.finder.questions import Question, by_hand, kept_apart, made_from_names
from uhis_portal.calendar import cairo_today
from uhis_portal.reference import rows_of

WANTED = 0.95
MADE_UP, QUESTIONS_ABOUT_THEM = 10_000, 3_000


def main() -> int:
    """Print the figures; returns how many were missed."""
    frame = read_frame()
    codes = [row["facility_id"] for row in rows_of(FACILITIES)]
    listed = list(read_entries(frame, cairo_today(), codes))
    index = WordIndex(listed)
    missed = 0
    for name, questions in (
        ("questions made from the names", made_from_names(listed)),
        ("questions written by hand", by_hand()),
        ("questions kept apart", kept_apart()),
    ):
        print(f"C1  {name}: {len(listed)} facilities; hit@1 and hit@3, icontains beside")
        missed += told(hits(questions, answers_of(index)), hits(questions, contained))
    connection.close()
    return missed + with_made_up(directory(MADE_UP, districts_of(frame)))


def contained(text: str) -> list[str]:
    """The first facilities of which a name contains the question."""
    anywhere = (
        Q(name_ar__icontains=text)
        | Q(name_en__icontains=text)
        | Q(other_names__name_ar__icontains=text)
        | Q(other_names__name_en__icontains=text)
    )
    return list(
        Facility.objects.filter(anywhere)
        .order_by("code")
        .values_list("code", flat=True)
        .distinct()[:FIRST_FEW]
    )


def told(found: dict[str, Hits], baseline: dict[str, Hits]) -> int:
    for variant in (*sorted(found.keys() - {ALL}), ALL):
        ours, plain = found[variant], baseline[variant]
        print(
            f"      {variant:36} {ours.hit_at_1:6.1%} {ours.hit_at_3:6.1%}   {plain.hit_at_1:6.1%} {plain.hit_at_3:6.1%}"
            f"   of {ours.asked}"
        )
    is_missed = found[ALL].hit_at_3 < WANTED
    print(f"      hit@3 at least {WANTED:.0%} wanted: {'MISSED' if is_missed else 'reached'}", flush=True)
    return int(is_missed)


def with_made_up(entries: list[Entry]) -> int:
    started = thread_time()
    index = WordIndex(entries)
    built = thread_time() - started
    questions = Random(MADE_UP).sample(made_from_names(entries), QUESTIONS_ABOUT_THEM)
    found = hits(questions, answers_of(index))[ALL]
    print(f"C1  {MADE_UP} made-up facilities, index built in {built:.1f} s of CPU: {found}")
    print(f"      {timed(index, questions)}", flush=True)
    return int(found.hit_at_3 < WANTED)


def timed(index: WordIndex, questions: Iterable[Question]) -> str:
    """CPU time of one search, in microseconds."""
    times = []
    for question in questions:
        started = thread_time()
        index.best(question.text, 20)
        times.append((thread_time() - started) * 1e6)
    return f"a search takes {median(times):.0f} µs of CPU in the median, {quantiles(times, n=20)[-1]:.0f} µs at p95"
