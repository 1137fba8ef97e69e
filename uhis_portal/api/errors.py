"""Errors of the API as problem+json (RFC 9457), in the asked language, with one entry per field at fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from uhis_portal.refusals import Conflict

PROBLEM = "application/problem+json"
# Lock not available, statement timeout, deadlock; the server shuts down, restarts after a crash, or starts; None when the
# connection broke off.
UNAVAILABLE = {"55P03", "57014", "40P01", "57P01", "57P02", "57P03", None}
RETRY_AFTER = "5"  # seconds


class TooLarge(exceptions.APIException):
    """The body is larger than the portal reads (413)."""

    status_code = 413
    default_code = "too_large"


class UnreadableParameters(exceptions.APIException):
    """Query parameters that are unknown or have a value that cannot be read (400); `errors` maps name → messages."""

    status_code = 400
    default_code = "unreadable_parameters"

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__()
        self.errors = errors


def title(status: int) -> str:
    """One sentence for a status, in the active language."""
    return {
        400: _("The request cannot be read."),
        401: _("Sign in first."),
        403: _("You may not do this."),
        404: _("There is nothing at this address."),
        405: _("This address does not take that method."),
        406: _("The answer comes as JSON only."),
        409: _("This collides with something that was done before."),
        412: _("This has changed since you read it."),
        413: _("What you sent is too large."),
        415: _("This address does not take content of that kind."),
        422: _("Some of what you sent needs mending."),
        428: _("Say which version you read."),
        429: _("That is too often. Wait a little."),
        503: _("The portal is busy. Try again in a moment."),
    }.get(status, _("Something went wrong on our side. Nothing was saved."))


def problem(status: int, *, errors: list[dict[str, str]] | None = None, detail: str = "") -> dict[str, Any]:
    """The body of a problem: `errors` as [{field, code, message}]."""
    body: dict[str, Any] = {"type": "about:blank", "title": title(status), "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = errors
    return body


def field_errors(fault: DjangoValidationError) -> Iterator[dict[str, str]]:
    """Entries for each message of Django's ValidationError; a fault of the whole has the field ""."""
    if hasattr(fault, "error_dict"):
        for name, faults in fault.error_dict.items():
            for one in faults:
                for message in one.messages:
                    field = "" if name == NON_FIELD_ERRORS else name
                    yield {"field": field, "code": one.code or "invalid", "message": message}
    else:
        for one in fault.error_list:
            for message in one.messages:
                yield {"field": "", "code": one.code or "invalid", "message": message}


def nested_errors(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Entries of DRF's nested error detail, with paths such as `members.1.national_id`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            here = "" if name == "non_field_errors" else str(name)
            yield from nested_errors(inner, ".".join(part for part in (path, here) if part))
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            at = (
                path
                if isinstance(inner, exceptions.ErrorDetail)
                else f"{path}.{position}"
                if path
                else str(position)
            )
            yield from nested_errors(inner, at)
    else:
        yield {"field": path, "code": getattr(detail, "code", "invalid"), "message": str(detail)}


def is_unavailable(fault: BaseException | None) -> bool:
    """Whether the database is away, or gave up waiting for others: the same may succeed in a moment."""
    away = isinstance(fault, OperationalError | InterfaceError)
    # A connection that breaks while an answer comes in is a plain error of psycopg2's, without a code.
    away = away or (type(fault) is DatabaseError and isinstance(fault.__cause__, psycopg2.DatabaseError))
    return away and getattr(fault.__cause__, "pgcode", None) in UNAVAILABLE


def describe(fault: Exception) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The problem body and headers for a known exception; None for what is truly unexpected."""
    headers: dict[str, str] = {}
    if isinstance(fault, DjangoValidationError):
        return problem(getattr(fault, "status", 422), errors=list(field_errors(fault))), headers
    if isinstance(fault, Conflict):
        if fault.retry_after is not None:
            headers["Retry-After"] = str(fault.retry_after)
        return problem(fault.status, detail=str(fault.message)), headers
    if isinstance(fault, Http404 | ObjectDoesNotExist):
        return problem(404), headers
    if is_unavailable(fault):
        return problem(503), {"Retry-After": RETRY_AFTER}
    if isinstance(fault, exceptions.PermissionDenied) and str(fault.detail).startswith("CSRF"):
        return problem(403, detail=_("The CSRF token is missing or old. Load the page again.")), headers
    if isinstance(fault, PermissionDenied):
        return problem(403, detail=str(fault)), headers
    if isinstance(fault, RequestDataTooBig):
        return problem(413), headers
    if isinstance(fault, UnreadableParameters):
        entries = [
            {"field": name, "code": "invalid", "message": message}
            for name, messages in fault.errors.items()
            for message in messages
        ]
        return problem(400, errors=entries), headers
    if isinstance(fault, exceptions.ValidationError):
        return problem(422, errors=list(nested_errors(fault.detail))), headers
    if isinstance(fault, exceptions.APIException):
        if isinstance(fault, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
            headers["WWW-Authenticate"] = "Session"
        return problem(fault.status_code), headers
    return None


def answer(fault: Exception, context: dict[str, Any]) -> Response | JsonResponse | None:
    """DRF's exception handler of the portal."""
    described = describe(fault)
    if described is None:
        return None
    body, headers = described
    if isinstance(fault, exceptions.UnsupportedMediaType):
        kinds = " / ".join(parser.media_type for parser in context["view"].parser_classes)
        body["detail"] = _("Send it as %(kinds)s.") % {"kinds": kinds}
    renderer = getattr(context["request"], "accepted_renderer", None) or context["view"].renderer_classes[0]
    if renderer.format != "json":  # a view that answers YAML or a page
        return json_answer(body, headers)
    return Response(body, status=body["status"], headers=headers, content_type=PROBLEM)


def plain_answer(request: HttpRequest, status: int, detail: str = "") -> JsonResponse:
    """The same body where no DRF view is running: an unknown path, a refused host, a failure."""
    return json_answer(problem(status, detail=detail), {})


def json_answer(body: dict[str, Any], headers: dict[str, str]) -> JsonResponse:
    """A problem body outside of DRF's rendering."""
    return JsonResponse(
        body,
        status=body["status"],
        headers=headers,
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )
