"""Refusals that are no fault of a field: the thing has changed meanwhile, or was already done otherwise."""

from django.utils.functional import Promise


class Conflict(Exception):
    """The wish collides with what is already there. A page and an endpoint answer it with 409."""

    status = 409

    def __init__(
        self, message: str | Promise, *, code: str = "conflict", retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.retry_after = retry_after  # seconds


class Stale(Conflict):
    """The caller saw an older version of the thing (412)."""

    status = 412


class VersionRequired(Conflict):
    """The caller did not say which version it saw (428)."""

    status = 428


class TooMany(Conflict):
    """A limit per person is reached (429)."""

    status = 429


class Busy(Conflict):
    """There is more to do than can be done this very moment (503)."""

    status = 503
