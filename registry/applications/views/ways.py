"""The two ways in: the family itself, or a clerk at a counter. The steps are the same, at other addresses."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from facilities.staff.access import citizens_only, requires
from facilities.staff.models import Role
from registry.applications import actions, turns
from registry.applications.models import Applicant, Application
from registry.applications.views.kept import keep_typed
from registry.people.models import Relation, Sex
from uhis_portal.calendar import cairo_today

View = Callable[..., HttpResponse]
STEPS = ("governorate", "district", "head", "spouses", "family", "work", "address", "unit", "check")
PAGES = {
    "phone": 1,
    "governorate": 1,
    "district": 1,
    "head": 2,
    "spouses": 3,
    "family": 4,
    "work": 5,
    "address": 6,
    "unit": 7,
    "check": 8,
}
# Under which step stands what keeps an application from being sent, by the field that says so.
STEP_OF_FIELD = {
    "governorate": "governorate",
    "district": "governorate",
    "address": "address",
    "unit": "unit",
    "phone": "phone",
    "applicants": "head",
    "papers": "papers",
}


@dataclass(frozen=True)
class Way:
    """Addresses and people of one way in; `name` is that of its first page and the prefix of the others'."""

    name: str
    channel: Application.Channel
    guard: Callable[[View], View]
    sign_in: str = "sign-in"

    @property
    def at_counter(self) -> bool:
        """Whether a clerk enters it for the family: at a counter, or on the hotline."""
        return self.channel != Application.Channel.CITIZEN

    @property
    def home(self) -> str:
        return reverse(self.name)

    @property
    def steps(self) -> tuple[str, ...]:
        """The questions in their order; a counter asks for the mobile number first."""
        return ("phone", *STEPS) if self.at_counter else STEPS

    def url(self, step: str, *arguments: UUID) -> str:
        """Address of a step of an application, such as `head` or `person`."""
        return reverse(f"{self.name}-{step}", args=arguments)

    def open(self, view: View) -> View:
        """The view behind the guard of this way; what it shows stays out of caches.

        Who is not signed in is sent to sign in; what a form brought along is kept until its page is opened again.
        """
        guarded = self.guard(view)

        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                began = time.perf_counter()
                answer = guarded(request, *args, **kwargs)
                turns.TURNS.took(time.perf_counter() - began)
                return answer
            if request.method == "POST":
                keep_typed(request)
            return redirect_to_login(request.get_full_path(), reverse(self.sign_in))

        opened.keep_typed = keep_typed  # type: ignore[attr-defined]
        return never_cache(login_not_required(opened))

    def own(self, request: HttpRequest, pk: UUID) -> Application:
        """An application of the one who asks, entered this way; 404 for any other."""
        mine = Application.objects.as_entered().filter(account=request.user, channel=self.channel)
        application: Application = get_object_or_404(mine, pk=pk)
        application.account = request.user
        return application

    def place_of(self, step: str) -> dict[str, int]:
        """{current, total} of the progress bar; a counter asks for the mobile number first."""
        more = 1 if self.at_counter else 0
        return {
            "current": PAGES[step] + (0 if step == "phone" else more),
            "total": max(PAGES.values()) + more,
        }

    def after(self, step: str, application: Application) -> str:
        """Where to go from `step`: to the answers when nothing is missing, else to the next question."""
        if actions.is_whole(application, today=cairo_today()):
            return self.url("check", application.pk)
        return self.url(self.steps[self.steps.index(step) + 1], application.pk)

    def addresses(self, application: Application) -> Addresses:
        return Addresses(self, application)


class Addresses(dict[str, str]):
    """Address of each step of an application, by its name as templates write it (`person_add`); made when asked for."""

    def __init__(self, way: Way, application: Application) -> None:
        super().__init__()
        self.way, self.application = way, application

    def __missing__(self, name: str) -> str:
        return self.way.url(name.replace("_", "-"), self.application.pk)


REGISTER = Way("register", Application.Channel.CITIZEN, citizens_only)
COUNTER = Way("counter", Application.Channel.COUNTER, requires(Role.CLERK), "staff-sign-in")
HOTLINE = Way("hotline", Application.Channel.HOTLINE, requires(Role.CLERK), "staff-sign-in")


def head_of(application: Application) -> Applicant | None:
    """The head of the family, once entered."""
    return next((row for row in application.applicants.all() if row.relation == Relation.HEAD), None)


def with_words(people: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """People as the API sends them, with relation and sex in the words of the active language."""
    return [
        {
            **person,
            "relation_label": Relation(person["relation"]).label,
            "sex_label": Sex(person["sex"]).label,
        }
        for person in people
    ]


def step_of(field: str, relations: dict[int, str]) -> str:
    """The step at which a fault of `field` is mended; `relations` says how each place belongs to the family."""
    if not field.startswith("applicants."):
        return STEP_OF_FIELD.get(field, "check")
    _applicants, place, name = field.split(".", 2)
    if name == "work":
        return "work"
    return {"head": "head", "spouse": "spouses"}.get(relations.get(int(place), ""), "family")


def tasks_of(way: Way, application: Application, returned: Collection[str] = ()) -> list[dict[str, Any]]:
    """The steps with their state and what is wrong there, for the list of tasks: {name, status, url, faults}.

    `returned` are the steps where the reviewer asked for something to be put right.
    """
    returned = {"governorate" if step == "district" else step for step in returned}
    rows = actions.in_order(application)
    faults: dict[str, list[str]] = {}
    relations = {place: row.relation for place, row in enumerate(rows)}
    unmet = actions.missing(application, today=cairo_today())
    for field, found in unmet.items():
        messages = [
            message for one in (found if isinstance(found, list) else [found]) for message in one.messages
        ]
        faults.setdefault(step_of(field, relations), []).extend(messages)
    spouse = Relation.SPOUSE in relations.values()
    others = any(relation not in (Relation.HEAD, Relation.SPOUSE) for relation in relations.values())
    gone_past = bool(application.address) or any(row.work for row in rows)
    started = {
        "phone": application.phone is not None,
        "governorate": application.governorate_id is not None,
        "head": Relation.HEAD in relations.values(),
        "spouses": spouse or others or gone_past,
        "family": others or gone_past,
        "work": any(row.work for row in rows),
        "address": bool(application.address),
        "unit": application.unit_id is not None,
        "check": False,
    }
    blocked = {
        "work": not rows,
        "unit": application.governorate_id is None,
        "check": bool(unmet),
    }
    found_tasks = []
    for name in way.steps:
        if name == "district":
            continue
        wrong = faults.get(name, [])
        status = "blocked" if blocked.get(name) else "todo"
        if status == "todo" and started[name]:
            status = "doing" if wrong else "again" if name in returned else "done"
        shown = wrong if started[name] else []
        found_tasks.append(
            {"name": name, "status": status, "url": way.url(name, application.pk), "faults": shown}
        )
    return found_tasks
