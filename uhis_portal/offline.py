"""Pages that a device may keep and show without a network: public ones, as nobody in particular sees them.

The service worker keeps no answer but those marked here.
"""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

MARK = "Offline"
MARKED = "keep"


def may_be_kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark a page that shows nothing of the one who asks; one who is signed in gets it unmarked."""
    if not request.user.is_authenticated:
        response.headers[MARK] = MARKED
    return response


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown in place of a page that was never seen while there is no network."""
    return may_be_kept(request, TemplateResponse(request, "offline/no_network.html"))


@login_not_required
@require_safe
@cache_control(public=True, no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The program that keeps pages on a device; at the root, so that it may serve all of them."""
    pages = {}
    for language in ("ar", "en"):
        with translation.override(language):
            pages[language] = reverse("offline")
    told = {
        "version": getattr(staticfiles_storage, "manifest_hash", "") or "unbuilt",
        "mark": [MARK, MARKED],
        "offline": pages,
    }
    program = render_to_string("offline/service_worker.js", {"told": json.dumps(told)})
    return HttpResponse(program, content_type="text/javascript")
