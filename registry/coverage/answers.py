"""Covered or not, and why: the answer of the day on which care was given. It says who pays, never whether care is given.

Until contributions are reckoned, registration alone decides: who belonged to a registered family on that day is covered.
A foreign member's cover is decided elsewhere and not known here. Source: Law 2/2018; what it leaves to its executive
regulations is answered "not known".
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from uhis_portal.reach import system_reach


class Cover(models.TextChoices):
    COVERED = "covered", _("covered")
    NOT_COVERED = "not_covered", _("not covered")
    NOT_KNOWN = "not_known", _("cover not known")


class Why(models.TextChoices):
    REGISTERED = "registered", _("registered with the system on this day")
    NOT_YET = "not_yet", _("registered with the system only after this day")
    LEFT = "left", _("no longer registered with the system on this day")
    FOREIGNER = "foreigner", _("a foreign member, whose cover has not been decided")
    UNREGISTERED = "unregistered", _("not registered with the system")
    VISITOR = "visitor", _("a visitor who is not insured")


ANSWERS = {
    Why.REGISTERED: Cover.COVERED,
    Why.NOT_YET: Cover.NOT_COVERED,
    Why.LEFT: Cover.NOT_COVERED,
    Why.FOREIGNER: Cover.NOT_KNOWN,
    Why.UNREGISTERED: Cover.NOT_COVERED,
    Why.VISITOR: Cover.NOT_COVERED,
}

# The reason on a day is worked out in the database, by the function coverage_why(person, nationality, day).
COVER_OF = "CASE {why} " + " ".join(f"WHEN '{why}' THEN '{cover}'" for why, cover in ANSWERS.items()) + " END"


class Answer(NamedTuple):
    """Whether somebody is covered on a day, and why."""

    cover: Cover
    why: Why


def answers_on(day: date, people: Iterable[UUID]) -> dict[UUID, Answer]:
    """The answer for each of some people by id; the caller has made sure that they may be asked about."""
    with system_reach(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, coverage_why(id, nationality, %s) FROM people_beneficiary WHERE id = ANY(%s::uuid[])",
            [day, [str(person) for person in people]],
        )
        return {UUID(str(person)): Answer(ANSWERS[Why(why)], Why(why)) for person, why in cursor.fetchall()}
