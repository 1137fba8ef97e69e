"""Who reads a family's file at home: numbers joined at a counter, or by a printed code and one more fact of the file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from registry.people.actions.reading import facility_of, look_up
from registry.people.ages import is_adult
from registry.people.models import Beneficiary, FileHolder, Household, JoinCode, Membership
from registry.people.national_id import parse
from uhis_portal.accounts.actions import account_of, give_number, prove_number
from uhis_portal.accounts.models import Account
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.arabic import typed_number
from uhis_portal.audit.actions import note
from uhis_portal.audit.models import Event
from uhis_portal.calendar import CAIRO
from uhis_portal.codes import is_code, new_code
from uhis_portal.notices.actions import send
from uhis_portal.reach import add_household, system_reach
from uhis_portal.refusals import TooMany

REFUSED = "people.join_refused"
REFUSALS = 10  # of one account within REFUSED_WITHIN
REFUSED_WITHIN = timedelta(hours=1)
NO_HOUSEHOLD = UUID(int=0)
# Why a clerk looked a person up, as the family reads it; kept in English, shown in the reader's language.
JOINING = gettext_noop("to join a mobile number to the family's file")
PRINTING = gettext_noop("to print a code for the family's file")
CHANGING = gettext_noop("to change the mobile number of the family's file")
ENDING = gettext_noop("to end a mobile number's reading of the family's file")


@dataclass(frozen=True)
class PrintedCode:
    """A code as it is printed: only now is it known in clear."""

    code: str
    household: Household
    until: date


@transaction.atomic
def hold_file(
    *,
    by: Account,
    account: Account,
    household: Household,
    how: str,
    now: datetime,
    person: UUID | None = None,
) -> FileHolder:
    """Join a citizen's account to a family's file, which must be in reach; who holds it already goes on holding it.

    `person` is the beneficiary whose number it is, where that is known.
    """
    held, is_new = FileHolder.objects.get_or_create(
        account=account,
        household=household,
        ended_at=None,
        defaults={"how": how, "joined_at": now, "person_id": person},
    )
    if not is_new and person is not None and held.person_id != person:
        held.person_id = person
        held.save(update_fields=["person"])
    if is_new:
        note(
            by=by,
            action="people.hold_file",
            subject=household,
            facility=facility_of(by),
            details={"account": str(account.pk), "how": how},
        )
    return held


def join_at_counter(
    *, by: Account, national_id: str, card_seen: bool, code_id: UUID, code: str, now: datetime
) -> FileHolder:
    """Join the number that a code was sent to, which the person at the counter reads out, to the person's family file.

    Raises ValidationError at `national_id`, `card_seen`, `code`.
    """
    person = person_with_card(by=by, national_id=national_id, card_seen=card_seen, reason=JOINING, now=now)
    proof = prove_number(code_id=code_id, typed=code, now=now)
    with transaction.atomic():
        account, _made = account_of(proof)
        others = list(holders_of(person.household).exclude(account=account).select_related("account"))
        held = hold_file(
            by=by,
            account=account,
            household=person.household,
            how=FileHolder.How.COUNTER,
            now=now,
            person=person.pk,
        )
        tell_joined(person.household, account, others)
    return held


def print_join_code(*, by: Account, national_id: str, card_seen: bool, now: datetime) -> PrintedCode:
    """A new code for the family of the person at the counter; with a fact of the file it joins one number, once.

    Raises ValidationError at `national_id`, `card_seen`.
    """
    person = person_with_card(by=by, national_id=national_id, card_seen=card_seen, reason=PRINTING, now=now)
    family, code = person.household, new_code()
    with transaction.atomic():
        JoinCode.objects.create(
            household=family,
            governorate_id=family.governorate_id,
            unit_id=family.unit_id,
            digest=JoinCode.digest_of(read_code(code)),
            made_by=by,
            made_at=now,
        )
        note(by=by, action="people.print_join_code", subject=family, facility=facility_of(by))
    return PrintedCode(code=code, household=family, until=(now + JoinCode.LIFETIME).astimezone(CAIRO).date())


def join_by_code(*, by: Account, code: str, birth_date: date | None, now: datetime) -> Household:
    """Join one's own number to a file by a printed code and the birth date of an adult of the family.

    A code that does not exist, is used up or too old, and a birth date of nobody there are answered alike, after the
    same work. Raises ValidationError at `code` and `birth_date`, TooMany after ten refusals within an hour.
    """
    signs = refuse_unreadable(code, birth_date)
    hold_account(by)
    with system_reach():
        refused = Event.objects.filter(account_id=by.pk, action=REFUSED, at__gt=now - REFUSED_WITHIN).count()
    if refused >= REFUSALS:
        raise TooMany(
            _("Too many codes were refused. Try again in an hour, or ask at the counter of your unit."),
            retry_after=int(REFUSED_WITHIN.total_seconds()),
        )
    with transaction.atomic():
        printed = use_code(signs, birth_date, by=by, now=now)
        if printed is not None:
            add_household(printed.household_id)
            family = Household.objects.get(pk=printed.household_id)
            hold_file(
                by=by,
                account=by,
                household=family,
                how=FileHolder.How.CODE,
                now=now,
                person=only_adult(family, now, born=birth_date),
            )
            others = holders_of(family).exclude(account=by).select_related("account")
            tell_joined(family, by, list(others))
            return family
        note(by=by, action=REFUSED, subject=by)
    raise ValidationError(
        {
            "code": ValidationError(
                _(
                    "This code and this birth date do not open a file. Check both. After five tries, or 30 days, a "
                    "new sheet is needed: ask for it at a counter."
                ),
                code="does_not_open",
            )
        }
    )


def use_code(signs: str, birth_date: date | None, *, by: Account, now: datetime) -> JoinCode | None:
    """The code, used up, if it is open and the fact is right; else None. The statements are the same in every case."""
    with system_reach():
        printed = JoinCode.objects.select_for_update().filter(digest=JoinCode.digest_of(signs)).first()
        adults = adult_birth_dates(printed.household_id if printed else NO_HOUSEHOLD, now)
        right = printed is not None and printed.open_at(now) and birth_date in adults
        this = JoinCode.objects.filter(pk=printed.pk if printed else NO_HOUSEHOLD)
        if right:
            this.update(used_at=now, used_by=by)
        else:
            this.update(tries=F("tries") + 1)
    return printed if right else None


def adult_birth_dates(household: UUID, now: datetime) -> set[date]:
    """Birth dates of the adults who belong to a family today."""
    today = now.astimezone(CAIRO).date()
    members = Membership.objects.filter(household=household, until__isnull=True)
    born = members.values_list("beneficiary__birth_date", flat=True)
    return {birth_date for birth_date in born if is_adult(birth_date, today)}


def only_adult(household: Household, now: datetime, *, born: date | None = None) -> UUID | None:
    """The one adult of a family, or the one born on that day; None where there are several."""
    today = now.astimezone(CAIRO).date()
    members = Membership.objects.filter(household=household, until__isnull=True)
    rows = members.values_list("beneficiary", "beneficiary__birth_date")
    adults = [
        person for person, birth_date in rows if is_adult(birth_date, today) and born in (None, birth_date)
    ]
    return adults[0] if len(adults) == 1 else None


def change_number_at_counter(
    *,
    by: Account,
    national_id: str,
    card_seen: bool,
    old_phone: str,
    code_id: UUID,
    code: str,
    now: datetime,
) -> Account:
    """Give the account that reads the person's family file under `old_phone` the number that a code was sent to.

    Raises ValidationError at `national_id`, `card_seen`, `old_phone`, `code`.
    """
    person = person_with_card(by=by, national_id=national_id, card_seen=card_seen, reason=CHANGING, now=now)
    held = holder_with(person.household, old_phone, field="old_phone")
    proof = prove_number(code_id=code_id, typed=code, now=now)
    with transaction.atomic():
        account = give_number(by=by, account=held.account, proof=proof, field="code")
        note(by=by, action="people.change_number", subject=person.household, facility=facility_of(by))
    return account


def end_reading(*, by: Account, national_id: str, card_seen: bool, phone: str, now: datetime) -> FileHolder:
    """From now on a number reads the person's family file no more.

    Raises ValidationError at `national_id`, `card_seen`, `phone`.
    """
    person = person_with_card(by=by, national_id=national_id, card_seen=card_seen, reason=ENDING, now=now)
    held = holder_with(person.household, phone, field="phone")
    with transaction.atomic():
        held.ended_at = now
        held.save(update_fields=["ended_at"])
        forget_phone(person.household, held.account)
        note(
            by=by,
            action="people.end_reading",
            subject=person.household,
            facility=facility_of(by),
            details={"account": str(held.account_id)},
        )
    return held


def forget_phone(household: Household, account: Account) -> None:
    """Send the family's messages no more to the number of an account that reads its file no more."""
    Household.objects.filter(pk=household.pk, phone_index=account.phone_index).update(
        phone=None, phone_index=None
    )


