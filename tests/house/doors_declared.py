"""The table of doors: the name of every URL, its methods, and who comes in."""

from tests.house.doors import (
    ADMINISTRATORS,
    CITIZENS,
    CLERKS,
    EVERYONE,
    LUXOR,
    REVIEWERS,
    SIGNED_IN,
    STAFF,
    Door,
    door,
)

ELSEWHERE = frozenset({"foreign_clerk"})
OTHERS = frozenset({"other_citizen", *ELSEWHERE})

DOORS: dict[str, Door] = {
    # The building
    "start": door("GET"),
    "health": door("GET"),
    "ready": door("GET"),
    "api-docs": door("GET"),
    "api-schema": door("GET"),
    "api-nothing": door(""),
    "components": door("GET"),
    "messages": door("GET"),
    "sign-in": door("GET POST"),
    "sign-in-code": door("GET POST"),
    "staff-sign-in": door("GET POST"),
    "sign-out": door("POST"),
    "api-session": door("POST DELETE"),
    "api-session-codes": door("POST"),
}
