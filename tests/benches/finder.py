"""P1: the finder at 10,000 facilities, through HTTP, against a bare view with a constant body of the same size.

Every request asks of another point or for other words. Rounds alternate between the finder and the bare view, so that
what else the machine does meets both; a ratio is that of two neighbours, and the median of the rounds counts.
"""

import json
import os
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from tests.benches import made_up
from tests.benches.load import Load, drive, request
from tests.benches.server import Server, serving
from tests.benches.urls import SIZES

FACILITIES = 10_000
ROUNDS = 7
REQUESTS = 3000  # of each run
FINDER = "/api/v1/facilities/"
LETTERS = {True: "ابتثجحخدرزسشصطعغفقكلمنهوي", False: "abcdefghiklmnoprstuwyz"}
FIGURES = {"nearest": 0.6, "search": 0.5, "new words": 0.33}


def run() -> int:
    """Print the figures; returns how many were missed."""
    print(f"P1  filling a database of its own with {FACILITIES} made-up facilities …", flush=True)
    facilities = made_up.fill(FACILITIES)
    connection.close()
    with tempfile.TemporaryDirectory() as folder:
        sizes = Path(folder) / "sizes.json"
        with serving(**{SIZES: str(sizes)}) as server:
            return sum(measured(server, sizes, name, questions) for name, questions in workloads(facilities))


def workloads(facilities: list[made_up.MadeUp]) -> Iterator[tuple[str, Callable[[int], list[bytes]]]]:
    chance = random.Random(made_up.SEED)
    yield "nearest", lambda count: [near(chance, facilities) for _ in range(count)]
    known = [words(chance, facilities, slips_of_a_word) for _ in range(REQUESTS)]
    yield "search", lambda count: chance.sample(known, count)
    yield "new words", lambda count: [words(chance, facilities, new_slips) for _ in range(count)]


def near(chance: random.Random, facilities: list[made_up.MadeUp]) -> bytes:
    """Somewhere around a facility, or, for one in four, anywhere in Egypt."""
    if chance.random() < 0.25:
        latitude, longitude = chance.uniform(22, 31.5), chance.uniform(25, 36)
    else:
        around = chance.choice(facilities)
        latitude, longitude = chance.gauss(around.latitude, 0.05), chance.gauss(around.longitude, 0.05)
        latitude, longitude = min(max(latitude, 21.0), 33.0), min(max(longitude, 24.0), 38.0)
    return request(f"{FINDER}?near={latitude:.6f},{longitude:.6f}")


def words(
    chance: random.Random, facilities: list[made_up.MadeUp], slip: Callable[[random.Random, str], str]
) -> bytes:
    """One to three words of a facility's name in one of its languages, half of them with slips of the pen."""
    facility = chance.choice(facilities)
    parts = (facility.name_ar if chance.random() < 0.7 else facility.name_en).split()
    first = chance.randrange(max(1, len(parts) - 2))
    asked = [slip(chance, part) for part in parts[first : first + 3]]
    return request(f"{FINDER}?q={quote(' '.join(asked))}")


def slips_of_a_word(chance: random.Random, word: str) -> str:
    """A slip in every second word."""
    return slipped(chance, word) if chance.random() < 0.5 and len(word) > 3 else word


def new_slips(chance: random.Random, word: str) -> str:
    """Two slips in every word, so that hardly any was ever asked for before."""
    return slipped(chance, slipped(chance, word)) if len(word) > 3 else word + chance.choice(LETTERS[True])


def slipped(chance: random.Random, word: str) -> str:
    """One letter left out, doubled, turned round with the next, or another."""
    at = chance.randrange(len(word) - 1)
    other = chance.choice(LETTERS["\u0600" <= word[0] <= "\u06ff"])
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + other + word[at + 1 :],
        )
    )


def measured(server: Server, sizes: Path, name: str, questions: Callable[[int], list[bytes]]) -> int:
    warm = drive(server.port, questions(REQUESTS))
    if name == "search":  # each worker shall have seen the words
        for _ in range(4):
            warm = drive(server.port, questions(REQUESTS))
    noted = json.loads(sizes.read_text()) if sizes.exists() else {}
    sizes.write_text(json.dumps(noted | {name.replace(" ", "-"): warm.mean_size}))
    bare = [request(f"/api/v1/bare/{name.replace(' ', '-')}/")] * REQUESTS
    drive(server.port, bare)
    rounds = []
    for number in range(ROUNDS):
        runs: dict[str, tuple[Load, float]] = {}
        pair = (("finder", questions(REQUESTS)), ("bare", bare))
        for which, requests in pair if number % 2 else reversed(pair):
            before = server.cpu_seconds()
            load = drive(server.port, requests)
            runs[which] = load, server.cpu_seconds() - before
        rounds.append(runs)
    return told(server, name, warm.mean_size, rounds)


def told(server: Server, name: str, size: int, rounds: list[dict[str, tuple[Load, float]]]) -> int:
    rates = [runs["bare"][0].seconds / runs["finder"][0].seconds for runs in rounds]
    costs = [runs["bare"][1] / runs["finder"][1] for runs in rounds]
    ratio, wanted = statistics.median(rates), FIGURES[name]

    def median(which: str, number: int) -> float:
        values = {
            0: [REQUESTS / runs[which][0].seconds for runs in rounds],
            1: [runs[which][1] / REQUESTS * 1e6 for runs in rounds],
        }
        return statistics.median(values[number])

    print(
        f"P1  {name}: answers of {size} bytes, {ROUNDS} rounds of {REQUESTS} requests, {os.cpu_count()} cores"
    )
    for which in ("finder", "bare"):
        print(
            f"      {which:7} {median(which, 0):8.0f} requests/s {median(which, 1):8.0f} µs of the server's CPU each"
        )
    print(f"      ratio of requests/s {ratio:.2f} ({min(rates):.2f}–{max(rates):.2f}), at least {wanted} wanted: "
          f"{'reached' if ratio >= wanted else 'MISSED'}")  # fmt: skip
    print(
        f"      ratio of the server's CPU {statistics.median(costs):.2f} ({min(costs):.2f}–{max(costs):.2f})"
    )
    memory = ", ".join(f"{whole:.0f} MB (own share {own:.0f})" for whole, own in server.memory())
    print(f"      memory of the workers: {memory}", flush=True)
    return int(ratio < wanted)
