"""Changes of the calendar that opening hours depend on: by whoever keeps it, or answers for the facility."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from facilities.directory.hours.egypt import YEARS_OF_THE_LIBRARY, expected_ramadan
from facilities.directory.hours.week import DAY
from facilities.directory.models import Facility, HoursException, Season
from facilities.directory.models.hours import Part
from facilities.directory.rights import may_approve, may_keep_calendar
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.reach import Reach
from uhis_portal.refusals import Stale

OFF_AT_MOST = timedelta(days=3)  # a sighting of the moon moves the beginning by a day or two
LONGEST = timedelta(days=366)
FARTHEST = timedelta(days=2 * 366)
NOTING_DAYS = 0x0DA75  # the first half of the advisory locks of days with other hours
REASON = HoursException._meta.get_field("reason").max_length or 0


@transaction.atomic
def confirm_season(
    *, by: Account, reach: Reach, hijri_year: int, since: date, until: date, version: int, now: datetime
) -> Season:
    """Say on which days Ramadan of a Hijri year is, `until` being the first day after it.

    `version` is that of the row seen, 0 where there was none: Stale (412) when someone was quicker. PermissionDenied for
    who does not keep the calendar; ValidationError at `until` when it has not 29 or 30 days, at `since` when it lies more
    than three days off the calendar's.
    Season.DoesNotExist for a year without calendar.
    """
    refuse_others(reach, None)
    if hijri_year not in YEARS_OF_THE_LIBRARY:
        raise Season.DoesNotExist
    expected = expected_ramadan(hijri_year)
    if abs(since - expected.since) > OFF_AT_MOST:
        sentence = _("By the calendar, Ramadan %(year)s begins on %(day)s. Check the first day.")
        words = {"year": hijri_year, "day": date_format(expected.since, "DATE_FORMAT")}
        raise refusal("since", sentence % words, "far_off")
    if (until - since).days not in (29, 30):
        raise refusal("until", _("Ramadan has 29 or 30 days. Check the last day."), "length")
    season = Season.objects.select_for_update().filter(pk=hijri_year).first()
    if (season.version if season else 0) != version:
        raise Stale(_("Someone has confirmed these days meanwhile. Look at them again."), code="stale")
    if season is None:
        season = Season(pk=hijri_year, version=0)
    elif (season.since, season.until) == (since, until):
        return season
    before = {"since": str(season.since), "until": str(season.until)} if version else {}
    season.since, season.until, season.version = since, until, version + 1
    season.confirmed_by, season.confirmed_at = by, now
    try:
        with transaction.atomic():
            season.save(force_insert=not version)
    except IntegrityError as fault:
        raise Stale(
            _("Someone has confirmed these days meanwhile. Look at them again."), code="stale"
        ) from fault
    after = {"since": str(since), "until": str(until)}
    note(by=by, action="hours.season_confirmed", subject=season, details={"before": before, "after": after})
    return season


@transaction.atomic
def add_exception(
    *,
    by: Account,
    reach: Reach,
    facility: Facility | None,
    of: str,
    since: date,
    until: date,
    opens: int | None,
    closes: int | None,
    reason_ar: str,
    reason_en: str,
    now: datetime,
    today: date,
) -> HoursException:
    """Other hours on the days from `since` to before `until`, of one facility or of all; without hours: closed.

    `opens` and `closes` are minutes after 00:00; an end before the beginning lies on the next day. A day with a pause
    takes two exceptions, one for each part. PermissionDenied for who keeps neither the calendar nor the facility;
    ValidationError at the field that is wrong, at `since` where something is said for one of these days already.
    """
    refuse_others(reach, facility)
    faults: dict[str, ValidationError] = {}
    if of not in Part.values:
        faults["of"] = ValidationError(_("Choose clinics or emergencies."), code="unknown")
    if until <= since:
        faults["until"] = ValidationError(_("The last day lies before the first one."), code="order")
    elif until <= today:
        faults["until"] = ValidationError(_("These days are over."), code="past")
    elif until - since > LONGEST:
        faults["until"] = ValidationError(
            _("That is more than a year. Change the weekly hours instead."), code="long"
        )
    elif since > today + FARTHEST:
        faults["since"] = ValidationError(_("That is more than two years ahead."), code="far")
    if (opens is None) != (closes is None):
        missing = "opens" if opens is None else "closes"
        faults[missing] = ValidationError(_("Give both times, or none for a closure."), code="half")
    elif opens is not None and opens >= DAY:
        faults["opens"] = ValidationError(_("A day begins at 00:00 and ends before 24:00."), code="time")
    elif opens is not None and opens == closes:
        faults["closes"] = ValidationError(
            _("These hours end when they begin. For the whole day write 00:00 and 24:00."), code="empty"
        )
    for name, text in (("reason_ar", reason_ar), ("reason_en", reason_en)):
        if not text.strip():
            faults[name] = ValidationError(_("Say why, in both languages."), code="required")
        elif len(text.strip()) > REASON:
            faults[name] = ValidationError(
                _("At most %(number)s characters.") % {"number": REASON}, code="max_length"
            )
    if faults:
        raise ValidationError(faults)
    if opens is not None and closes is not None and closes < opens:
        closes += DAY
    hold_days_of(facility)
    try:
        with transaction.atomic():
            exception = HoursException.objects.create(
                facility=facility,
                of=of,
                since=since,
                until=until,
                opens=opens,
                closes=closes,
                reason_ar=reason_ar.strip(),
                reason_en=reason_en.strip(),
                made_by=by,
                made_at=now,
            )
    except IntegrityError as fault:
        raise refusal(
            "since", _("Other hours are already said for one of these days. Remove them first."), "overlap"
        ) from fault
    tell(exception, by=by, action="hours.exception_added")
    return exception


@transaction.atomic
def remove_exception(
    *, by: Account, reach: Reach, facility: Facility | None, exception_id: UUID, today: date
) -> None:
    """Take other hours of a facility, or of all, back. HoursException.DoesNotExist when they are not there (any more);
    PermissionDenied as `add_exception` raises it; ValidationError when their days are over: what was is not changed.
    """
    refuse_others(reach, facility)
    exception = HoursException.objects.select_for_update().get(pk=exception_id, facility=facility)
    if exception.until <= today:
        raise ValidationError(_("These days are over."), code="past")
    tell(exception, by=by, action="hours.exception_removed")
    exception.delete()


def refuse_others(reach: Reach, facility: Facility | None) -> None:
    """PermissionDenied for who may not say the days of `facility`; None: those of all."""
    if not (may_keep_calendar(reach) if facility is None else may_approve(reach, facility)):
        raise PermissionDenied


def hold_days_of(facility: Facility | None) -> None:
    """Let one at a time note days of `facility`, or of all, until the transaction ends.

    Two rows of an exclusion constraint that are written at the same moment would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [NOTING_DAYS, facility.pk if facility else ""]
        )


def tell(exception: HoursException, *, by: Account, action: str) -> None:
    note(
        by=by,
        action=action,
        subject=exception,
        facility=exception.facility_id or "",
        reason=exception.reason_en,
        details={
            "of": exception.of,
            "since": str(exception.since),
            "until": str(exception.until),
            "opens": exception.opens,
            "closes": exception.closes,
        },
    )


def refusal(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})
