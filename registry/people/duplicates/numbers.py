"""National ID numbers that one slip makes of a number. Neither is unsealed: the index of each is computed and looked up.

A check digit that fits finds every such slip, so two numbers one slip apart are hardly ever both real.
"""

from __future__ import annotations

from registry.people.duplicates.likeness import Sign
from uhis_portal.sealed_fields import index_of


def neighbours(digits: str) -> dict[bytes, Sign]:
    """Keyed index → how it comes from `digits` (14 of them): one digit differs, or two side by side are swapped."""
    found = {
        digits[:place] + digit + digits[place + 1 :]: Sign.NUMBER_DIGIT
        for place, right in enumerate(digits)
        for digit in "0123456789"
        if digit != right
    }
    for place in range(len(digits) - 1):
        first, second = digits[place], digits[place + 1]
        if first != second:
            swapped = digits[:place] + second + first + digits[place + 2 :]
            found.setdefault(swapped, Sign.NUMBER_SWAPPED)
    return {index_of("national_id", number): sign for number, sign in found.items()}
