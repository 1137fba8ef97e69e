"""A POST that is sent twice is done once: key, effect and answer are one transaction.

Source of the header: IETF draft-ietf-httpapi-idempotency-key-header.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uhis_portal.api.errors import PROBLEM, describe
from uhis_portal.api.models import StoredAnswer
from uhis_portal.refusals import Conflict

HEADER = "Idempotency-Key"
KEPT_HEADERS = ("Content-Type", "Location", "Content-Language", "ETag")
BUSY = gettext_lazy("The same request is being handled right now. Ask again in a moment.")
OTHER_CONTENT = gettext_lazy("This was already sent with other content. Start the form again.")


class UnusableKey(Conflict):
    status = 400


def once(
    request: HttpRequest, key: str, perform: Callable[[], HttpResponse], *, patient: bool = False
) -> HttpResponse:
    """Answer `request` by `perform`, or by what it answered when the same `key` came before.

    While the key is being worked on, a `patient` caller (a page, whose button was pressed twice) waits for that answer.
    Raises Conflict (409) when the key is being worked on, or was used for other content; UnusableKey (400) when the
    key is not 8 to 100 printable ASCII characters. Answers of 400 and above are not kept: mend and send again.
    """
    if not (8 <= len(key) <= 100 and key.isascii() and key.isprintable()):
        raise UnusableKey(_("The idempotency key must be 8 to 100 plain characters."))
    digest = content_digest(request)
    account = request.user
    if not lock(f"{account.pk}:{key}", patient=patient):
        raise Conflict(BUSY, code="busy", retry_after=1)
    stored = StoredAnswer.objects.filter(account=account, key=key).first()
    if stored is not None:
        if bytes(stored.request_digest) != digest:
            raise Conflict(OTHER_CONTENT, code="key_reused")
        return replay(stored.answer)
    with transaction.atomic():
        response = perform()
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        if response.status_code < 400:
            StoredAnswer.objects.create(
                account=account, key=key, request_digest=digest, answer=pack(response)
            )
    return response


def content_digest(request: HttpRequest) -> bytes:
    """SHA-256 of method, path and content, files included; the CSRF token is no content."""
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        fields = sorted((n, v) for n, v in request.POST.lists() if n != "csrfmiddlewaretoken")
        digest.update(json.dumps(fields).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(json.dumps([name, file.name, file.size]).encode())
                for piece in file.chunks():
                    digest.update(piece)
    else:
        digest.update(request.body)
    return digest.digest()


def lock(name: str, *, patient: bool) -> bool:
    """Try to hold `name` until the transaction ends; a patient caller waits as long as the role's lock_timeout."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        if not patient:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
            return cursor.fetchone()[0]
        try:
            with transaction.atomic():
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        except OperationalError:
            return False
    return True


def pack(response: HttpResponse) -> str:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body = base64.b64encode(response.content).decode()
    return json.dumps({"status": response.status_code, "headers": headers, "body": body})


def replay(packed: str) -> HttpResponse:
    kept = json.loads(packed)
    response = HttpResponse(base64.b64decode(kept["body"]), status=kept["status"], headers=kept["headers"])
    response.headers["Idempotency-Replayed"] = "true"
    return response


class Idempotent:
    """Mix-in of an endpoint: a POST with the header `Idempotency-Key` takes effect once per account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        perform = super().dispatch  # type: ignore[misc]
        if request.method != "POST" or key is None or not request.user.is_authenticated:
            return perform(request, *args, **kwargs)
        # Read before the view does, so that both can; files of a form are not held in memory.
        request.POST if request.content_type == "multipart/form-data" else request.body  # noqa: B018
        refusal_before = self.refusal(request, *args, **kwargs)
        if refusal_before is not None:
            return refusal_before
        try:
            return once(request, key, lambda: perform(request, *args, **kwargs))
        except Conflict as refusal:
            body, headers = describe(refusal)  # type: ignore[misc]
            return HttpResponse(
                json.dumps(body, ensure_ascii=False),
                status=body["status"],
                headers=headers,
                content_type=PROBLEM,
            )

    def refusal(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        """The answer to someone who may not come in (any more): a kept answer is not for them either."""
        checked = self.initialize_request(request, *args, **kwargs)  # type: ignore[attr-defined]
        self.request, self.args, self.kwargs = checked, args, kwargs
        self.headers: dict[str, str] = {}
        try:
            self.initial(checked, *args, **kwargs)  # type: ignore[attr-defined]
        except Exception as fault:  # handle_exception raises what it does not know
            response = self.finalize_response(checked, self.handle_exception(fault), *args, **kwargs)  # type: ignore[attr-defined]
            return response.render()
        return None