def follow_number(*, account: Account, before: bytes, **_signal: Any) -> None:
    """The families whose messages went to the former number of `account`, and whose file it reads, get them at the new one.

    The former number may soon be somebody else's.
    """
    with system_reach():  # a number changed at a counter may be that of several families
        held = FileHolder.objects.filter(account=account, ended_at__isnull=True).values("household")
        Household.objects.filter(pk__in=held, phone_index=before).update(
            phone=account.phone, phone_index=account.phone_index
        )


def person_with_card(
    *, by: Account, national_id: str, card_seen: bool, reason: str, now: datetime
) -> Beneficiary:
    """The adult at the counter whose card the clerk holds; the family is then in reach, and the asking is noted.

    Raises ValidationError at `national_id` (as `look_up`; unknown, no_adult, no_family) and `card_seen`.
    """
    today = now.astimezone(CAIRO).date()
    if not card_seen:
        raise ValidationError(without_card(national_id, today))
    person = look_up(by=by, national_id=national_id, reason=reason, today=today, facility=facility_of(by))
    if person is None:
        message, code = _("Nobody is registered with this number. Compare it with the card."), "unknown"
    elif not is_adult(person.birth_date, today):
        message, code = (
            _("This is a child. An adult of the family has to come with their own card."),
            "no_adult",
        )
    elif not belongs_today(person):
        message, code = _("This person belongs to no family today, so there is no file to join."), "no_family"
    else:
        return person
    raise ValidationError({"national_id": ValidationError(message, code=code)})


