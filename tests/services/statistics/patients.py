"""Whose care it was: given, to somebody who is not registered, and what is learnt of that later."""

from __future__ import annotations

from datetime import date, datetime

from uuid_utils.compat import uuid4, uuid7

from facilities.directory.models import Facility
from registry.people.duplicates.actions import merge, undo_merge
from registry.people.models import Beneficiary, Membership, PossibleDuplicate
from services.records.actions import Guest, identify, log_visit, take_back_identity
from services.records.models import ServiceRecord
from tests.services.visits import lines_of, visit
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import CAIRO
from uhis_portal.reach import SYSTEM, system_reach

KIND = "PHC-LAB"
NOW = datetime(2026, 1, 10, 12, tzinfo=CAIRO)
OLD_YEAR, NEW_YEAR = date(2025, 12, 31), date(2026, 1, 1)


def given(unit: Facility, person: Beneficiary, on: date = NEW_YEAR) -> ServiceRecord:
    [record] = visit(Account.system(), unit.pk, person.pk, lines_of(KIND), on=on, now=NOW)
    return record


def given_to_a_guest(unit: Facility) -> Guest:
    guest = Guest(uuid4(), "unregistered")
    with system_reach():
        log_visit(by=Account.system(), visit=uuid7(), facility=unit.pk, beneficiary=None, guest=guest,
                  provided_on=NEW_YEAR, lines=lines_of(KIND), now=NOW)  # fmt: skip
    return guest


def was(guest: Guest, person: Beneficiary | None) -> None:
    with system_reach():
        if person is None:
            take_back_identity(by=Account.system(), patient=guest.id, reason="slip", now=NOW)
        else:
            identify(by=Account.system(), patient=guest.id, beneficiary=person.pk, reason="card", now=NOW)


def merged(goes: Beneficiary, stays: Beneficiary) -> PossibleDuplicate:
    one, other = sorted([goes, stays], key=lambda person: person.pk)
    with system_reach():
        pair, _made = PossibleDuplicate.objects.get_or_create(
            one=one, other=other,
            defaults={"governorate": one.governorate, "other_governorate": other.governorate, "score": 1,
                      "reasons": [], "found_at": NOW},
        )  # fmt: skip
        kept = Membership.objects.get(beneficiary=stays, until=None)
        merge(by=Account.system(), reach=SYSTEM, pair_id=pair.pk, survivor=stays.pk, membership=kept.pk,
              reason="one card", now=NOW, today=NOW.date(), version=pair.version)  # fmt: skip
    return pair


def unmerged(pair: PossibleDuplicate) -> None:
    with system_reach():
        pair.refresh_from_db()
        undo_merge(
            by=Account.system(), reach=SYSTEM, pair_id=pair.pk, reason="two", now=NOW, version=pair.version
        )
