"""R6: one national ID, tried by many at once through every door and in every spelling, makes one person.

A try is a whole registration: begun, filled in, sent, and approved by somebody else. Whatever happens on the way, no
answer may be a failure of the server, and in the end exactly one person has the number.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from facilities.directory.models import Facility
from registry.applications.models import Application
from registry.people.models import Beneficiary, Household, Membership
from tests.cast import staff, with_phone
from tests.chaos.by_file import by_file
from tests.chaos.visitors import Answer, Visitor
from tests.families import ADDRESS, national_id
from uhis_portal.accounts.models import Account
from uhis_portal.files.models import Import
from uhis_portal.reach import system_reach

BORN = date(2005, 5, 5)  # old enough for a head, young enough for a child
NUMBER = national_id(BORN, 1)
NAME = "أحمد محمود عبد الله حسن"
SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "Arabic digits": lambda digits: digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "Persian digits": lambda digits: digits.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    "spaces": " ".join,
    "dashes": lambda digits: f"{digits[0]}-{digits[1:7]}-{digits[7:]}",
    "marks": lambda digits: f"\u200f\u202b{digits}\u202c",
}
WAYS = (*["API"] * 14, *["counter API"] * 4, *["page", "counter", "hotline"] * 2, "file")
APPROVALS = ("page", "API")
AS = ("head", "child")


class Broken(AssertionError):
    """An answer that no door may give."""


@dataclass(frozen=True)
class Try:
    """One registration of the person: by which way, how the number is typed, as what, and who approves how."""

    number: int
    way: str
    spelling: str
    relation: str
    approval: str

    def people(self) -> list[dict[str, Any]]:
        """The family as it is entered: the person alone as its head, or as the child of another head."""
        one = {"full_name": NAME, "national_id": SPELLINGS[self.spelling](NUMBER), "work": "not_working",
               "relation": self.relation}  # fmt: skip
        return [one] if self.relation == "head" else [head_number(self.number), one]


def head_number(number: int) -> dict[str, Any]:
    """A head of a family of whom there is one in the whole campaign."""
    born = date(1950, 1, 1) + timedelta(days=number % 9000)
    serial = number // 9000 % 5 * 2 + 1
    return {"relation": "head", "full_name": "محمود عبد الله حسن علي", "work": "not_working",
            "national_id": national_id(born, serial)}  # fmt: skip


def tries(count: int, seed: int) -> list[Try]:
    """So many tries, every combination about as often as any other, in an order that the seed decides."""
    every = itertools.cycle(itertools.product(WAYS, SPELLINGS, AS, APPROVALS))
    combined = list(
        itertools.islice(every, max(count, len(WAYS) * len(SPELLINGS) * len(AS) * len(APPROVALS)))
    )
    random.Random(seed).shuffle(combined)
    return [Try(number, *one) for number, one in enumerate(combined[:count])]


@dataclass
class Cast:
    """The accounts of a campaign. Who enters does not decide, so reviewers enter nothing."""

    citizens: list[Account]
    clerks: list[Account]
    reviewers: list[Account]
    administrators: list[Account]
    units: list[Facility]


def cast(size: int) -> Cast:
    """So many of each, and some units so that nobody waits for the places of one."""
    found = Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit", district__isnull=False)
    units = list(found.order_by("code")[:8])
    return Cast(
        [with_phone(f"0100001{number:04}") for number in range(size)],
        [staff(f"chaos-clerk-{number}", "clerk", facility=units[number % 8]) for number in range(size)],
        [staff(f"chaos-reviewer-{number}", "clerk", facility=units[number % 8]) for number in range(size)],
        [staff(f"chaos-files-{number}", "governorate_administrator", governorate=units[0].governorate)
         for number in range(size)],
        units,
    )  # fmt: skip


@dataclass
class Outcome:
    """What became of a campaign."""

    ended: Counter[str] = field(default_factory=Counter)
    by_way: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass
class Hands:
    """One worker of a campaign: a citizen, a clerk and a reviewer, each with a connection; and who brings files."""

    citizen: Visitor
    clerk: Visitor
    reviewer: Visitor
    administrator: Account


def campaign(all_tries: Iterable[Try], cast: Cast, hands: list[Hands]) -> Outcome:
    """Run the tries, one at a time in each pair of hands; each ends "registered", or with the code of a refusal."""
    waiting = iter(all_tries)
    outcome = Outcome()

    def work(one: Hands) -> Counter[tuple[str, str]]:
        ended: Counter[tuple[str, str]] = Counter()
        try:
            while (attempt := next_of(waiting)) is not None:
                unit = cast.units[attempt.number % len(cast.units)]
                ended[attempt.way, ended_as(attempt, unit, one)] += 1
        finally:
            connection.close()
        return ended

    with ThreadPoolExecutor(len(hands)) as threads:
        for ended in threads.map(work, hands):
            outcome.by_way.update(ended)
    for (_way, code), number in outcome.by_way.items():
        outcome.ended[code] += number
    return outcome


def next_of(waiting: Iterator[Try]) -> Try | None:
    """The next try; a list's iterator hands each out once, whoever asks."""
    return next(waiting, None)


