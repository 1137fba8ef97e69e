"""What a keyboard makes of a word: the letters of the other layout, and which keys lie side by side."""

from __future__ import annotations

from itertools import product

LATIN_ROWS = ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
ARABIC_ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ")
MOST_LAM_ALEF = 3
LAM_ALEF_KEY = "b"  # one key writes the two letters lam and alef


def keys(rows: tuple[str, ...]) -> dict[str, tuple[float, int]]:
    """Where each key lies: across, with each row a little further to the right, and down."""
    return {key: (x + row * 0.4, row) for row, letters in enumerate(rows) for x, key in enumerate(letters)}


def neighbours(rows: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    lie = keys(rows).items()
    return frozenset(
        (a, b)
        for a, (ax, ay) in lie
        for b, (bx, by) in lie
        if a != b and abs(ax - bx) <= 1.1 and abs(ay - by) <= 1
    )


# Pairs of letters whose keys touch, in both layouts; in the levelled spelling of `uhis_portal.arabic.comparable`.
LEVELLED = str.maketrans("ىة", "يه")
SIDE_BY_SIDE = neighbours(LATIN_ROWS) | frozenset(
    (a.translate(LEVELLED), b.translate(LEVELLED)) for a, b in neighbours(ARABIC_ROWS)
)

ARABIC_BOTTOM = ("ئ", "ء", "ؤ", "ر", "لا", "ى", "ة", "و", "ز", "ظ")
PAIRS = [
    *zip(LATIN_ROWS[0], ARABIC_ROWS[0], strict=True),
    *zip(LATIN_ROWS[1], ARABIC_ROWS[1], strict=True),
    *zip(LATIN_ROWS[2], ARABIC_BOTTOM, strict=True),
    ("`", "ذ"),
]
# With shift held: what the Arabic layout writes there.
SHIFTED = {"H": "أ", "Y": "إ", "N": "آ", "G": "لأ", "T": "لإ", "B": "لآ"} | dict(
    zip('~:{}"<>?', "ذكجدطوزظ", strict=True)
)
TO_ARABIC = str.maketrans(
    dict(PAIRS) | {latin.upper(): arabic for latin, arabic in PAIRS if latin.isalpha()} | SHIFTED
)
TO_LATIN = str.maketrans(
    {arabic: latin for latin, arabic in PAIRS if len(arabic) == 1} | {"أ": "h", "إ": "y", "آ": "n"}
)


def in_the_other_layout(typed: str) -> tuple[str, ...]:
    """What was meant when `typed` came from the wrong layout: Latin letters as Arabic ones or the reverse.

    Arabic lam and alef may have come from one key or from two each time, so that there are several readings.
    """
    if not any("\u0600" <= letter <= "\u06ff" for letter in typed):
        return (typed.translate(TO_ARABIC),)
    parts = typed.split("لا")
    times = len(parts) - 1
    ways = (
        product((LAM_ALEF_KEY, "gh"), repeat=times) if times <= MOST_LAM_ALEF else [(LAM_ALEF_KEY,) * times]
    )
    return tuple(
        "".join(piece for pair in zip(parts, (*way, ""), strict=True) for piece in pair).translate(TO_LATIN)
        for way in ways
    )
