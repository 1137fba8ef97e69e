"""The page of the open data. Public."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facilities.directory.keeping.open_data import CC_BY, NAMES, ODBL


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What may be taken, in which form, under which licence."""
    return render(request, "directory/open_data.html", {"columns": NAMES, "odbl": ODBL, "cc_by": CC_BY})