def ended_as(attempt: Try, unit: Facility, hands: Hands) -> str:
    """One try from the first page to the decision."""
    if attempt.way == "file":
        try:
            return by_file(hands.administrator, attempt.number, attempt.people(), unit)
        finally:
            connection.close()  # the web server's threads need nearly all that the database has
    enter = {
        "API": lambda: by_api(hands.citizen, attempt, unit, {}),
        "page": lambda: by_page(hands.citizen, attempt, unit, "/en/register/", ""),
        "counter": lambda: by_page(hands.clerk, attempt, unit, "/en/desk/register/", "01000000077"),
        "hotline": lambda: by_page(hands.clerk, attempt, unit, "/en/desk/hotline/", "01000000077"),
        "counter API": lambda: by_api(
            hands.clerk, attempt, unit, {"phone": "01000000077", "channel": "counter"}
        ),
    }[attempt.way]
    sent, refusal = enter()
    return refusal or approved(hands.reviewer, sent, attempt.approval)


Entered = tuple[str, str]  # the id of what was sent, or the code with which it was refused


def by_api(visitor: Visitor, attempt: Try, unit: Facility, more: dict[str, Any]) -> Entered:
    """Begun and sent through the API."""
    given = {"governorate": unit.governorate_id, "district": unit.district_id, "unit": unit.pk, "address": ADDRESS,
             "applicants": attempt.people(), **more}  # fmt: skip
    made = visitor.api("/api/v1/applications/", given)
    if made.status == 422:
        return "", refused_for(made)
    expect(made, 201)
    pk = made.json()["id"]
    sent = visitor.api(f"/api/v1/applications/{pk}/send/", {"declared": True})
    if sent.status == 422:
        return "", refused_for(sent)
    expect(sent, 200)
    return pk, ""


def by_page(visitor: Visitor, attempt: Try, unit: Facility, base: str, phone: str) -> Entered:
    """Begun, filled in and sent page by page."""
    begun = visitor.form(base, {})
    expect(begun, 302)
    pk = begun.location.removeprefix(base).split("/")[0]
    steps: list[tuple[str, dict[str, Any]]] = [
        *([("phone/", {"phone": phone})] if phone else []),
        ("governorate/", {"governorate": unit.governorate_id}),
        ("district/", {"district": unit.district_id}),
        *(
            ("head/" if one["relation"] == "head" else "family/add/", without_work(one))
            for one in attempt.people()
        ),
        *(("work/", {"work": one["work"]}) for one in attempt.people()),
        ("address/", {"address": ADDRESS}),
        ("unit/", {"unit": unit.pk}),
        ("check/", {"declared": "on"}),
    ]
    for version, (step, given) in enumerate(steps, 1):
        address = f"{base}{pk}/{step}"
        if step == "work/":  # leads to the next adult who has not said it yet
            address = visitor.get(address).location
        answer = visitor.form(address, {"version": version, **given})
        if answer.status == 422:
            return "", page_refused(answer)
        expect(answer, 302)
    return pk, ""


def without_work(person: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in person.items() if name != "work"}


