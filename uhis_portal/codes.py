"""Codes of ten signs that people read out, copy and type: of members, of applications, of printed sheets."""

import secrets

# No vowels and no signs that are taken for another when read out.
SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 10


def new_code() -> str:
    """A code that cannot be guessed (27 ** 10) and says nothing, such as B7KM-3XQ9-T4."""
    return in_groups("".join(secrets.choice(SIGNS) for _sign in range(LENGTH)))


def is_code(signs: str) -> bool:
    """Whether these capitals and digits, without the dashes, can be a code."""
    return len(signs) == LENGTH and set(signs) <= set(SIGNS)


def in_groups(signs: str) -> str:
    """The ten signs as they are kept and printed: B7KM-3XQ9-T4."""
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"
