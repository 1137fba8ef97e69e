"""A person's full name as it is typed."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from uhis_portal.arabic import comparable
from uhis_portal.readings import on_one_line

NAME_LENGTH = 160
INSIDE_A_WORD = {"-", "'", "’", "."}


def read_name(typed: str) -> str:
    """A name of two words or more, with single spaces; ValidationError: required, name, max_length."""
    name = on_one_line(typed)
    if not name:
        raise ValidationError(_("Enter the full name."), code="required")
    if len(name) > NAME_LENGTH or len(comparable(name)) > NAME_LENGTH:
        raise ValidationError(_("The name is longer than 160 characters. Shorten it."), code="max_length")
    words = name.split(" ")
    if len(words) < 2 or not all(is_word(word) and comparable(word) for word in words):
        raise ValidationError(_("Enter the full name in letters, two words at least."), code="name")
    return name


def is_word(word: str) -> bool:
    """Letters of any script, with their marks, hyphens and apostrophes; at least one letter."""
    letters = [
        sign for sign in word if sign not in INSIDE_A_WORD and not unicodedata.category(sign).startswith("M")
    ]
    return bool(letters) and all(sign.isalpha() for sign in letters)
