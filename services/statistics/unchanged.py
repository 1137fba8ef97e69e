"""Answers that need not be given again: 304 while no number, no facility and nobody's right has changed since."""

# ruff: noqa: S608  (the statement is put together from constants)

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from services.statistics.counting import SOURCES
from services.statistics.reading.shown import read
from uhis_portal.calendar import cairo_today

STARTED = time.time_ns()  # another release shows the same numbers in another way
# Of each a number that grows with every change; rows that are pending, by how many there are and the last of them.
GROWS = {
    "folded": "SELECT folded FROM statistics_rollup",
    "directory": "SELECT concat(max(xact::text), '.', count(*)) FROM directory_change",
    "proposals": "SELECT max(pgh_id) FROM directory_proposalevent",
    "stages": "SELECT max(pgh_id) FROM geography_stageevent",
    "governorates": "SELECT max(pgh_id) FROM geography_governorateevent",
    "mended": "SELECT sum(wrong) FROM statistics_check",
    "judged": "SELECT max(judged_at) FROM statistics_judgedfacility",
    "kinds": "SELECT max(pgh_id) FROM catalogue_servicetypeevent",
}


def statement() -> str:
    parts = [f"({select}) AS {name}" for name, select in GROWS.items()]
    parts += [
        f"(SELECT concat(count(*), '.', max(id)) FROM {source.table}) AS {source.table}" for source in SOURCES
    ]
    return f"SELECT {', '.join(parts)}, statistics_identities_pending() AS identities"


STATEMENT = statement()


def answer(request: HttpRequest, build: Callable[[], HttpResponse]) -> HttpResponse:
    """What `build` answers, or 304 where the one who asks has it already.

    The tag stands for the numbers, for what is pending, for the directory, for the day, and for who asks in which
    language; a page that has a message to show is always built.
    """
    tag = tag_of(request)
    known = None if len(get_messages(request)) else get_conditional_response(request, etag=tag)
    response: HttpResponse = known or build()
    if response.status_code in (200, 304):
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def tag_of(request: HttpRequest) -> str:
    (state,) = read(STATEMENT)
    who = {"account": str(request.user.pk), "reach": request.reach.settings()}  # type: ignore[attr-defined]
    where = {"path": request.get_full_path(), "language": get_language(), "started": STARTED}
    what = json.dumps([state, who, where, str(cairo_today())], default=str, sort_keys=True)
    return f'W/"{hashlib.sha256(what.encode()).hexdigest()[:32]}"'
