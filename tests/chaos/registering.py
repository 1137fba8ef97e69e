"""R6 in full, against the real web server: 10,000 tries of one person over 50 connections, and the last place of a unit."""

import time
from collections import Counter

from facilities.directory.models import Facility
from tests.benches.server import serving
from tests.chaos.one_person import Cast, Hands, campaign, cast, faults_of, last_place, tries
from tests.chaos.visitors import Visitor

AT_ONCE = 50  # families that are entered at the same time, each by three connections of its own
TRIES, TRIES_OF_SLICE = 10_000, 500
FAMILIES, FAMILIES_OF_SLICE = 200, 50
THREADS = 25  # of each of the two web processes, and each with a connection to the database
NO_TURNS = "100000"  # families a second: here nobody shall wait for a turn


def run(seed: int, *, slice_only: bool) -> int:
    """Both campaigns; returns how many failed."""
    count, families = (TRIES_OF_SLICE, FAMILIES_OF_SLICE) if slice_only else (TRIES, FAMILIES)
    with serving(WEB_WORKERS="2", WEB_THREADS=str(THREADS), REGISTRATIONS_PER_SECOND=NO_TURNS) as server:
        people = cast(AT_ONCE)
        hands = [hands_of(server.port, people, number) for number in range(AT_ONCE)]
        begun = time.perf_counter()
        outcome = campaign(tries(count, seed), people, hands)
        seconds = time.perf_counter() - begun
        faults = faults_of(outcome)
        print(f"R6  one national ID, {count:,} tries over {3 * AT_ONCE} connections, seed {seed}")
        for way in sorted({way for way, _code in outcome.by_way}):
            ended = {code: number for (one, code), number in sorted(outcome.by_way.items()) if one == way}
            print(f"      {way:12} " + ", ".join(f"{number:,} {code}" for code, number in ended.items()))
        said = asked(hands)
        print(
            f"      {said['requests']:,} requests in {seconds:.0f} s, {said['busy']:,} answered busy and asked again"
        )
        print("      " + ("exactly 1" if not faults else "WRONG: " + "; ".join(faults)))
        before = Facility.objects.get(pk=people.units[0].pk).taken
        places = last_place(families, people, hands)
        taken = Facility.objects.get(pk=people.units[0].pk).taken - before
        right = places == Counter(registered=1, full=families - 1) and taken == 1
        print(f"R6  the last place of a unit, asked for by {families} families: {dict(places)}")
        print("      " + ("exactly 1" if right else f"WRONG: {taken} places given"))
    return bool(faults) + (not right)


def hands_of(port: int, people: Cast, number: int) -> Hands:
    """A citizen, a clerk and a reviewer, each over a connection of its own, and an administrator."""
    return Hands(
        Visitor(port, people.citizens[number]),
        Visitor(port, people.clerks[number]),
        Visitor(port, people.reviewers[number]),
        people.administrators[number],
    )


def asked(hands: list[Hands]) -> Counter[str]:
    """How many requests all of them made, and how many were answered busy."""
    total: Counter[str] = Counter()
    for one in hands:
        for visitor in (one.citizen, one.clerk, one.reviewer):
            total.update(requests=visitor.requests, busy=visitor.busy)
    return total
