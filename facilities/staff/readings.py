"""What was typed or sent about a post, read: a role and its area, days, names. Every door passes through here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.directory.finder.live import current
from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from facilities.staff.authority import Appointment, needs_facility
from facilities.staff.models import Role
from uhis_portal.arabic import comparable
from uhis_portal.readings import Faults, on_one_line

FIRST_DAY = date(2018, 1, 1)  # Law 2/2018: nobody had a post in the system before
AHEAD = timedelta(days=366)
NAME_LENGTH = 120
MOST_MEANT = 10  # facilities that are offered for a name
INSIDE_A_NAME = {" ", "-", "'", "’", "."}


def read_appointment(
    *, role: str, facility: str, governorate: str, since: date | None, until: date | None, today: date
) -> Appointment:
    """A role with its area (codes) and days; ValidationError at `role`, `facility`, `governorate`, `since`, `until`."""
    faults = Faults()
    wanted = faults.read("role", read_role, role)
    place = area = None
    if wanted is not None:
        place = faults.read("facility", read_facility, facility, wanted)
        area = faults.read("governorate", read_governorate, governorate, wanted, place)
    first = faults.read("since", read_since, since, today)
    faults.read("until", refuse_end, until, first, today)
    faults.refuse()
    return Appointment(wanted, place, area, first, until)


def read_role(typed: str) -> Role:
    """One of the roles; ValidationError: required, unknown_role."""
    if not typed:
        raise ValidationError(_("Choose the role."), code="required")
    try:
        return Role(typed)
    except ValueError:
        raise ValidationError(
            _("There is no such role. Choose one of the list."), code="unknown_role"
        ) from None


def read_facility(code: str, role: Role) -> Facility | None:
    """The facility of a post that is at one; ValidationError: required, unknown_facility, no_facility."""
    if not needs_facility(role):
        if code:
            raise ValidationError(_("This post is not at a facility. Leave this empty."), code="no_facility")
        return None
    if not code:
        raise ValidationError(_("Choose the facility."), code="required")
    found = Facility.objects.filter(pk=code.strip().upper()).select_related("governorate").first()
    if found is None:
        raise ValidationError(_("There is no facility with this code."), code="unknown_facility")
    return found


def facilities_meant(words: str) -> list[Facility]:
    """The facility of this code or, alone, of this very name; else those that the finder takes the words for, best first."""
    whole = Facility.objects.select_related("governorate").defer("governorate__outline")
    of_code = whole.filter(pk=words.strip().upper()).first()
    if of_code is not None:
        return [of_code]
    listing = current()
    found = [listing.entry_at(match.position).code for match in listing.words.best(words, MOST_MEANT).matches]
    known = whole.in_bulk(found)
    meant = [known[code] for code in found if code in known]
    called_so = [facility for facility in meant if is_called(facility, words)]
    return called_so if len(called_so) == 1 else meant


def is_called(facility: Facility, words: str) -> bool:
    """Whether the words are its code, or the whole of its present name in any spelling."""
    names = (facility.name_ar, facility.name_en, facility.pk)
    return comparable(words) in map(comparable, names)


def read_governorate(code: str, role: Role, facility: Facility | None) -> Governorate | None:
    """The governorate of its administrator; for a post at a facility it may be named too, if it is the right one."""
    if role == Role.GOVERNORATE_ADMINISTRATOR:
        if not code:
            raise ValidationError(_("Choose the governorate."), code="required")
        found = Governorate.objects.defer("outline").filter(pk=code.strip().upper()).first()
        if found is None:
            raise ValidationError(_("There is no governorate with this code."), code="unknown_governorate")
        return found
    if code and role == Role.NATIONAL_ADMINISTRATOR:
        raise ValidationError(
            _("This post is for the whole country. Leave this empty."), code="no_governorate"
        )
    if code and facility is not None and code.strip().upper() != facility.governorate_id:
        raise ValidationError(_("The facility is in another governorate."), code="other_governorate")
    return None


def read_since(since: date | None, today: date) -> date:
    """The first day of a post; ValidationError: required, too_early, too_late."""
    if since is None:
        raise ValidationError(_("Enter the first day of the post."), code="required")
    if since < FIRST_DAY:
        raise ValidationError(_("The system began in 2018. Enter a later day."), code="too_early")
    if since > today + AHEAD:
        raise ValidationError(_("A post begins within a year from today."), code="too_late")
    return since


def refuse_end(until: date | None, since: date | None, today: date) -> None:
    """ValidationError for an end that is past, or not after the first day; no end is right."""
    if until is None:
        return
    if until <= today:
        raise ValidationError(_("Enter a day after today, or leave it empty."), code="past")
    if since is not None and until <= since:
        raise ValidationError(_("A post ends after its first day."), code="before_since")


def read_name_in_arabic(typed: str) -> str:
    """A name in Arabic letters; ValidationError: required, max_length, name."""
    return read_name(typed, _("Enter the name in Arabic letters."), lambda sign: "\u0600" <= sign <= "\u06ff")


def read_name_in_english(typed: str) -> str:
    """A name in Latin letters; ValidationError: required, max_length, name."""
    return read_name(
        typed, _("Enter the name in English letters."), lambda sign: "LATIN" in unicodedata.name(sign, "")
    )


def read_name(typed: str, advice: str, is_letter: Callable[[str], bool]) -> str:
    name = on_one_line(typed)
    if not name:
        raise ValidationError(advice, code="required")
    if len(name) > NAME_LENGTH:
        raise ValidationError(_("The name is longer than 120 characters. Shorten it."), code="max_length")
    letters = [
        sign for sign in name if sign not in INSIDE_A_NAME and not unicodedata.category(sign).startswith("M")
    ]
    if not comparable(name) or not all(sign.isalpha() and is_letter(sign) for sign in letters):
        raise ValidationError(advice, code="name")
    return name
