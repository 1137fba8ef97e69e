"""The two ways in: the family itself, or a clerk at a counter. The steps are the same, at other addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from facilities.staff.access import citizens_only, requires
from facilities.staff.models import Role
from registry.applications import actions
from registry.applications.models import Applicant, Application
from registry.people.models import Relation, Sex
from uhis_portal.calendar import cairo_today

View = Callable[..., HttpResponse]
STEPS = ("head", "family", "governorate", "district", "unit", "check")
PAGES = {"phone": 1, "head": 1, "family": 2, "governorate": 3, "district": 3, "unit": 4, "check": 5}


@dataclass(frozen=True)
class Way:
    """Addresses and people of one way in; `name` is that of its first page and the prefix of the others'."""

    name: str
    channel: Application.Channel
    guard: Callable[[View], View]

    @property
    def at_counter(self) -> bool:
        return self.channel == Application.Channel.COUNTER

    @property
    def home(self) -> str:
        return reverse(self.name)

    def url(self, step: str, *arguments: UUID) -> str:
        """Address of a step of an application, such as `head` or `person`."""
        return reverse(f"{self.name}-{step}", args=arguments)

    def open(self, view: View) -> View:
        """The view behind the guard of this way; what it shows stays out of caches."""
        return never_cache(self.guard(view))

    def own(self, request: HttpRequest, pk: UUID) -> Application:
        """An application of the one who asks, entered this way; 404 for any other."""
        mine = Application.objects.whole().filter(account=request.user, channel=self.channel)
        return get_object_or_404(mine, pk=pk)

    def place_of(self, step: str) -> dict[str, int]:
        """{current, total} of the progress bar; a counter asks for the mobile number first."""
        more = 1 if self.at_counter else 0
        return {
            "current": PAGES[step] + (0 if step == "phone" else more),
            "total": max(PAGES.values()) + more,
        }

    def after(self, step: str, application: Application) -> str:
        """Where to go from `step`: to the answers when nothing is missing, else to the next question."""
        if not actions.missing(application, today=cairo_today()):
            return self.url("check", application.pk)
        following = STEPS[STEPS.index(step) + 1] if step in STEPS else STEPS[0]
        return self.url(following, application.pk)

    def addresses(self, application: Application) -> dict[str, str]:
        """Address of each step of an application, by name."""
        names = ["tasks", *STEPS, "person-add", "sent", *(["phone"] if self.at_counter else [])]
        return {name.replace("-", "_"): self.url(name, application.pk) for name in names}


REGISTER = Way("register", Application.Channel.CITIZEN, citizens_only)
COUNTER = Way("counter", Application.Channel.COUNTER, requires(Role.CLERK))


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


def tasks_of(way: Way, application: Application) -> list[dict[str, Any]]:
    """The steps with their state, for the list of tasks: {name, status, url}."""
    head = head_of(application)
    others = any(row.relation != Relation.HEAD for row in application.applicants.all())
    lived = application.governorate_id is not None
    states = {
        "head": "done" if head else "todo",
        "family": "done" if others or (head and lived) else "todo",
        "governorate": "done" if application.district_id else "doing" if lived else "todo",
        "unit": "done" if application.unit_id else "todo" if lived else "blocked",
        "check": "blocked" if actions.missing(application, today=cairo_today()) else "todo",
    }
    if way.at_counter:
        states = {"phone": "done" if application.phone else "todo", **states}
    return [
        {"name": name, "status": status, "url": way.url(name, application.pk)}
        for name, status in states.items()
    ]
