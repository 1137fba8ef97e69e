"""The portal's site map and the baseline: a bare view with a constant body of the size given to the server."""

import json
import os
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from uhis_portal import urls

SIZES = "BENCH_SIZES"  # names the file with a body's size in bytes by its name


@cache
def constant(name: str) -> bytes:
    size = json.loads(Path(os.environ[SIZES]).read_text())[name]
    return json.dumps("x" * (size - 2)).encode()


@login_not_required
def bare(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(constant(name), content_type="application/json")


urlpatterns = [path("api/v1/bare/<slug:name>/", bare), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
