"""What is asked of the finder, read strictly from query parameters: the same for the page and for the endpoint."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Choices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.directory.finder.entries import Entry, Frame, Point
from facilities.directory.models import Accreditation, Facility
from facilities.directory.near import LATITUDES, LIKE_A_POINT, LONGITUDES, POINT
from uhis_portal.api.errors import UnreadableParameters
from uhis_portal.arabic import INVISIBLE, comparable, latin_digits
from uhis_portal.calendar import CAIRO

LONGEST_WORDS = 200  # characters
RADII_KM = (1, 500)
PAGES = 5
PAGE_SIZE = 20
NOW = "now"
ANY = "any"
BEFORE, WITHIN = timedelta(days=1), timedelta(days=366)

NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
MOMENT = re.compile(r"[0-9TWZ:.+ -]+", re.IGNORECASE)  # the signs of ISO 8601
OFFSET_WITH_A_SPACE = re.compile(r"(T.*) (\d\d:?\d\d)$")  # a plus that was not encoded
ANSWERS = {"true": True, "false": False}


class Unreadable(ValueError):
    """A value that cannot be read; its text says so in the active language."""


@dataclass(frozen=True)
class Near:
    """Where one wants to be near to; `code` and names when it is a place of the directory rather than a position."""

    point: Point
    code: str | None = None
    ar: str = ""
    en: str = ""


@dataclass(frozen=True)
class Question:
    """A question to the finder. None: not asked. `at` is the moment for which hours are told, `open_then` narrows by it."""

    at: datetime
    words: str = ""
    governorate: str | None = None
    district: str | None = None
    kind: str | None = None
    level: str | None = None
    owner: str | None = None
    accreditation: str | None = None
    status: str | None = None
    service: str | None = None
    emergency: bool | None = None
    accepts_families: bool | None = None
    open_then: bool = False
    near: Near | None = None
    radius_km: float | None = None
    page: int = 1


@dataclass(frozen=True)
class Known:
    """What the values of parameters may refer to."""

    frame: Frame
    facility: Callable[[str], Entry | None]
    now: datetime


def read(parameters: QueryDict, known: Known, *, others_are_refused: bool = True) -> Question:
    """The question in a request's parameters; an empty value is none.

    Raises UnreadableParameters, naming each field at fault. A page passes over parameters that other sites append to a
    link (`others_are_refused=False`).
    """
    faults: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for name, given in parameters.lists():
        reader = READERS.get(name)
        if reader is None:
            if others_are_refused:
                faults[name] = [_("There is no such parameter.")]
        elif len(given) > 1:
            faults[name] = [_("Give this parameter once.")]
        elif given[0]:
            try:
                values.update(reader(given[0], known))
            except Unreadable as fault:
                faults[name] = [str(fault)]
    if "radius_km" in values and "near" not in values and "near" not in faults:
        faults["radius_km"] = [_("A radius needs a place: say near to what.")]
    if faults:
        raise UnreadableParameters(faults)
    values.setdefault("at", known.now)
    return Question(**values)


def words(written: str, known: Known) -> dict[str, Any]:
    """Words to search for: a letter or digit must be left of them when marks and signs are taken away."""
    if len(written) > LONGEST_WORDS:
        raise Unreadable(_("Search with at most 200 characters."))
    if "\x00" in written or (written.strip() and not comparable(written)):
        raise Unreadable(_("Write the name of a place or of a facility: letters or digits."))
    return {"words": written.strip()}


def code_of(name: str, refusal: Any) -> Callable[[str, Known], dict[str, Any]]:
    """Reads a code of the frame's table `name`, in any digits and in capitals or not."""

    def read_code(written: str, known: Known) -> dict[str, Any]:
        code = plain(written).upper()
        if code not in getattr(known.frame, f"{name}s"):
            raise Unreadable(str(refusal))
        return {name: code}

    return read_code


def one_of(name: str, values: Mapping[str, Any], refusal: Any) -> Callable[[str, Known], dict[str, Any]]:
    def read_one(written: str, known: Known) -> dict[str, Any]:
        if written not in values:
            raise Unreadable(str(refusal))
        return {name: values[written]}

    return read_one


