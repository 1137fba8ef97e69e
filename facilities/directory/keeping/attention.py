"""What needs someone's attention today: computed when a page of staff is shown, so that it is never out of date.

A nightly job would have to store what these few indexed queries tell, and would be wrong until the next night.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.directory.accreditation import standing_on
from facilities.directory.hours.rows import read_calendar
from facilities.directory.models import Accreditation, Facility, Proposal
from facilities.directory.rights import may_keep_calendar, works_in_the_system
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import day_bounds
from uhis_portal.display import bilingual, day, number
from uhis_portal.reach import Reach

DECIDED_LATELY = timedelta(days=14)
RAMADAN_AHEAD = timedelta(days=60)
MOST_NAMED = 10  # facilities; more are only counted


class Item(NamedTuple):
    """One sentence, and where to see to it ("": nowhere)."""

    text: str
    url: str = ""


def attention_of(account: Account, reach: Reach, today: date) -> list[Item]:
    """What `account` should see to, in at most six queries; nothing for whoever has no post."""
    if not works_in_the_system(reach):
        return []
    return [
        *waiting(account, reach),
        *decided(account, reach, today),
        *accreditations(reach, today),
        *ramadan(reach, today),
    ]


def waiting(account: Account, reach: Reach) -> Iterator[Item]:
    if not (reach.everything or reach.governorates):
        return
    count = Proposal.objects.to_decide_by(reach, account.pk).count()
    if count:
        words = ngettext(
            "%(count)s proposed change waits for a decision",
            "%(count)s proposed changes wait for a decision",
            count,
        )
        yield Item(words % {"count": number(count)}, reverse("proposals"))


def decided(account: Account, reach: Reach, today: date) -> Iterator[Item]:
    """What became of one's own proposals of late, in the area that one has today."""
    lately = Proposal.objects.in_area_of(reach).filter(
        proposed_by=account,
        state__in=(Proposal.State.APPROVED, Proposal.State.RETURNED),
        decided_at__gte=day_bounds(today - DECIDED_LATELY)[0],
    )
    for proposal in lately.select_related("facility").order_by("-decided_at")[:MOST_NAMED]:
        approved = proposal.state == Proposal.State.APPROVED
        words = (
            _("Your proposal was approved: %(facility)s")
            if approved
            else _("Your proposal was returned: %(facility)s")
        )
        yield Item(
            words % {"facility": bilingual(proposal.facility)}, reverse("proposal", args=[proposal.pk])
        )


def accreditations(reach: Reach, today: date) -> Iterator[Item]:
    """Those that end within WARN_BEFORE, and those that ended without another."""
    own = Facility.objects.in_area_of(reach).listed_on(today).filter(accreditations__isnull=False).distinct()
    facilities = own.only("code", "name_ar", "name_en").prefetch_related(
        Prefetch("accreditations", Accreditation.objects.all())
    )
    found = []
    for facility in facilities:
        standing = standing_on(facility.accreditations.all(), today)
        if standing and standing.until and (standing.ran_out or standing.ends_soon(today)):
            found.append((standing.until, facility, standing.ran_out))
    found.sort(key=lambda entry: (entry[0], entry[1].pk))
    for until, facility, ended in found[:MOST_NAMED]:
        words = (
            _("Accreditation ended on %(day)s: %(facility)s")
            if ended
            else _("Accreditation ends on %(day)s: %(facility)s")
        )
        address = reverse("facility-edit-section", args=[facility.pk, "accreditation"])
        yield Item(words % {"day": day(until), "facility": bilingual(facility)}, address)
    more = len(found) - MOST_NAMED
    if more > 0:
        words = ngettext("and %(count)s more accreditation", "and %(count)s more accreditations", more)
        yield Item(words % {"count": number(more)})


def ramadan(reach: Reach, today: date) -> Iterator[Item]:
    """For who keeps the calendar: a Ramadan that is near and not confirmed."""
    if not may_keep_calendar(reach):
        return
    for season in read_calendar(today).seasons:
        if not season.confirmed and season.since - RAMADAN_AHEAD <= today < season.until:
            words = _("Ramadan is expected from %(day)s and not confirmed yet") % {"day": day(season.since)}
            yield Item(words, reverse("calendar-ramadan", args=[season.hijri_year]))
