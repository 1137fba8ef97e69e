"""What every page shares: its frame, the answers when something is wrong, and the way to run an action from a form."""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Callable, Mapping
from functools import cache as remember
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, ValidationError
from django.db import DatabaseError, OperationalError, connection
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_UNKNOWN
from redis.exceptions import RedisError

from uhis_portal.api.errors import RETRY_AFTER, is_unavailable, plain_answer, title
from uhis_portal.api.idempotency import once
from uhis_portal.celery import HEARTBEAT
from uhis_portal.languages import chosen_before
from uhis_portal.refusals import Conflict

HOTLINE = "15344"
Listed = TypeVar("Listed", bound=Model)


@remember
def navigation() -> Callable[[HttpRequest], list[dict[str, Any]]]:
    return import_string(settings.NAVIGATION_SOURCE)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the links of its head, the same page in the other language, whether it is a demo."""
    other = "en" if get_language() == "ar" else "ar"
    signed_in = request.user.is_authenticated if hasattr(request, "user") else False
    return {
        "sign_in_url": reverse("sign-in"),
        "sign_out_url": reverse("sign-out") if signed_in else "",
        "signed_in_as": request.user.name if signed_in else "",
        "navigation": navigation()(request) if hasattr(request, "reach") else [],
        "other_language": {
            "code": other,
            "name": dict(settings.LANGUAGES)[other],
            "url": same_page(request, other),
        },
        "demo": settings.DEMO,
        "hotline": HOTLINE,
    }


def same_page(request: HttpRequest, language: str) -> str:
    """The address of this page in another language; the home page where the address leads nowhere."""
    match = request.resolver_match
    try:
        with override(language):
            address = reverse(match.view_name, args=match.args, kwargs=match.kwargs) if match else ""
    except NoReverseMatch:
        address = ""
    _path, mark, query = request.get_full_path().partition("?")
    return f"{address}{mark}{query}" if address else f"/{language}/"


def new_key() -> str:
    """The hidden `key` of a form: sent twice, it is done once."""
    return str(uuid.uuid4())


def version_of(request: HttpRequest) -> int:
    """The hidden `version` of a form: the one that its page showed; -1, which nothing has, for what is no number."""
    typed = request.POST.get("version", "")
    return int(typed) if re.fullmatch("[0-9]{1,9}", typed) else -1


def page_number(request: HttpRequest, *, last: int = 1000) -> int:
    """The page of a list that is asked for, at most `last`; the first where that is no number."""
    typed = request.GET.get("page", "")
    return min(max(int(typed), 1), last) if re.fullmatch("[0-9]{1,9}", typed) else 1


def page_of(
    request: HttpRequest,
    rows: QuerySet[Listed],
    most: int,
    *,
    kept: Mapping[str, str] | None = None,
    last: int = 1000,
) -> tuple[list[Listed], dict[str, str | None]]:
    """At most `most` of the ordered `rows`: the page of a list that is asked for; and {previous_url, next_url}.

    The addresses are None where there is no such page, and carry `kept`, what else the list was asked for.
    """
    number = page_number(request, last=last)
    found = list(rows[(number - 1) * most : number * most + 1])

    def address(other: int) -> str:
        return "?" + urlencode({**(kept or {}), "page": other})

    return found[:most], {
        "previous_url": address(number - 1) if number > 1 else None,
        "next_url": address(number + 1) if len(found) > most else None,
    }


def submit(
    request: HttpRequest,
    form: BaseForm,
    perform: Callable[[dict[str, Any]], HttpResponse],
    refused: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Run `perform` with the form's cleaned data, once per hidden `key`; `refused(status)` renders the form again.

    A ValidationError of the action lands on the form's field of the same name, else in the summary (422). What the
    action had noted before it refused stays: the refusal is an answer, not a failure.
    """
    if not form.is_valid():
        return refused(422)

    def attempt() -> HttpResponse:
        try:
            return perform(form.cleaned_data)
        except ValidationError as fault:
            add_faults(form, fault)
            return refused(getattr(fault, "status", 422))
        except Conflict as refusal:
            return turned_away(refusal)
        except ObjectDoesNotExist as fault:
            raise Http404 from fault
        except OperationalError as fault:
            if not is_unavailable(fault) or is_broken_off():
                raise
            form.add_error(None, title(503))
            response = refused(503)
            response.headers["Retry-After"] = RETRY_AFTER
            return response

    def turned_away(refusal: Conflict) -> HttpResponse:
        form.add_error(None, str(refusal.message))
        return refused(refusal.status)

    key = request.POST.get("key", "")
    if not (key and request.user.is_authenticated):
        return attempt()
    try:
        return once(request, key, attempt, patient=True)
    except Conflict as refusal:
        return turned_away(refusal)


def is_broken_off() -> bool:
    """Whether the running transaction takes no more statements: what failed stood in no savepoint."""
    return connection.connection.get_transaction_status() in (
        TRANSACTION_STATUS_INERROR,
        TRANSACTION_STATUS_UNKNOWN,
    )


def add_faults(form: BaseForm, fault: ValidationError) -> None:
    """Put the faults of an action beside the fields that they name."""
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return
    for name, faults in fault.error_dict.items():
        form.add_error(name if name in form.fields else None, faults if name in form.fields else list(faults))


class PrivateByDefault:
    """An answer to someone who is signed in is kept by no cache, unless its view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """`/`: to the language chosen before, else Arabic."""
    return HttpResponseRedirect(f"/{chosen_before(request)}/")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The web process is alive."""
    return JsonResponse({"status": "alive"})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether database, Redis and worker answer; 503 when one does not."""
    try:
        worker, redis = cache.get(HEARTBEAT) is not None, True
    except RedisError:
        worker = redis = False
    parts = {"database": database_answers(), "redis": redis, "worker": worker}
    return JsonResponse(
        {name: "ready" if answers else "not ready" for name, answers in parts.items()},
        status=200 if all(parts.values()) else 503,
    )


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def explain(request: HttpRequest, status: int) -> HttpResponse:
    """The page, or for the API the problem, that belongs to a status."""
    if request.path_info.startswith("/api/"):
        return plain_answer(request, status)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """The last resort: a fixed page in both languages that needs nothing that may be broken.

    503 if the database is away or busy.
    """
    busy = is_unavailable(sys.exc_info()[1])
    status = 503 if busy else 500
    if request.path_info.startswith("/api/"):
        response: HttpResponse = plain_answer(request, status)
    else:
        response = render(None, "500.html", status=status)
    if busy:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def sent_by_own_page(request: HttpRequest) -> bool:
    """Whether the browser vouches that a form of the portal itself was sent, and not by a script; none with a file."""
    vouched = ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate")
    without_file = request.content_type == "application/x-www-form-urlencoded"
    return without_file and all(request.headers.get(name) == value for name, value in vouched)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere.

    A view that can keep what was typed says so as its `keep_typed`: what its own form sends with an old token, because
    its owner signed in again meanwhile, is kept, and the form shown anew.
    """
    if request.path_info.startswith("/api/"):
        return plain_answer(request, 403, _("The CSRF token is missing or old. Load the page again."))
    keep = getattr(request.resolver_match.func, "keep_typed", None) if request.resolver_match else None
    if keep is not None and sent_by_own_page(request):
        keep(request)
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "403_csrf.html", status=403)
