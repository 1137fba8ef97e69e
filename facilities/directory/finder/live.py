"""The process's copy of the directory, and its freshness.

At most once a second a request asks, in one statement, which facilities changed since the last snapshot
(facilities.directory.changes), and these alone are read anew. Nothing that is older than that is served, unless the
database does not answer: then the last copy is.
"""

from __future__ import annotations

import gc
from datetime import date, datetime, timedelta
from threading import Lock
from time import monotonic

import structlog
from django.db import DatabaseError, InterfaceError, connection, connections
from django.utils import timezone

from facilities.directory.changes import KEPT_HOURS, Changes, changes_since, present_snapshot
from facilities.directory.finder.entries import read_entries
from facilities.directory.finder.listing import Listing, read_listing
from facilities.directory.hours.rows import read_calendar
from facilities.directory.models import Facility
from uhis_portal.calendar import cairo_today

log = structlog.get_logger("portal")

ASK_EVERY = 1.0  # seconds
WAIT_FOR_ANOTHER = 2.0  # seconds of age up to which a copy is served while another thread asks
NOTES_ARE_KEPT = timedelta(hours=KEPT_HOURS - 1)
REBUILD_ABOVE = 0.25  # share of the directory that is patched one by one at most


class Live:
    """One copy, shared by the threads of a process."""

    def __init__(self) -> None:
        self.listing: Listing | None = None
        self.snapshot = ""
        self.snapshot_at = datetime.min
        self.asked_at = 0.0  # monotonic
        self.asking = Lock()
        self.is_served = False

    def current(self) -> Listing:
        """The listing as of at most a second ago. DatabaseError if there is none yet and the database does not answer."""
        listing, age = self.listing, monotonic() - self.asked_at
        if listing is not None and age < ASK_EVERY:
            return listing
        if not self.asking.acquire(blocking=False):
            if listing is not None and age < WAIT_FOR_ANOTHER:
                return listing
            self.asking.acquire()
        try:
            if self.listing is not None and monotonic() - self.asked_at < ASK_EVERY:
                return self.listing
            return self.renewed()
        finally:
            self.asking.release()

    def renewed(self) -> Listing:
        listing, today = self.listing, cairo_today()
        if listing is None:
            return self.built(today)
        asked_at = monotonic()
        try:
            return self.patched(listing, today, asked_at)
        except (DatabaseError, InterfaceError):
            if connection.in_atomic_block:
                connection.needs_rollback = True  # the request goes on without the database
            log.warning("the directory's changes could not be read: the last copy is served", exc_info=True)
            self.asked_at = asked_at
            return listing

    def patched(self, listing: Listing, today: date, asked_at: float) -> Listing:
        if timezone.now() - self.snapshot_at > NOTES_ARE_KEPT:
            return self.built(today)
        at = timezone.now()
        changes = changes_since(self.snapshot)
        if changes.in_a_writing_transaction:
            # What it has written itself nobody else may see; and others' changes are kept for the next to ask.
            return read_listing(today) if changes or today != listing.day else listing
        if changes.everything or len(changes.facilities) > REBUILD_ABOVE * len(listing.codes):
            return self.built(today)
        outdated = set(changes.facilities)
        calendar = None
        if today != listing.day:
            outdated |= listing.outdated_on(today)
            calendar = read_calendar(today)
        entries = list(read_entries(listing.frame, today, outdated)) if outdated else []
        taken = people_taken(changes)
        with listing.lock:
            if calendar is not None:
                listing.begin_day(today, calendar)
            if outdated:
                listing.patch(outdated, entries)
            listing.put_taken(taken)
        self.snapshot, self.snapshot_at, self.asked_at = changes.snapshot, at, asked_at
        return listing

    def built(self, today: date) -> Listing:
        """A new copy, made aside while others are served the old one."""
        asked_at, at = monotonic(), timezone.now()
        seen = present_snapshot()
        listing = read_listing(today)
        if seen.in_a_writing_transaction:
            return listing
        self.listing = listing
        self.snapshot, self.snapshot_at, self.asked_at = seen.snapshot, at, asked_at
        if self.is_served:
            # It lives as long as the process: the collector need not walk over its millions of objects again and again.
            gc.collect()
            gc.freeze()
        return listing

    def forget(self) -> None:
        """The next to ask builds a copy anew."""
        self.listing = None


def people_taken(changes: Changes) -> dict[str, int]:
    if not changes.places_taken:
        return {}
    return dict(Facility.objects.filter(pk__in=changes.places_taken).values_list("code", "taken"))


the_copy = Live()


def current() -> Listing:
    """The process's listing; see Live.current."""
    return the_copy.current()


def prepare() -> None:
    """Build the copy before the first request, in the web server's first process: its workers share what they only read.

    Without a database the first request builds it.
    """
    the_copy.is_served = True
    try:
        the_copy.current()
    except DatabaseError:
        log.warning("the directory could not be read yet: the first request will", exc_info=True)
    finally:
        connections.close_all()
