"""Who may go through which door: every URL × method × role. A URL that is not declared here fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ROLES = (
    "nobody",
    "citizen",
    "other_citizen",
    "clerk",
    "foreign_clerk",
    "manager",
    "governorate_admin",
    "national_admin",
)

OPEN = (
    "open"  # the door answers: 2xx, a redirect inside, or a refusal of the content (400, 409, 412, 422, 428)
)
SIGN_IN = "sign in"  # 401, or a redirect to a sign-in page
REFUSED = "refused"  # 403
HIDDEN = "hidden"  # 404: for this person the thing does not exist
NO_METHOD = "no such method"  # 405

EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"nobody"}
CITIZENS = frozenset({"citizen", "other_citizen"})
CLERKS = frozenset({"clerk", "foreign_clerk"})
STAFF = SIGNED_IN - CITIZENS
APPOINTERS = frozenset({"manager", "governorate_admin", "national_admin"})
REVIEWERS = LUXOR = frozenset({"clerk"}) | APPOINTERS


@dataclass(frozen=True)
class Access:
    """Who comes in by one method, and to whom the thing behind it is hidden rather than refused."""

    open_to: frozenset[str]
    hidden_from: frozenset[str]

    def expected(self, role: str) -> str:
        """What `role` meets."""
        if role in self.open_to:
            return OPEN
        if role in self.hidden_from:
            return HIDDEN
        return SIGN_IN if role == "nobody" else REFUSED


@dataclass(frozen=True)
class Door:
    """The methods of a URL, each with its access."""

    methods: dict[str, Access]

    def __or__(self, other: Door) -> Door:
        return Door({**self.methods, **other.methods})

    def expected(self, role: str, method: str) -> set[str]:
        """The outcomes that are right for one cell; a method that does not exist may be refused before it is missed."""
        if method in self.methods:
            return {self.methods[method].expected(role)}
        return (
            {NO_METHOD}
            | {access.expected(role) for access in self.methods.values()} - {OPEN}
            | ({HIDDEN} if not self.methods else set())
        )


def door(methods: str, open_to: frozenset[str] = EVERYONE, hidden_from: frozenset[str] = frozenset()) -> Door:
    return Door({method: Access(open_to, hidden_from) for method in methods.split()})


def urls(resolver: URLResolver | None = None) -> Iterator[str]:
    """The name of every URL of the portal; one without a name is given by its route, so that it fails."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from urls(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or f"unnamed: {pattern.pattern}"
