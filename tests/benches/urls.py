"""The portal's site map and the baselines: a constant body of the size given to the server, and a form that inserts a row."""

import json
import os
import uuid
from functools import cache
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
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


class BareForm(forms.Form):
    full_name = forms.CharField()
    national_id = forms.CharField()
    born = forms.DateField()


def bare_form(request: HttpRequest) -> HttpResponse:
    """Checked by Django's form, one row inserted, and back again."""
    form = BareForm(request.POST)
    if request.method == "POST" and form.is_valid():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_form VALUES (%s, %s, %s, %s)", [uuid.uuid4(), *form.cleaned_data.values()]
            )
        return redirect(request.path)
    return HttpResponse(f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">')


urlpatterns = [
    path("api/v1/bare/<slug:name>/", bare),
    path("bare/form/", bare_form),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