def moment(written: str, known: Known) -> dict[str, Any]:
    """`now`, or a moment after ISO 8601; without an offset it is Cairo's time."""
    text = plain(written)
    if text.lower() == NOW:
        return {"at": known.now, "open_then": True}
    try:
        if not MOMENT.fullmatch(text) or ("T" not in text and " " not in text):
            raise ValueError("not a day with a time")
        at = datetime.fromisoformat(OFFSET_WITH_A_SPACE.sub(r"\1+\2", text))
        if at.tzinfo is None:
            at = at.replace(tzinfo=CAIRO)
        at = at.astimezone(UTC).astimezone(
            CAIRO
        )  # a time that the clock jumps over becomes one that it shows
    except (ValueError, OverflowError):
        raise Unreadable(_("Write “now”, or a day and time such as 2026-04-24T09:30.")) from None
    if not -BEFORE < at - known.now < WITHIN:
        raise Unreadable(_("Ask about a time from today until a year from now."))
    return {"at": at, "open_then": True}


def near(written: str, known: Known) -> dict[str, Any]:
    """`latitude,longitude` in degrees (WGS 84), within Egypt; or the code of a facility, district or governorate."""
    text = plain(written).replace("٫", ".")
    match = POINT.fullmatch(text)
    if match is not None:
        point = Point(float(match[1]), float(match[2]))
        if not (
            LATITUDES[0] <= point.latitude <= LATITUDES[1]
            and LONGITUDES[0] <= point.longitude <= LONGITUDES[1]
        ):
            raise Unreadable(
                _("This position is not in Egypt: latitude is 21 to 33, longitude 24 to 38 degrees.")
            )
        return {"near": Near(point)}
    code = text.upper()
    place = known.frame.districts.get(code) or known.frame.governorates.get(code) or known.facility(code)
    if place is not None:
        if place.point is None:
            raise Unreadable(_("It is not known where this place lies."))
        return {"near": Near(place.point, place.code, place.ar, place.en)}
    if LIKE_A_POINT.search(text):
        raise Unreadable(_("Write a position as latitude,longitude in degrees, such as 25.69,32.64."))
    raise Unreadable(_("There is no facility, district or governorate with this code."))


def radius(written: str, known: Known) -> dict[str, Any]:
    text = plain(written).replace("٫", ".")
    if not NUMBER.fullmatch(text) or not RADII_KM[0] <= float(text) <= RADII_KM[1]:
        raise Unreadable(_("The radius is a number of kilometres from 1 to 500."))
    return {"radius_km": float(text)}


def page(written: str, known: Known) -> dict[str, Any]:
    text = plain(written)
    if not (text.isascii() and text.isdigit() and len(text) == 1 and 1 <= int(text) <= PAGES):
        raise Unreadable(_("The page is a number from 1 to 5."))
    return {"page": int(text)}


def plain(written: str) -> str:
    """Latin digits, without the marks that a keyboard or a copied text slips in."""
    return INVISIBLE.sub("", latin_digits(written)).strip()


def values_of(choices: type[Choices]) -> dict[str, str]:
    return {value: value for value in choices.values}


READERS: dict[str, Callable[[str, Known], dict[str, Any]]] = {
    "q": words,
    "governorate": code_of("governorate", gettext_lazy("There is no governorate with this code.")),
    "district": code_of("district", gettext_lazy("There is no such district.")),
    "service": code_of("service", gettext_lazy("There is no service with this code.")),
    "kind": one_of("kind", values_of(Facility.Kind), gettext_lazy("There is no such kind of facility.")),
    "level": one_of("level", values_of(Facility.Level), gettext_lazy("There is no such level of care.")),
    "owner": one_of("owner", values_of(Facility.Owner), gettext_lazy("There is no such owner.")),
    "status": one_of("status", values_of(Facility.Status), gettext_lazy("There is no such status.")),
    "accreditation": one_of(
        "accreditation",
        values_of(Accreditation.State) | {ANY: ANY},
        gettext_lazy("There is no such accreditation."),
    ),
    "emergency": one_of("emergency", ANSWERS, gettext_lazy("Write true or false.")),
    "accepts_families": one_of("accepts_families", ANSWERS, gettext_lazy("Write true or false.")),
    "open": moment,
    "near": near,
    "radius_km": radius,
    "page": page,
}
