"""What a room writes so that its numbers or rows can be had as a file: an Exporter, named in the setting EXPORTERS.

The machinery asks it for one piece after another, each in a transaction with the reach of the account that asked, and
keeps what a writer makes of the rows together with the place at which the next piece begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from uhis_portal.accounts.models import Account
from uhis_portal.files.columns import Column
from uhis_portal.files.exports.forms import ExportForm
from uhis_portal.files.exports.sheets import SheetWriter
from uhis_portal.files.exports.writing import CsvWriter, Heading, Writer
from uhis_portal.files.refusals import Unreadable
from uhis_portal.reach import Reach


class Unwritable(Unreadable):
    """The file cannot be made, and trying again would not change that."""


@dataclass(frozen=True)
class Asked:
    """What was asked for, read: `about` in one form for the same wish, and where it lies (codes; "" for the country)."""

    about: dict[str, str]
    governorate: str = ""
    facility: str = ""


@dataclass(frozen=True)
class Piece:
    """Some rows of the file, and the place (as JSON holds it) at which the next piece begins; None after the last one."""

    rows: Iterable[Sequence[Any]]
    place: Any = None


class Exporter:
    """How files of one kind are made. A room derives from it and names the class in EXPORTERS."""

    do_not_call_in_templates = True  # a page is given the class

    title: ClassVar[str | Promise]
    note: ClassVar[str | Promise] = ""  # one paragraph above the form
    more: ClassVar[str] = ""  # template of what else stands on the pages of this kind
    writers: ClassVar[Mapping[str, type[Writer]]] = {"csv": CsvWriter, "xlsx": SheetWriter}
    form: ClassVar[type[ExportForm]]  # its fields are what `read` takes, beside format and language

    def __init__(self, about: dict[str, str]) -> None:
        self.about = about

    @classmethod
    def offered_to(cls, account: Account, reach: Reach) -> bool:
        """Whether `account` may ask for files of this kind at all."""
        raise NotImplementedError

    @classmethod
    def read(cls, given: Mapping[str, str], *, reach: Reach, today: date) -> Asked:
        """What is asked for. ValidationError at a field; PermissionDenied for an area that is not one's own."""
        raise NotImplementedError

    def may(self, account: Account, reach: Reach) -> bool:
        """Whether `account` may have this file; asked again before each piece and each download."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """The file's name without its ending, in plain ASCII."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """What this file holds, in one line in the active language: area and period."""
        raise NotImplementedError

    @property
    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    def total(self) -> int | None:
        """Rows that there will be, if that is known beforehand."""
        return None

    def heading(self, as_of: datetime) -> Heading:
        """What stands above the rows where the format has a place for it."""
        raise NotImplementedError

    def piece(self, place: Any, as_of: datetime) -> Piece:
        """The rows from `place` on; None is the beginning. One statement, so that its rows are of one moment."""
        raise NotImplementedError

    def remarks(self) -> Sequence[str]:
        """What whoever takes the file has to know, in the active language."""
        return ()


@cache
def exporter_at(path: str) -> type[Exporter]:
    return import_string(path)


def exporters() -> dict[str, type[Exporter]]:
    """All exporters by kind, in the order of the setting."""
    return {kind: exporter_at(path) for kind, path in settings.EXPORTERS.items()}


def exporters_for(account: Account, reach: Reach) -> dict[str, type[Exporter]]:
    """The exporters that `account` may use."""
    return {kind: one for kind, one in exporters().items() if one.offered_to(account, reach)}
