"""Who may change what is known of facilities. The building tells how far a person reaches; these say what that allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from facilities.directory.models import Facility
from uhis_portal.reach import Reach

View = TypeVar("View", bound=Callable[..., object])


def may_propose(reach: Reach, facility: Facility) -> bool:
    """Staff of the facility itself, and whoever may approve."""
    return facility.pk in reach.facilities or may_approve(reach, facility)


def may_approve(reach: Reach, facility: Facility) -> bool:
    """Administrators of its governorate, and of the country."""
    return reach.everything or facility.governorate_id in reach.governorates


def may_keep_calendar(reach: Reach) -> bool:
    """Administrators of the country: Ramadan, feasts, and days that hold for all facilities."""
    return reach.everything


def staff_page(view: View) -> View:
    """A page that only staff can have a right to: who is not signed in is sent to sign in as staff."""
    view.login_url = "staff-sign-in"  # type: ignore[attr-defined]  # read by Django's LoginRequiredMiddleware
    return view


def may_add(reach: Reach) -> bool:
    """Administrators; to which governorate a new facility may belong is asked with its sheet."""
    return reach.everything or bool(reach.governorates)


def works_in_the_system(reach: Reach) -> bool:
    """Anyone with a post: of a facility, of a governorate, of the country. Citizens reach none of these."""
    return reach.everything or bool(reach.governorates or reach.facilities)
