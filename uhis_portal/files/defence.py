"""Text that a spreadsheet would take for a formula, written so that it stays text, and read back as it was.

A cell of a CSV file that begins with =, +, -, @ or a tab runs as a formula when someone opens the file (OWASP: CSV
injection). It is written with an apostrophe before it. So that reading takes away only what writing has added, a text
that by itself begins with apostrophes before such a sign gets one more.
"""

import re

DANGEROUS = re.compile(r"'*[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
WRITTEN_SO = re.compile(r"'+[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
EDGES = "".join(
    chr(code)
    for code in (
        0x20,
        0x09,
        0x0A,
        0x0D,
        0xA0,
        0x200B,
        0x200E,
        0x200F,
        0x061C,
        0x2060,
        0xFEFF,
        *range(0x202A, 0x202F),
    )
)


def defended(text: str) -> str:
    """`text` as it is written into a CSV file."""
    return "'" + text if DANGEROUS.match(text) else text


def kept_apart(text: str) -> str:
    """`text` as it is written into a workbook, where it is text anyway: only what looks defended gets an apostrophe."""
    return "'" + text if WRITTEN_SO.match(text) else text


def undone(text: str) -> str:
    """The text that was written, without white space and invisible marks at its ends."""
    if text and text[0] == "'" and WRITTEN_SO.match(text):
        text = text[1:]
    return text.strip(EDGES)
