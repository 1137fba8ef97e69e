"""What must fit together within one row of the sheet. Each rule gives the columns at fault, with why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from facilities.directory.sheet.kinds import fault
from uhis_portal.arabic import typed_number

Row = dict[str, Any]
Faults = Iterator[tuple[str, ValidationError]]
PHONE = re.compile(r"\+?[0-9]{3,15}")
PHONES = ("phone", "emergency_phone")


def nothing_more(row: Row) -> Faults:
    yield from ()


def period(row: Row) -> Faults:
    """An end after the beginning. A beginning known to the month or year counts from its first day."""
    since, until = row["since"], row["until"]
    if since and until and until <= first_day(since):
        yield "until", fault(_("The end lies before the beginning."), "order")


def first_day(written: str) -> str:
    """2024-05 → 2024-05-01."""
    return (
        f"{written}-01-01"[:10]
        if len(written) == 4
        else f"{written}-01"[:10]
        if len(written) == 7
        else written
    )


def other_name(row: Row) -> Faults:
    first, last = row["from_year"], row["until_year"]
    if first and last and last < first:
        yield "until_year", fault(_("The last year lies before the first."), "order")
    if row["kind"] != "former":
        for column in ("from_year", "until_year"):
            if row[column]:
                yield column, fault(_("Years are for former names only."), "not_former")


def contact(row: Row) -> Faults:
    """A number as digits, an e-mail address, or a page of the web. A number is kept without what parts its digits."""
    if row["kind"] in PHONES:
        row["value"] = typed_number(row["value"]).replace("(", "").replace(")", "")
    value, kind = row["value"], row["kind"]
    if kind in PHONES and not PHONE.fullmatch(value):
        yield "value", fault(_("Write a telephone number with 3 to 15 digits."), "phone")
    if kind == "email":
        try:
            EmailValidator()(value)
        except ValidationError:
            yield "value", fault(_("Write an e-mail address, such as info@example.eg."), "email")
    if kind == "website" and not is_web_address(value):
        yield "value", fault(_("Write a web address that begins with https:// or http://."), "website")


def is_web_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
        return not urlsplit(text).username
    except (ValueError, ValidationError):
        return False


def building(row: Row) -> Faults:
    if row["percent"] is not None and row["state"] != "under_construction":
        yield (
            "percent",
            fault(_("Give per cent, 0 to 100, for works under construction only."), "not_in_works"),
        )


def hours(row: Row) -> Faults:
    if row["of"] == "emergency" and row["service_type"]:
        yield "service_type", fault(_("Emergencies have one table of hours, without a service."), "emergency")
