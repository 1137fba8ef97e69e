"""How values are written for people: numbers, dates, codes, names in two languages. Pure functions of the active language."""

import datetime as dt
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any

from django.db.models import Choices
from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

LEFT_TO_RIGHT_MARK = "\u200e"
MINUS = "\u2212"
EXACT = Context(prec=500)  # more digits than any number that is shown

Numeric = int | float | Decimal | str


def number(value: Numeric | None, decimals: int = 0) -> str:
    """1366797 → "1,366,797", rounded half up. None and "" → "". What is no number comes back as it was.

    A minus sign gets a left-to-right mark before it, else it would stand on the wrong side in Arabic text.
    """
    if value is None or value == "":
        return ""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return str(value)
    rounded = abs(exact).quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP, EXACT)
    written = number_format(rounded, decimal_pos=int(decimals), use_l10n=True, force_grouping=True)
    return f"{LEFT_TO_RIGHT_MARK}{MINUS}{written}" if exact < 0 else written


def percent(share: Numeric | None, decimals: int = 0) -> str:
    """A share between 0 and 1 as a percentage: 0.564 → "56%"; None → ""."""
    if share is None or share == "":
        return ""
    return f"{number(Decimal(str(share)) * 100, decimals)}%"


def day(value: dt.date | dt.datetime | str | None) -> str:
    """A date, a moment (its day in Cairo) or an ISO 8601 string of either → "1 أبريل 2026" or "1 April 2026"."""
    read = _read_time(value)
    return "" if read is None else date_format(read, "DATE_FORMAT")


def moment(value: dt.datetime | str | None) -> str:
    """A moment, or an ISO 8601 string of one → day and time in Cairo."""
    read = _read_time(value)
    if read is None:
        return ""
    return date_format(read, "DATETIME_FORMAT" if isinstance(read, dt.datetime) else "DATE_FORMAT")


def _read_time(value: dt.date | dt.datetime | str | None) -> dt.date | dt.datetime | None:
    read = _parsed(value) if isinstance(value, str) else value
    if isinstance(read, dt.datetime) and timezone.is_aware(read):
        return timezone.localtime(read)
    return read


def _parsed(text: str) -> dt.date | dt.datetime | None:
    try:
        return (parse_datetime(text) if len(text) > 10 else None) or parse_date(text[:10])
    except ValueError:  # shaped like a date, but there is no such day
        return None


def code(value: object) -> SafeString | str:
    """An identifier (national ID, phone, reference, code), kept left to right and apart from the text around it."""
    if value is None or value == "":
        return ""
    return format_html('<bdi dir="ltr" class="code">{}</bdi>', value)


def isolate(value: object) -> SafeString | str:
    """A name that may run the other way than the text around it."""
    if value is None or value == "":
        return ""
    return format_html("<bdi>{}</bdi>", value)


def capitalised(choices: type[Choices]) -> list[tuple[Any, str]]:
    """The choices of a fixed list as a form offers them, each with a capital; still lazy where the labels are."""
    return [(value, capfirst(label)) for value, label in choices.choices]


def bilingual(thing: Any) -> str:
    """The name in the active language of {"ar", "en"}, of an object with name_ar and name_en, or of one with a name.

    Where that language is empty, the other one; where there is nothing, "".
    """
    if thing is None:
        return ""
    if isinstance(thing, str):
        return thing
    wanted = (translation.get_language() or "ar")[:2]
    languages = (wanted, *(language for language in ("ar", "en") if language != wanted))
    for language in languages:
        if isinstance(thing, dict):
            found = thing.get(language) or thing.get(f"name_{language}")
        else:
            found = getattr(thing, f"name_{language}", None)
        if found:
            return str(found)
    name = thing.get("name") if isinstance(thing, dict) else getattr(thing, "name", None)
    if isinstance(thing, dict) and name is None:
        return ""
    return bilingual(name) if name is not None else str(thing)
