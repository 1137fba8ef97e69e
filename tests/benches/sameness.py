"""S6: nobody learns who is registered. The same answer for known and unknown, and no clock that tells them apart."""

import random
import re
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from facilities.directory.models import Facility
from facilities.staff.models import Role
from registry.people.actions import NewMember, access, register_household
from registry.people.models import JoinCode, Relation
from registry.people.national_id import parse
from tests.cast import sign_in, staff, with_phone
from tests.families import family_of_five
from uhis_portal.accounts.models import OneTimeCode
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import reach_of, system_reach, within

LARGEST = 0.55  # AUC
PAIRS = 400
TURNS = 5
SEED = 15344
ELSEWHERE = "B7KM-3XQ9-T4"
# What is new each time, whoever is asked for: the token of a form, its key, public ids, moments, a reference number.
NEW_IN_FORMS = re.compile(rb'(name="(?:csrfmiddlewaretoken|key)" value=)"[^"]*"')
NEW_IN_JSON = re.compile(rb'"(?:code_id|sent_at|begun_at|touched_at|reference)":"[^"]*"')
NEW_ANYWHERE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TELLTALE = {"content-length", "content-type", "cache-control", "location", "content-language", "vary"}


@dataclass(frozen=True)
class Answer:
    """What an asker sees: everything but the time."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


def seen(response: Any, typed: Iterable[str]) -> Answer:
    """The answer without what is new each time, and with what was `typed`, which a draft gives back, left out."""
    headers = sorted(
        (n.lower(), NEW_ANYWHERE.sub("", v)) for n, v in response.headers.items() if n.lower() in TELLTALE
    )
    body = NEW_ANYWHERE.sub("", NEW_IN_JSON.sub(b"", NEW_IN_FORMS.sub(rb"\1", response.content)).decode())
    for text in typed:
        body = body.replace(text, "")
    return Answer(response.status_code, tuple(headers), body)


def auc(known: list[float], unknown: list[float]) -> float:
    """How well a clock tells the two apart: 0.5 not at all, 1 always. Mann-Whitney, whichever way it leans."""
    ranked = sorted([(seconds, 1) for seconds in known] + [(seconds, 0) for seconds in unknown])
    ranks = sum(place for place, (_seconds, which) in enumerate(ranked, 1) if which)
    share = (ranks - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown))
    return max(share, 1 - share)


def measure(
    ask: Callable[[bool], Any], typed: Iterable[str], between: Callable[[], None], chance: random.Random
) -> tuple[float, int]:
    """(AUC, differing answers) of asking for known and unknown in random order, so that drift falls on both."""
    times: dict[bool, list[float]] = {True: [], False: []}
    answers: dict[bool, set[Answer]] = {True: set(), False: set()}
    for _warm in range(20):
        between()
        ask(chance.random() < 0.5)
    for _pair in range(PAIRS):
        for known in chance.sample([True, False], 2):
            between()
            began = time.perf_counter()
            response = ask(known)
            times[known].append(time.perf_counter() - began)
            answers[known].add(seen(response, typed))
    return auc(times[True], times[False]), len(answers[True] ^ answers[False])


class World:
    """A registered family, a printed code of it, and a citizen who is not of it."""

    def __init__(self) -> None:
        unit = Facility.objects.family_units_of("EG-LX", on=cairo_today()).exclude(district=None)[0]
        self.clerk = staff("clerk-of-sameness", Role.CLERK, facility=unit)
        self.asker = with_phone("01000000001")
        self.people, self.others = family_of_five(day=1), family_of_five(day=2)
        self.register(unit)
        with within(reach_of(self.clerk)):
            self.printed = access.print_join_code(
                by=self.clerk, national_id=self.people[0]["national_id"], card_seen=True, now=timezone.now()
            ).code
        self.phones = {True: "01000000002", False: "01000000003"}
        with_phone(self.phones[True])
        self.client = sign_in(Client(HTTP_HOST="localhost"), self.asker)
        self.stranger = Client(HTTP_HOST="localhost")

    def register(self, unit: Facility) -> None:
        people = [
            NewMember(
                Relation(one["relation"]), one["full_name"], parse(one["national_id"], today=cairo_today())
            )
            for one in self.people
        ]
        with system_reach():
            register_household(
                by=self.clerk, governorate=unit.governorate, district=unit.district, unit=unit,
                people=people, on=cairo_today(),
            )  # fmt: skip

    def join_by_code(self, known: bool) -> Any:
        given = {"code": self.printed if known else ELSEWHERE, "birth_date": "1970-01-01"}
        return self.client.post("/api/v1/households/join/", given, "application/json")

    def code_to_number(self, known: bool) -> Any:
        return self.stranger.post("/api/v1/session/codes/", {"phone": self.phones[known]}, "application/json")

    def name_in_a_draft(self, known: bool) -> Any:
        person = (self.people if known else self.others)[0]
        made = self.client.post("/api/v1/applications/", {"applicants": [dict(person)]}, "application/json")
        assert made.status_code == 201, made.content
        return made

    def typed(self) -> list[str]:
        """What is typed of the two people who are asked for, and what a draft reads from it."""
        heads = [self.people[0], self.others[0]]
        return [
            text
            for head in heads
            for text in (
                head["national_id"],
                f"{parse(head['national_id'], today=cairo_today()).birth_date:%Y-%m-%d}",
            )
        ]

    def forget(self) -> None:
        """Limits are of no interest here: what counts towards them is put away between two askings."""
        with system_reach():
            JoinCode.objects.update(tries=0)
            OneTimeCode.objects.all().delete()


def run() -> int:
    """Print how alike known and unknown are answered at each door; how many doors tell them apart."""
    # The limit of an account, or a turn to wait for, would answer instead.
    access.REFUSALS = 10**9
    settings.REGISTRATIONS_PER_SECOND = 10.0**6
    chance = random.Random(SEED)
    world = World()
    doors = {
        "joining by a printed code": world.join_by_code,
        "a code to a mobile number": world.code_to_number,
        "naming a person in a draft": world.name_in_a_draft,
    }
    print(f"S6: {PAIRS} pairs at each door, the median of {TURNS} turns, seed {SEED}; AUC at most {LARGEST}")
    missed = 0
    for name, ask in doors.items():
        turns = [measure(ask, world.typed(), world.forget, chance) for _turn in range(TURNS)]
        shares = sorted(share for share, _different in turns)
        different = max(count for _share, count in turns)
        good = statistics.median(shares) <= LARGEST and different == 0
        missed += not good
        print(
            f"  {'ok  ' if good else 'MISS'} {name}: AUC {statistics.median(shares):.3f}"
            f" ({shares[0]:.3f} to {shares[-1]:.3f}), answers that differ: {different}"
        )
    return missed
