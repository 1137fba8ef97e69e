"""What was typed into a form that could not be saved, kept for the browser's session until the form is opened again.

A session may end, or a page be left, while a form is open. Nothing is kept in the browser itself: phones are shared,
and what is typed are identifiers. It stands sealed in the session's row, is shown to nobody but who may open the very
same form again, and is dropped once shown, saved, or when the session ends.
"""

from __future__ import annotations

import base64
import json

from django.http import HttpRequest, QueryDict

from uhis_portal.sealed_fields import CannotOpen, open_sealed, seal

SESSION = "typed"
PLACE = "session.typed"
MOST = 20_000  # bytes of what was typed
NOT_TYPED = {"csrfmiddlewaretoken", "key", "version", "keep"}


def form_of(request: HttpRequest) -> str:
    """Which form this is, in whichever language: the name of its page, and what the page is about."""
    match = request.resolver_match
    about = sorted((name, str(value)) for name, value in match.kwargs.items() if name != "way")
    return json.dumps([match.view_name, about])


def keep_typed(request: HttpRequest) -> None:
    """Keep what was sent for the form at this address; the last one counts."""
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    text = json.dumps([form_of(request), typed])
    if typed and len(text) <= MOST:
        request.session[SESSION] = base64.b64encode(seal(text, PLACE)).decode()


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What was kept for the form at this address, which is forgotten with it; None when nothing was."""
    kept = request.session.get(SESSION)
    if kept is None:
        return None
    try:
        form, typed = json.loads(open_sealed(base64.b64decode(kept), PLACE))
    except CannotOpen:
        del request.session[SESSION]
        return None
    if form != form_of(request):
        return None
    del request.session[SESSION]
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data
