"""Who reads which file after somebody left a family: a number reads where its person is, and nobody gains."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from facilities.directory.models import Facility
from registry.people.actions import access, hold_file
from registry.people.models import Beneficiary, FileHolder, Household, JoinCode, Membership
from tests.cast import with_phone
from tests.families import national_id
from tests.registry.people.households import (
    decide,
    five,
    home_of,
    noon,
    person,
    pk,
    record,
    registered_family,
    tell,
    the,
)
from uhis_portal.accounts.models import Account
from uhis_portal.notices.models import Message
from uhis_portal.reach import reach_of, system_reach, within

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
JANUARY = noon(date(2026, 1, 1))
HIS, HERS, OURS = "01000000021", "01000000022", "01000000023"


@pytest.fixture
def family(clerk: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit)


def reader(phone: str, family: Household, member: Membership | None, joined: datetime = JANUARY) -> Account:
    """A number that reads a file; `member` is its person, where that is known."""
    account = with_phone(phone)
    with system_reach():
        hold_file(
            by=account, account=account, household=family, how=FileHolder.How.COUNTER, now=joined,
            person=member.beneficiary_id if member else None,
        )  # fmt: skip
    return account


def reads(account: Account) -> set[Any]:
    with within(reach_of(account)) as reach:
        return set(reach.households)


def told(phone: str) -> list[str]:
    with system_reach():
        return [one.body for one in Message.objects.order_by("made_at") if one.to == phone]


def divorced(clerk: Account, family: Household) -> Membership:
    """The spouse leaves with the youngest child, and has a file of her own."""
    wife = the(family, "spouse")
    record(clerk, family, "divorce", beneficiary=pk(wife), happened_on=MARCH, lives="own",
           children=[pk(the(family, "child", 2))])  # fmt: skip
    return wife


def test_after_a_divorce_each_number_reads_the_family_of_its_person(
    clerk: Account, family: Household
) -> None:
    his, hers = reader(HIS, family, the(family, "head")), reader(HERS, family, the(family, "spouse"))
    wife = divorced(clerk, family)
    assert reads(his) == {family.pk}
    assert reads(hers) == {home_of(wife).pk}
    hers_alone = home_of(wife).file_number
    assert hers_alone in told(HERS)[-1] and hers_alone not in "".join(told(HIS))


def test_a_number_whose_person_is_not_known_reads_neither_file_after_a_divorce_and_is_told(
    clerk: Account, family: Household
) -> None:
    ours = reader(OURS, family, None)
    divorced(clerk, family)
    assert reads(ours) == set()
    assert family.file_number in told(OURS)[-1]


def test_a_code_printed_before_the_divorce_opens_nothing_after_it(
    clerk: Account, family: Household, citizen: Account
) -> None:
    with within(reach_of(clerk)):
        number = national_id(the(family, "head").beneficiary.birth_date, 1)
        printed = access.print_join_code(by=clerk, national_id=number, card_seen=True, now=noon(MARCH))
    divorced(clerk, family)
    with within(reach_of(citizen)), pytest.raises(ValidationError):
        access.join_by_code(
            by=citizen, code=printed.code, birth_date=the(family, "head").beneficiary.birth_date,
            now=noon(date(2026, 3, 2)),
        )  # fmt: skip
    assert reads(citizen) == set()
    with system_reach():
        assert JoinCode.objects.get().used_by is None


def test_messages_of_a_family_do_not_go_to_the_number_of_who_left(
    clerk: Account, luxor_unit: Facility
) -> None:
    family = registered_family(clerk, luxor_unit, phone=HERS)
    reader(HERS, family, the(family, "spouse"))
    wife = divorced(clerk, family)
    family.refresh_from_db()
    assert (family.phone, family.phone_index) == (None, None)
    assert home_of(wife).phone == HERS


def test_a_number_joined_while_a_child_was_small_is_not_the_childs(
    clerk: Account, luxor_unit: Facility
) -> None:
    people = [person("head", date(1970, 1, 1), 1), person("child", date(2007, 12, 1), 3)]
    family = registered_family(clerk, luxor_unit, people, on=date(2024, 1, 1))
    ours = reader(OURS, family, None, joined=noon(date(2024, 1, 1)))
    child = the(family, "child")
    record(clerk, family, "adulthood", beneficiary=pk(child), happened_on=MARCH, lives="own")
    assert reads(ours) == {family.pk}


def test_when_two_families_become_one_their_numbers_read_the_one(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    host = registered_family(clerk, luxor_unit, five(1))
    guest = registered_family(clerk, luxor_unit, five(2))
    theirs = reader(OURS, guest, None)
    hers = reader(HERS, guest, the(guest, "spouse"))
    their_head = the(guest, "head").beneficiary
    event = tell(clerk, host, "join", happened_on=MARCH, relation="dependant",
                 other_national_id=number_of(their_head))  # fmt: skip
    decide(other_clerk, event)
    assert reads(theirs) == reads(hers) == {host.pk}


def number_of(who: Beneficiary) -> str:
    with system_reach():
        return Beneficiary.objects.get(pk=who.pk).national_id or ""


def test_who_splits_off_reads_the_new_family_and_who_stays_the_old(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    people = [
        person("head", date(1960, 1, 1), 1),
        person("child", date(1985, 1, 1), 2),
        person("dependant", date(1986, 1, 1), 3),
    ]
    family = registered_family(clerk, luxor_unit, people)
    son = the(family, "child")
    his, parents = reader(HIS, family, son), reader(OURS, family, the(family, "head"))
    leaving = [pk(son), pk(the(family, "dependant"))]
    decide(other_clerk, tell(clerk, family, "split", happened_on=MARCH, leaving=leaving, their_head=pk(son)))
    assert reads(his) == {home_of(son).pk} != reads(parents) == {family.pk}


def test_the_number_of_who_died_reads_nothing_and_the_others_go_on(clerk: Account, family: Household) -> None:
    his, ours = reader(HIS, family, the(family, "head")), reader(OURS, family, None)
    record(clerk, family, "death", beneficiary=pk(the(family, "head")), happened_on=MARCH,
           new_head=pk(the(family, "spouse")))  # fmt: skip
    assert reads(his) == set()
    assert reads(ours) == {family.pk}


def test_a_child_who_goes_to_the_other_parent_takes_no_number_along(
    clerk: Account, other_clerk: Account, family: Household, luxor_unit: Facility
) -> None:
    ours = reader(OURS, family, None)
    mother = registered_family(clerk, luxor_unit, [person("head", date(1975, 5, 5), 4)])
    event = tell(clerk, family, "custody", beneficiary=pk(the(family, "child", 2)), happened_on=MARCH,
                 other_national_id=number_of(the(mother, "head").beneficiary))  # fmt: skip
    decide(other_clerk, event)
    assert reads(ours) == {family.pk}


def test_a_new_head_a_move_and_a_birth_change_no_reader(clerk: Account, family: Household) -> None:
    his, ours = reader(HIS, family, the(family, "head")), reader(OURS, family, None)
    record(clerk, family, "birth", full_name="نور أحمد محمود", national_id=national_id(MARCH, 5))
    record(clerk, family, "new_head", beneficiary=pk(the(family, "spouse")), happened_on=MARCH)
    assert reads(his) == reads(ours) == {family.pk}


def test_the_one_adult_who_registered_a_family_is_known_as_the_person_of_the_number(
    clerk: Account, luxor_unit: Facility, citizen: Account
) -> None:
    alone = [person("head", date(1980, 1, 1), 1), person("child", date(2015, 1, 1), 1)]
    family = registered_family(clerk, luxor_unit, alone, holder=citizen, now=JANUARY)
    two = registered_family(clerk, luxor_unit, five(3), holder=citizen, now=JANUARY)
    with system_reach():
        known = dict(FileHolder.objects.values_list("household", "person"))
    assert known == {family.pk: the(family, "head").beneficiary_id, two.pk: None}
