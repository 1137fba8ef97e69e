"""The links in the head of each page, and the first page after signing in, by who is asking."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from facilities.staff.access import APPOINTERS, has_role, posts_of
from facilities.staff.models import Role
from uhis_portal.accounts.models import Account

PUBLIC = [("home", _("Home")), ("facilities", _("Find care")), ("services", _("Services"))]
CITIZEN = [("register", _("Register")), ("my-file", _("My file"))]
CLERK = [
    ("desk", _("Desk")),
    ("applications", _("Applications")),
    ("counter", _("Register a family")),
    ("facilities", _("Find care")),
    ("proposals", _("Proposed changes")),
    ("imports", _("Files")),
    ("statistics", _("Numbers")),
]
ADMINISTRATOR = [
    ("statistics", _("Numbers")),
    ("applications", _("Applications")),
    ("facilities", _("Find care")),
    ("proposals", _("Proposed changes")),
]
APPOINTER = [("staff", _("Staff")), ("imports", _("Files"))]
MANAGER = [("own-service-day", _("The day's list")), ("desk-locked", _("Kept entries"))]
KEEPER = [("services", _("Kinds of service")), ("calendar", _("Calendar"))]
WITHOUT_POST = [*PUBLIC, ("my-posts", _("My posts"))]


def links(request: HttpRequest) -> list[dict[str, Any]]:
    """Links of the head of the page: {url, label, current}."""
    account = request.user
    if not account.is_authenticated:
        wanted = [*PUBLIC, CITIZEN[0]]
    elif has_role(account, Role.CLERK):
        wanted = CLERK
    elif posts_of(account):
        wanted = ADMINISTRATOR
    else:
        wanted = [*PUBLIC, *CITIZEN] if account.is_citizen else WITHOUT_POST
    if account.is_authenticated and has_role(account, *APPOINTERS):
        wanted = [*wanted, *(link for link in APPOINTER if link not in wanted)]
    if account.is_authenticated and has_role(account, Role.FACILITY_MANAGER):
        wanted = [*wanted, *MANAGER]
    if account.is_authenticated and has_role(account, Role.NATIONAL_ADMINISTRATOR):
        wanted = [*wanted, *KEEPER]
    return [
        {"url": reverse(name), "label": label, "current": request.path == reverse(name)}
        for name, label in wanted
    ]


def first_page(account: Account) -> str:
    """Where a person goes after signing in."""
    if has_role(account, Role.CLERK):
        return reverse("desk")
    if posts_of(account):
        return reverse("statistics")
    return reverse("my-file" if account.is_citizen else "my-posts")
