"""The way into the finder, for its page and its endpoint alike."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language

from facilities.directory.finder import live
from facilities.directory.finder.answer import Link, as_json
from facilities.directory.finder.finding import find
from facilities.directory.finder.listing import Listing
from facilities.directory.finder.question import Known, Question, read


class Asked(NamedTuple):
    """A question that was read, and the listing that it is asked of."""

    listing: Listing
    question: Question

    def as_json(self, link: Link) -> bytes:
        """What is found, as the API sends it; names in the order of the active language."""
        with self.listing.lock:  # what was found is still there when it is told
            found = find(self.listing, self.question, "en" if get_language() == "en" else "ar")
            return as_json(self.listing, self.question, found, link)

    def as_dict(self, link: Link) -> dict[str, Any]:
        """The same for a page of the site."""
        shown: dict[str, Any] = json.loads(self.as_json(link))
        return shown


def ask(parameters: QueryDict, now: datetime, *, others_are_refused: bool = True) -> Asked:
    """Read a question. UnreadableParameters names the fields at fault; a page passes over parameters it does not know."""
    listing = live.current()
    known = Known(listing.frame, listing.entry, now)
    return Asked(listing, read(parameters, known, others_are_refused=others_are_refused))