def approved(reviewer: Visitor, pk: str, how: str) -> str:
    """What the reviewer meets: "registered", or the code of the refusal."""
    if how == "API":
        answer = reviewer.api(f"/api/v1/applications/{pk}/approve/", {})
        if answer.status == 422:
            return refused_for(answer)
        expect(answer, 200)
        return "registered"
    answer = reviewer.form(f"/en/desk/applications/{pk}/approve/", {"version": version_on(reviewer, pk)})
    if answer.status == 422:
        return page_refused(answer)
    expect(answer, 302)
    return "registered"


def version_on(reviewer: Visitor, pk: str) -> int:
    """The version in the hidden field of the page that the reviewer looks at."""
    page = reviewer.get(f"/en/desk/applications/{pk}/")
    expect(page, 200)
    found = re.search(rb'name="version" value="(\d+)"', page.body)
    if found is None:
        raise Broken(f"no version on the page of {pk}")
    return int(found[1])


def refused_for(answer: Answer) -> str:
    """The one code in a problem answer."""
    codes = {error["code"] for error in answer.json()["errors"]}
    if len(codes) != 1:
        raise Broken(answer.body.decode())
    return codes.pop()


def page_refused(answer: Answer) -> str:
    """Why a page refused, told from its words."""
    text = answer.body.decode()
    if "already registered" in text:
        return "already_registered"
    if "has no room for the whole family" in text:
        return "full"
    raise Broken(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))[:2000])


def expect(answer: Answer, status: int) -> None:
    if answer.status != status:
        raise Broken(f"{answer.status}, not {status}: {answer.body[:2000].decode(errors='replace')}")


def faults_of(outcome: Outcome) -> list[str]:
    """What is not as it must be after a campaign: in the end one person, one membership, one approved application."""
    faults = []
    if outcome.ended["registered"] != 1 or set(outcome.ended) != {"registered", "already_registered"}:
        faults.append(f"ended as {dict(outcome.ended)}")
    with system_reach():
        person = Beneficiary.objects.with_national_id(NUMBER)
        approved = Application.objects.filter(status="approved")
        imported = Import.objects.filter(rows_new__gt=0)
        in_the_one = sum(one.applicants.count() for one in approved) + sum(one.rows_new for one in imported)
        counts = {
            "people with the number": person.count(),
            "memberships of that person": Membership.objects.filter(beneficiary__in=person).count(),
            "families": Household.objects.count(),
            "approved applications and saved files": approved.count() + imported.count(),
            "people more than the one family has": 1 + Beneficiary.objects.count() - in_the_one,
        }
        taken = sum(Facility.objects.filter(governorate="EG-LX").values_list("taken", flat=True))
        counts["places taken more than people"] = 1 + taken - in_the_one
    faults += [f"{what}: {number}, not 1" for what, number in counts.items() if number != 1]
    return faults


def last_place(families: int, cast: Cast, hands: list[Hands]) -> Counter[str]:
    """So many families ask for the one place that a unit has left: all send, then all are approved at once."""
    unit = cast.units[0]
    Facility.objects.filter(pk=unit.pk).update(places=F("taken") + 1)
    waiting = iter(range(families))
    sent: list[str] = []

    def send(one: Hands) -> None:
        try:
            for number in iter(lambda: next(waiting, None), None):
                alone = Try(number, "API", "plain", "head", "API")
                family = [head_number(20_000 + alone.number)]
                given = {"governorate": unit.governorate_id, "district": unit.district_id, "unit": unit.pk,
                         "address": ADDRESS, "applicants": family}  # fmt: skip
                made = one.citizen.api("/api/v1/applications/", given)
                expect(made, 201)
                pk = made.json()["id"]
                expect(one.citizen.api(f"/api/v1/applications/{pk}/send/", {"declared": True}), 200)
                sent.append(pk)
        finally:
            connection.close()

    def approve(share: tuple[Hands, list[str]]) -> Counter[str]:
        one, pks = share
        try:
            return Counter(approved(one.reviewer, pk, APPROVALS[n % 2]) for n, pk in enumerate(pks))
        finally:
            connection.close()

    ended: Counter[str] = Counter()
    with ThreadPoolExecutor(len(hands)) as threads:
        list(threads.map(send, hands))
        shares = [(one, sent[n :: len(hands)]) for n, one in enumerate(hands)]
        for found in threads.map(approve, shares):
            ended.update(found)
    return ended
