"""Two who publish the same report at the same moment: who holds what open is decided here, and by no clock."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.utils import timezone

from facilities.geography.models import Governorate
from services.statistics.models import Report
from services.statistics.reading.periods import Period, months_after
from services.statistics.report.actions import publish
from services.statistics.report.drafts import Draft, draft_of
from tests.services.statistics.held_open import HeldOpen
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft() -> Draft:
    """Last month in Luxor, as both have read it."""
    month = months_after(cairo_today().replace(day=1), -1)
    return draft_of(Governorate.objects.get(pk="EG-LX"), Period(month, month), cairo_today())


def publishing(by: Account, draft: Draft, answers: dict[UUID, str]) -> Callable[[], None]:
    """Publish as a door does: it answers a refusal, and commits what else its transaction holds."""

    def work() -> None:
        try:
            answers[by.pk] = publish(by=by, seal=draft.sealed(), now=timezone.now()).code
        except Conflict as refusal:
            answers[by.pk] = refusal.code

    return work


def published() -> list[tuple[str, int, UUID]]:
    """Each report that is kept: its code, its revision and who published it. The audit says the same."""
    kept = [(one.code, one.revision, one.published_by_id) for one in Report.objects.order_by("published_at")]
    with system_reach():
        events = Event.objects.filter(action="statistics.publish_report").order_by("at")
        noted = [(one.subject_id, one.details["revision"], one.account_id) for one in events]
    assert noted == kept
    return kept


def test_of_two_who_publish_a_draft_at_the_same_moment_the_second_is_told_and_leaves_nothing(
    draft: Draft, governorate_admin: Account, national_admin: Account
) -> None:
    answers: dict[UUID, str] = {}
    first = HeldOpen(publishing(governorate_admin, draft, answers)).has_written()
    second = HeldOpen(publishing(national_admin, draft, answers)).waits()
    assert published() == []
    first.commit()
    second.has_written().commit()
    assert answers == {
        governorate_admin.pk: draft.code,
        national_admin.pk: "published_meanwhile",
    }
    assert published() == [(draft.code, 1, governorate_admin.pk)]
    assert Report.objects.get().numbers == draft.numbers


def test_when_the_first_dies_before_it_is_kept_the_second_publishes(
    draft: Draft, governorate_admin: Account, national_admin: Account
) -> None:
    answers: dict[UUID, str] = {}
    first = HeldOpen(publishing(governorate_admin, draft, answers)).has_written()
    second = HeldOpen(publishing(national_admin, draft, answers)).waits()
    first.kill()
    second.has_written().commit()
    assert answers[national_admin.pk] == draft.code
    assert published() == [(draft.code, 1, national_admin.pk)]
