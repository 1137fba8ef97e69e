"""What all readings of typed or sent words lean on: words as they are kept, and faults that are told all at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from uhis_portal.arabic import INVISIBLE

ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3]")
LATIN = re.compile("[A-Za-z]")
UNSHOWN = frozenset({"Cc", "Cs", "Co", "Cn"})


class Faults:
    """Faults gathered by field, so that all of them are told at once."""

    def __init__(self) -> None:
        self.by_field: dict[str, ValidationError] = {}

    def read(self, field: str, reader: Callable[..., Any], *given: Any) -> Any:
        """What `reader` makes of `given`; None, and the fault kept at `field`, when it refuses."""
        try:
            return reader(*given)
        except ValidationError as fault:
            self.by_field[field] = fault
            return None

    def refuse(self) -> None:
        """ValidationError with all that was found; nothing when there is none."""
        if self.by_field:
            raise ValidationError(dict(self.by_field))


def on_one_line(typed: str) -> str:
    """Words as they are kept: single spaces, no invisible marks."""
    return " ".join(INVISIBLE.sub("", typed).split())


def visible_line(typed: str, *, longest: int) -> str:
    """Words as they are kept, composed (NFC), of at most `longest` characters; ValidationError: unshown, max_length."""
    line = unicodedata.normalize("NFC", on_one_line(typed))
    if any(unicodedata.category(sign) in UNSHOWN for sign in line):
        raise ValidationError(_("This has a character that cannot be shown. Type it again."), code="unshown")
    if len(line) > longest:
        raise ValidationError(_("At most %(number)s characters.") % {"number": longest}, code="max_length")
    return line


def refuse_other_script(line: str, language: str) -> None:
    """ValidationError (script) for a line without a letter of `language`: ar, en, or empty where any will do."""
    if language == "ar" and not ARABIC.search(line):
        raise ValidationError(_("Write this in Arabic."), code="script")
    if language == "en" and not LATIN.search(line):
        raise ValidationError(_("Write this in Latin letters."), code="script")