def without_card(national_id: str, today: date) -> dict[str, ValidationError]:
    """What is wrong when the card was not seen; then nobody is looked up."""
    faults = {
        "card_seen": ValidationError(
            _("Look at the card of the person before you, then confirm it here."), code="required"
        )
    }
    try:
        parse(national_id, today=today)
    except ValidationError as fault:
        faults["national_id"] = fault
    return faults


def belongs_today(person: Beneficiary) -> bool:
    """Whether the person lives, was entered once, and has a membership that has not ended."""
    if person.died_on is not None or person.merged_into_id is not None:
        return False
    return Membership.objects.filter(
        beneficiary=person, household=person.household, until__isnull=True
    ).exists()


def holders_of(household: Household) -> QuerySet[FileHolder]:
    """Those who read a file today."""
    return FileHolder.objects.filter(household=household, ended_at__isnull=True)


def holder_with(household: Household, typed: str, *, field: str) -> FileHolder:
    """Who reads the file with this number; ValidationError at `field`: not_a_mobile, no_holder."""
    try:
        number = mobile_number(typed)
    except ValidationError as fault:
        raise ValidationError({field: fault}) from fault
    account = Account.objects.with_phone(number).first()
    held = holders_of(household).filter(account=account).first() if account else None
    if held is None:
        raise ValidationError(
            {
                field: ValidationError(
                    _("This number does not read the file of this family. Ask for the right one."),
                    code="no_holder",
                )
            }
        )
    return held


def tell_joined(household: Household, account: Account, others: list[FileHolder]) -> None:
    """A message to the number that was joined, and to those that read the file before, in the family's language."""
    names = {"file_number": household.file_number}
    with override(household.language):
        send(to=account.phone or "", body=_("This number now reads family file %(file_number)s.") % names)
        for other in others:
            body = _("One more number reads family file %(file_number)s. Not you? Call 15344.")
            send(to=other.account.phone or "", body=body % names)


def refuse_unreadable(code: str, birth_date: date | None) -> str:
    """The signs of a code; ValidationError at `code` and `birth_date` for what is missing or can be no code."""
    faults: dict[str, ValidationError] = {}
    signs = ""
    try:
        signs = read_code(code)
    except ValidationError as fault:
        faults["code"] = fault
    if birth_date is None:
        faults["birth_date"] = ValidationError(
            _("Enter the birth date of an adult of the family."), code="required"
        )
    if faults:
        raise ValidationError(faults)
    return signs


def read_code(typed: str) -> str:
    """The ten signs of a printed code, however typed; ValidationError: required, shape."""
    signs = typed_number(typed or "")
    signs = signs.upper() if signs.isascii() else signs
    if not signs:
        raise ValidationError(_("Enter the code of the sheet."), code="required")
    if not is_code(signs):
        raise ValidationError(
            _("A code has ten letters and digits, such as B7KM-3XQ9-T4. Compare it with the sheet."),
            code="shape",
        )
    return signs


def hold_account(account: Account) -> None:
    """Let one request of an account at a time try codes, until the transaction ends."""
    digest = hashlib.sha256(b"join:" + account.pk.bytes).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
