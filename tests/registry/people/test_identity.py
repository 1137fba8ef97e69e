"""What tells a person: numbers of certificates and passports as they are typed, and each of them once."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from facilities.directory.models import Facility
from registry.people.identity import (
    Certificate,
    NewMember,
    Passport,
    countries,
    read_certificate,
    read_known_as,
    read_passport,
)
from registry.people.models import Beneficiary, FileHolder, Membership, Relation, Sex
from tests.registry.people.households import TODAY, codes, five, person, registered_family
from uhis_portal.accounts.models import Account
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.sealed_fields import index_of

NEWBORN = Certificate(number="778899", guardian=1, birth_date=date(2026, 3, 20), sex=Sex.FEMALE)
SUDANESE = Passport(nationality="SD", number="P0123456", birth_date=date(1990, 5, 5), sex=Sex.MALE)


@pytest.mark.parametrize("typed", ["٧٧٨٨٩٩", " 77 88-99 ", "778899\u200f", "۷۷۸۸۹۹"])
def test_a_certificate_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_certificate(typed) == "778899"


def test_letters_of_a_certificate_become_capitals() -> None:
    assert read_certificate("a-12 345") == "A12345"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("ش123", "signs"),
        ("ABC", "signs"),
        ("ß1234", "signs"),
        ("12", "length"),
        ("1" * 21, "length"),
    ],
)
def test_what_is_no_certificate_number_is_refused_with_one_sentence(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_certificate(typed)
    assert caught.value.code == code


def test_a_passport_is_read_with_its_country() -> None:
    assert read_passport("sd", " p٠١٢-3456 ") == ("SD", "P0123456")


def test_what_is_wrong_with_a_passport_is_said_at_each_field() -> None:
    with pytest.raises(ValidationError) as caught:
        read_passport("XA", "")
    assert codes(caught) == {"nationality": "unknown_country", "passport_number": "required"}
    with pytest.raises(ValidationError) as caught:
        read_passport("EG", "A1234567")
    assert codes(caught) == {"nationality": "egyptian"}


def test_countries_are_named_in_both_languages() -> None:
    assert countries("ar")["SD"] == "السودان"
    assert countries("en")["SD"] == "Sudan"
    assert set(countries("ar")) == set(countries("en"))
    assert not {"EU", "ZZ", "UN"} & set(countries("en"))


def test_only_a_newborn_is_entered_by_a_certificate() -> None:
    given = {"known_by": "certificate", "certificate_number": "12345", "sex": "female", "guardian": 0}
    known_as = read_known_as({**given, "birth_date": date(2026, 3, 1)}, today=TODAY)
    assert (known_as.birth_date, known_as.sex) == (date(2026, 3, 1), Sex.FEMALE)
    with pytest.raises(ValidationError) as caught:
        read_known_as({**given, "birth_date": date(2020, 3, 1)}, today=TODAY)
    assert codes(caught) == {"birth_date": "no_newborn"}


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        read_known_as({"known_by": "certificate"}, today=TODAY)
    assert set(codes(caught)) == {"certificate_number", "birth_date", "sex", "guardian"}
    with pytest.raises(ValidationError) as caught:
        read_known_as({"known_by": "passport"}, today=TODAY)
    assert set(codes(caught)) == {"nationality", "passport_number", "birth_date", "sex"}


def test_no_number_stands_in_a_description() -> None:
    shown = repr(NewMember(Relation.CHILD, "نور", NEWBORN)) + repr(SUDANESE)
    assert "778899" not in shown
    assert "P0123456" not in shown


@pytest.mark.django_db
def test_a_newborn_is_registered_with_the_guardian_of_the_same_family(
    clerk: Account, luxor_unit: Facility
) -> None:
    people = [*five(), NewMember(Relation.CHILD, "نور أحمد محمود", NEWBORN)]
    family = registered_family(clerk, luxor_unit, people)
    with system_reach():
        newborn = Beneficiary.objects.get(certificate_index__isnull=False)
        mother = Membership.objects.get(household=family, relation="spouse").beneficiary
    assert (newborn.guardian_id, newborn.certificate_number) == (mother.pk, "778899")
    assert (newborn.national_id, newborn.national_id_index, newborn.birth_governorate_code) == (
        None,
        None,
        "",
    )
    assert len(newborn.code) == len("B7KM-3XQ9-T4")
    assert newborn.search_keys


@pytest.mark.django_db
def test_a_foreign_member_is_registered_by_passport_once(clerk: Account, luxor_unit: Facility) -> None:
    foreign = NewMember(Relation.SPOUSE, "عثمان حامد الطيب", SUDANESE)
    registered_family(clerk, luxor_unit, [person("head", date(1991, 2, 2), 2), foreign])
    with pytest.raises(ValidationError) as caught:
        registered_family(clerk, luxor_unit, [person("head", date(1992, 2, 2), 2), foreign])
    assert codes(caught) == {"people.1.passport_number": "already_registered"}
    with system_reach():
        row = Beneficiary.objects.get(nationality="SD")
    assert row.passport_number == "P0123456"


@pytest.mark.django_db
def test_the_same_newborn_twice_in_one_list_is_named_at_the_second_place(
    clerk: Account, luxor_unit: Facility
) -> None:
    twice = [NewMember(Relation.CHILD, "نور أحمد", NEWBORN), NewMember(Relation.CHILD, "نورا أحمد", NEWBORN)]
    with pytest.raises(ValidationError) as caught:
        registered_family(clerk, luxor_unit, [*five(), *twice])
    assert codes(caught) == {"people.6.certificate_number": "twice"}


@pytest.mark.django_db
def test_two_newborns_with_one_number_and_other_guardians_are_two_people(
    clerk: Account, luxor_unit: Facility
) -> None:
    for day in (1, 2):
        registered_family(clerk, luxor_unit, [*five(day), NewMember(Relation.CHILD, "نور أحمد", NEWBORN)])
    with system_reach():
        assert Beneficiary.objects.filter(certificate_index=index_of("certificate", "778899")).count() == 2


@pytest.mark.django_db
def test_the_holder_reads_the_file_from_now_on_and_nobody_else_does(
    clerk: Account, citizen: Account, other_citizen: Account, luxor_unit: Facility
) -> None:
    family = registered_family(
        clerk, luxor_unit, holder=citizen, address="شارع المعبد 12", phone="01000000001"
    )
    with system_reach():
        held = FileHolder.objects.get()
        family.refresh_from_db()
    assert (held.account_id, held.household_id, held.how) == (citizen.pk, family.pk, "application")
    assert (family.address, family.phone) == ("شارع المعبد 12", "01000000001")
    assert bytes(family.phone_index) == index_of("phone", "01000000001")
    assert reach_of_households(citizen) == {family.pk}
    assert reach_of_households(other_citizen) == set()


def reach_of_households(account: Account) -> set[object]:
    with within(reach_of(account)) as reach:
        return set(reach.households)


def test_a_guardian_may_be_somebody_registered() -> None:
    known_as = Certificate(number="1", guardian=uuid4(), birth_date=date(2026, 3, 1), sex=Sex.MALE)
    assert NewMember(Relation.CHILD, "x", known_as).identity[0] == "certificate"
