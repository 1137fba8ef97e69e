"""What people are beside their names, such as “facility manager, …”: told by the room that keeps posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

OnDay = tuple[UUID, date]  # an account, and the day on which it did something
Titles = dict[OnDay, dict[str, str]]  # {ar, en}; who held no post has no entry


@cache
def source() -> Callable[[Iterable[OnDay]], Titles]:
    return import_string(settings.TITLES_SOURCE)


def titles_of(asked: Iterable[OnDay]) -> Titles:
    """The posts that accounts held on days, in words; at most one query."""
    return source()(asked)
