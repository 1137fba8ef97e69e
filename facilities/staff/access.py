"""Which role opens which door. A door names its roles; what the role sees behind it is narrowed by its reach."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from facilities.staff.at_work import posts_on
from facilities.staff.models import Post, Role
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today

STAFF = tuple(Role)
# Who looks after the posts of others, each in the own area.
APPOINTERS = (Role.FACILITY_MANAGER, Role.GOVERNORATE_ADMINISTRATOR, Role.NATIONAL_ADMINISTRATOR)


def posts_of(account: Account, *, anew: bool = False) -> list[Post]:
    """Posts that `account` holds today, asked for once per request, with its reach: `anew` then."""
    if account.kind != Account.Kind.STAFF:
        return []
    if anew or not hasattr(account, "posts_today"):
        account.posts_today = posts_on(account.pk, cairo_today())  # type: ignore[attr-defined]
    return account.posts_today  # type: ignore[attr-defined]


def has_role(account: Account, *roles: Role) -> bool:
    """Whether `account` holds one of `roles` today."""
    return any(post.role in roles for post in posts_of(account))


def desk_of(account: Account) -> Post:
    """The clerk's post whose desk this is; PermissionDenied for anyone else."""
    for post in posts_of(account):
        if post.role == Role.CLERK:
            return post
    raise PermissionDenied


View = Callable[..., HttpResponse]


def requires(*roles: Role) -> Callable[[View], View]:
    """Page for `roles` only: others are refused (403), and who is not signed in is sent to sign in as staff."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("staff-sign-in"))
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.login_url = "staff-sign-in"  # type: ignore[attr-defined]
        return guarded

    return decorate


def staff_only(view: View) -> View:
    """Page for whoever has an account as staff, with a post today or without; citizens are refused (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("staff-sign-in"))
        if request.user.kind != Account.Kind.STAFF:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.login_url = "staff-sign-in"  # type: ignore[attr-defined]
    return guarded


def citizens_only(view: View) -> View:
    """Page for a signed-in citizen; staff are refused (403): they register families at the counter."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_citizen:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class HasRole(BasePermission):
    """Endpoint permission: `permission_classes = [HasRole.of(Role.CLERK)]`."""

    roles: tuple[Role, ...] = ()

    @classmethod
    def of(cls, *roles: Role) -> type["HasRole"]:
        return type("HasRole", (cls,), {"roles": roles})

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.user.is_authenticated and has_role(request.user, *self.roles)
