"""R7: what is sent many times has one effect, and each time the same answer.

500 visits, each sent twenty times at the same moment, some of the twenty with other content under the same ids: one
content wins, whoever sends it is answered the same, and whoever sends the other is told so. 200 batches of 50, each
sent five times in a shuffled order over many connections, some of which are cut before the answer is read.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.benches.server import serving
from tests.chaos.desks import BATCHES, VISITS, Desk, Parcel, batch, desk, new_id, rival_of, visit
from tests.chaos.recounting import faults_of, rows
from tests.chaos.visitors import Answer, Visitor

AT_ONCE = 20
KEYS, KEYS_OF_SLICE = 500, 25
PARCELS, PARCELS_OF_SLICE = 200, 10  # batches
TIMES = 5  # each is sent
CUTS = ("half", "sending", "commit")
PATIENCE = 2000  # tries of a request that is told to come again
PAUSE = 0.02  # seconds between them


def run(seed: int, *, slice_only: bool) -> int:
    """Both halves; returns how many failed."""
    keys, parcels = (KEYS_OF_SLICE, PARCELS_OF_SLICE) if slice_only else (KEYS, PARCELS)
    chance = random.Random(seed)
    with serving(WEB_WORKERS="2", WEB_THREADS=str(AT_ONCE // 2 + 2)) as server:
        at = desk(clerks=2, people=100)
        hands = [Visitor(server.port, at.clerks[number % 2]) for number in range(AT_ONCE)]
        visits, failed = same_moment(chance, at, hands, keys)
        print(f"      seed {seed}: " + ("exactly one effect each" if not failed else "WRONG"), flush=True)
        batches, failed_too = shuffled(chance, at, hands, parcels)
        faults = failed_too + faults_of(visits + batches)
        wanted = sum(len(parcel.rows) for parcel in batches)
        print(f"      seed {seed}: " + (f"exactly {wanted:,} rows, every answer of a batch equal to the byte"
              if not faults else "WRONG: " + "; ".join(faults[:10])), flush=True)  # fmt: skip
    return bool(failed) + bool(faults)


@dataclass(frozen=True)
class Send:
    """One of the sendings of a parcel."""

    number: int
    parcel: Parcel
    key: str = ""
    cut: str = ""


def same_moment(
    chance: random.Random, at: Desk, hands: list[Visitor], keys: int
) -> tuple[list[Parcel], list[str]]:
    """Visits, each sent by all hands at once; what was written in the end, and what went wrong."""
    rounds = []
    for number in range(keys):
        right = visit(chance, at)
        rival, shared = rival_of(right), str(new_id(chance))
        rivals = chance.randrange(5)
        sends = []
        for position in range(len(hands)):
            key = ("", shared, str(new_id(chance)))[number % 3]
            sends.append(Send(number, rival if position < rivals else right, key))
        chance.shuffle(sends)
        rounds.append((right, rival, sends))
    together = threading.Barrier(len(hands))

    def work(position: int) -> list[tuple[Send, Answer]]:
        answered = []
        for _right, _rival, sends in rounds:
            together.wait(300)
            answered.append((sends[position], answer_to(hands[position], sends[position])))
        return answered

    begun = time.perf_counter()
    answers = by_parcel(len(hands), work, together.abort)
    seconds = time.perf_counter() - begun
    found, written, faults = rows(), [], []
    told: Counter[int] = Counter()
    for number, (right, rival, _sends) in enumerate(rounds):
        winners = [one for one in (right, rival) if all(found.get(pk) == row for pk, row in one.rows.items())]
        if len(winners) != 1:
            faults.append(f"visit {number} has {len(winners)} contents")
            continue
        written.append(winners[0])
        bodies = set()
        for send, answer in answers[number]:
            told[answer.status] += 1
            if answer.status != (201 if send.parcel is winners[0] else 409):
                faults.append(f"visit {number}: {answer.status} {answer.body[:300]!r}")
            elif answer.status == 201:
                bodies.add(answer.body)
        if len(bodies) != 1:
            faults.append(f"visit {number} was answered in {len(bodies)} ways")
    faults += faults_of(written)
    print(f"R7  {keys:,} visits, each sent {len(hands)} times at once, in {seconds:.0f} s: "
          + ", ".join(f"{count:,} answered {status}" for status, count in sorted(told.items())))  # fmt: skip
    for fault in faults[:10]:
        print(f"      {fault}")
    return written, faults


def shuffled(
    chance: random.Random, at: Desk, hands: list[Visitor], count: int
) -> tuple[list[Parcel], list[str]]:
    """Batches, sent several times each in any order; and what went wrong with their answers."""
    parcels = [batch(chance, at) for _parcel in range(count)]
    sends = []
    for number, parcel in enumerate(parcels):
        key = chance.choice(("", str(new_id(chance))))
        cuts = [chance.choice(CUTS) if chance.random() < 0.4 else "" for _time in range(TIMES - 2)]
        sends += [Send(number, parcel, key, cut) for cut in (*cuts, "", "")]
    chance.shuffle(sends)
    waiting = iter(sends)

    def work(position: int) -> list[tuple[Send, Answer]]:
        answered = []
        while (send := next_of(waiting)) is not None:
            if send.cut:
                hands[position].cut(BATCHES, send.parcel.body, headers_of(send), after=send.cut)
            else:
                answered.append((send, answer_to(hands[position], send)))
        return answered

    begun = time.perf_counter()
    answers = by_parcel(len(hands), work)
    seconds = time.perf_counter() - begun
    faults = []
    for number in range(count):
        first, *others = [answer for _send, answer in answers[number]]
        if first.status != 200 or any(one["status"] != "logged" for one in first.json()["results"]):
            faults.append(f"batch {number}: {first.status} {first.body[:300]!r}")
        if any(answer != first for answer in others):
            faults.append(f"batch {number} was answered in {1 + len(set(others) - {first})} ways")
    cut = Counter(send.cut for send in sends if send.cut)
    print(f"R7  {count:,} batches of 50, each sent {TIMES} times over {len(hands)} connections, in {seconds:.0f} s; cut "
          + ", ".join(f"{number:,} after {what}" for what, number in sorted(cut.items())))  # fmt: skip
    return parcels, faults


def by_parcel(
    hands: int,
    work: Callable[[int], list[tuple[Send, Answer]]],
    give_up: Callable[[], None] = lambda: None,
) -> dict[int, list[tuple[Send, Answer]]]:
    """Let each pair of hands do its work; the answers by the parcel's number. One that fails stops the others."""

    def guarded(position: int) -> list[tuple[Send, Answer]]:
        try:
            return work(position)
        except BaseException:
            give_up()
            raise

    found: dict[int, list[tuple[Send, Answer]]] = defaultdict(list)
    with ThreadPoolExecutor(hands) as threads:
        for answered in threads.map(guarded, range(hands)):
            for send, answer in answered:
                found[send.number].append((send, answer))
    return found


def next_of(waiting: Iterator[Send]) -> Send | None:
    """The next to be sent; a list's iterator hands each out once, whoever asks."""
    return next(waiting, None)


def headers_of(send: Send) -> dict[str, str]:
    return {"Content-Type": "application/json", **({"Idempotency-Key": send.key} if send.key else {})}


def answer_to(hand: Visitor, send: Send) -> Answer:
    """The final answer: one that says to come again, or a broken connection, is followed by the same request."""
    assert send.parcel.path in (VISITS, BATCHES)
    for _time in range(PATIENCE):
        answer = hand.try_once("POST", send.parcel.path, send.parcel.body, headers_of(send))
        if answer is not None and not answer.ask_again:
            return answer
        time.sleep(PAUSE)  # what it waits for is another process
    raise TimeoutError(f"no answer in {PATIENCE} tries")
