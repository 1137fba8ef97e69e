"""The way into the finder, for its page and its endpoint alike."""

from __future__ import annotations

from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language

from facilities.directory.finder import live
from facilities.directory.finder.finding import Found, find
from facilities.directory.finder.listing import Listing
from facilities.directory.finder.question import Known, Question, read
from uhis_portal.calendar import cairo_now


class Asked(NamedTuple):
    """A question that was read, and the listing that it is asked of."""

    listing: Listing
    question: Question

    def find(self) -> Found:
        """What is found, names in the order of the active language."""
        return find(self.listing, self.question, "en" if get_language() == "en" else "ar")


def ask(parameters: QueryDict, *, others_are_refused: bool = True) -> Asked:
    """Read a question. UnreadableParameters names the fields at fault; a page passes over parameters it does not know."""
    listing = live.current()
    known = Known(listing.frame, listing.entry, cairo_now())
    return Asked(listing, read(parameters, known, others_are_refused=others_are_refused))
