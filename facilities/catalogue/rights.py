"""Who keeps the catalogue: administrators of the country."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from uhis_portal.reach import Reach

View = Callable[..., HttpResponse]


def may_keep_catalogue(reach: Reach) -> bool:
    return reach.everything


def keepers_only(view: View) -> View:
    """A page on which the catalogue is changed; who is not signed in is sent to sign in as staff, others are refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_keep_catalogue(request.reach):  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.login_url = "staff-sign-in"  # type: ignore[attr-defined]
    return guarded
