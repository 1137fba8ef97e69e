"""A citizen gets another number: whatever the portal has to say goes to it, and to the former one nothing more."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application, Interest
from registry.people.actions import access
from registry.people.models import Household
from tests.cast import with_phone
from tests.families import approve, family_of_five, send_application
from tests.registry.people.test_file_access import code_to
from uhis_portal.accounts.actions import change_own_number, request_change, request_code
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db
FORMER, NEW = "01000000001", "01000000042"


def give_new_number(account: Account) -> Account:
    with within(reach_of(account)):
        old, new = request_change(by=account, phone=NEW, now=timezone.now())
        changed = change_own_number(
            by=account, old_code_id=old.pk, old_code=code_to(FORMER), new_code_id=new.pk,
            new_code=code_to(NEW), now=timezone.now(),
        )  # fmt: skip
    with system_reach():
        Message.objects.all().delete()
    return changed


def told() -> set[str]:
    with system_reach():
        return {message.to for message in Message.objects.all()}


def test_what_becomes_of_an_application_is_told_to_the_new_number(
    citizen: Account, clerk: Account, sent_application: Application
) -> None:
    give_new_number(citizen)
    approved = approve(clerk, sent_application)
    assert told() == {NEW}
    with system_reach():
        assert Household.objects.get(pk=approved.household_id).phone == NEW


def test_a_draft_begun_before_is_told_of_at_the_new_number(citizen: Account, luxor_unit: Facility) -> None:
    with within(reach_of(citizen)):
        draft = actions.begin(by=citizen, today=cairo_today(), given={"governorate": "EG-LX"})
    give_new_number(citizen)
    with system_reach():
        assert Application.objects.get(pk=draft.pk).phone == NEW


def test_the_messages_of_the_family_go_to_the_new_number(citizen: Account, registered: Application) -> None:
    give_new_number(citizen)
    with system_reach():
        family = Household.objects.get(pk=registered.household_id)
    assert (family.phone, bytes(family.phone_index)) == (
        NEW,
        bytes(Account.objects.get(pk=citizen.pk).phone_index),
    )


def test_a_number_changed_at_a_counter_takes_the_messages_along(
    citizen: Account, clerk: Account, registered: Application, luxor_unit: Facility
) -> None:
    waiting = send_application(citizen, luxor_unit, family_of_five(day=3))
    sent = request_code(phone=NEW, now=timezone.now())
    with within(reach_of(clerk)):
        access.change_number_at_counter(
            by=clerk, national_id=family_of_five(day=1)[0]["national_id"], card_seen=True, old_phone=FORMER,
            code_id=sent.pk, code=code_to(NEW), now=timezone.now(),
        )  # fmt: skip
    with system_reach():
        assert Household.objects.get(pk=registered.household_id).phone == NEW
        assert Application.objects.get(pk=waiting.pk).phone == NEW


def test_a_family_whose_messages_go_to_another_number_keeps_it(
    citizen: Account, other_citizen: Account, clerk: Account, registered: Application
) -> None:
    with system_reach():
        Household.objects.filter(pk=registered.household_id).update(
            phone=other_citizen.phone, phone_index=other_citizen.phone_index
        )
    give_new_number(citizen)
    with system_reach():
        assert Household.objects.get(pk=registered.household_id).phone == other_citizen.phone


def test_a_number_left_for_the_opening_is_told_at_the_new_one(citizen: Account) -> None:
    with within(reach_of(citizen)):
        actions.leave_number(by=citizen, governorate="EG-C", now=timezone.now(), today=cairo_today())
    changed = give_new_number(citizen)
    assert [one.governorate_id for one in actions.left_in(by=changed)] == ["EG-C"]
    with system_reach():
        assert Interest.objects.get().phone == NEW


def test_a_change_that_is_refused_moves_nothing(citizen: Account, registered: Application) -> None:
    with_phone(NEW)
    with pytest.raises(ValidationError):
        give_new_number(citizen)
    with system_reach():
        assert Household.objects.get(pk=registered.household_id).phone == FORMER


def test_a_number_that_reads_the_file_no_more_gets_no_messages_of_the_family(
    citizen: Account, clerk: Account, registered: Application
) -> None:
    with within(reach_of(clerk)):
        access.end_reading(
            by=clerk, national_id=family_of_five(day=1)[0]["national_id"], card_seen=True, phone=FORMER,
            now=timezone.now(),
        )  # fmt: skip
    with system_reach():
        assert Household.objects.get(pk=registered.household_id).phone is None
