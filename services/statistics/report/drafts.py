"""A draft: the living numbers of a governorate and a period, sealed so that just these can be published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facilities.geography.models import Governorate
from services.statistics.models import Report
from services.statistics.reading.areas import of_governorate
from services.statistics.reading.numbers import numbers
from services.statistics.reading.periods import Period
from services.statistics.report.contents import contents
from services.statistics.report.serializers import as_kept

SEALED_AS = "statistics.report"
GOOD_FOR = 60 * 60  # seconds in which a draft that was read can be published


@dataclass(frozen=True)
class Draft:
    """Numbers as one snapshot showed them, and which revision they would be."""

    numbers: dict[str, Any]
    revision: int

    @property
    def governorate(self) -> str:
        return self.numbers["governorate"]["code"]

    @property
    def period(self) -> Period:
        first, last = (date.fromisoformat(f"{self.numbers['period'][end]}-01") for end in ("from", "to"))
        return Period(first, last)

    @property
    def as_of(self) -> datetime:
        return datetime.fromisoformat(self.numbers["as_of"])

    @property
    def code(self) -> str:
        period = self.period
        return f"{self.governorate}-{period.first:%Y-%m}-{period.last:%Y-%m}-{self.revision}"

    def sealed(self) -> str:
        return signing.dumps([self.revision, self.numbers], salt=SEALED_AS, compress=True)


def draft_of(governorate: Governorate, period: Period, today: date) -> Draft:
    """As the period stood on its last day, or stands today. Reads only; call it in one snapshot."""
    last = latest(governorate.pk, period)
    counted = numbers(of_governorate(governorate), period, period.known_until(today))
    return Draft(as_kept(contents(counted, today)), (last.revision if last else 0) + 1)


def opened(seal: str) -> Draft:
    """The draft that was sealed. ValidationError at `seal`: not one of the portal's, or read more than an hour ago."""
    try:
        revision, kept = signing.loads(seal, salt=SEALED_AS, max_age=GOOD_FOR)
    except signing.SignatureExpired as fault:
        raise ValidationError(
            {
                "seal": ValidationError(
                    _("This draft is older than an hour. Read it again, then publish it."), "old"
                )
            }
        ) from fault
    except signing.BadSignature as fault:
        raise ValidationError(
            {"seal": ValidationError(_("This is no draft of the portal. Read the draft again."), "invalid")}
        ) from fault
    return Draft(kept, revision)


def latest(governorate: str, period: Period) -> Report | None:
    return Report.objects.of_period(governorate, period.first, period.last).first()
