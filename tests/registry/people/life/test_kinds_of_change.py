"""Each kind of change: who belongs to which family afterwards, since when and why, and that the past stays as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.family import members_on
from registry.people.models import Beneficiary, Household, Membership
from tests.families import national_id
from tests.registry.people.households import (
    REGISTERED,
    TODAY,
    codes,
    decide,
    five,
    home_of,
    now_in,
    person,
    pk,
    record,
    registered_family,
    rows,
    taken,
    tell,
    the,
)
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def family(clerk: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit)


@pytest.fixture
def other_family(clerk: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit, five(day=2))


def relations_on(family: Household, day: date) -> list[str]:
    with system_reach():
        return [one.relation for one in members_on(family, day)]


def fresh(family: Household) -> Household:
    with system_reach():
        family.refresh_from_db()
    return family


def holds() -> None:
    """What the database checks at the end of a transaction holds now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_a_newborn_without_a_number_joins_the_family_from_the_day_of_birth(
    clerk: Account, family: Household, luxor_unit: Facility
) -> None:
    mother = the(family, "spouse")
    event = record(clerk, family, "birth", full_name="نور أحمد محمود", known_by="certificate", guardian=pk(mother),
                   certificate_number="٧٧-٨٨٩٩", birth_date=date(2026, 3, 20), sex="female")  # fmt: skip
    assert event.status == "confirmed"
    newborn = next(one for one in rows(family) if one.began_by == "birth")
    assert (newborn.since, newborn.relation, newborn.birth_year) == (date(2026, 3, 20), "child", 2026)
    assert (newborn.beneficiary.guardian_id, newborn.beneficiary_id) == (
        mother.beneficiary_id,
        event.beneficiary_id,
    )
    assert taken(luxor_unit) == 6
    assert len(relations_on(family, date(2026, 3, 19))) == 5
    assert len(relations_on(family, date(2026, 3, 20))) == 6
    holds()


def test_a_newborn_is_registered_once_by_guardian_and_certificate(clerk: Account, family: Household) -> None:
    given = {"full_name": "نور أحمد محمود", "known_by": "certificate", "guardian": pk(the(family, "spouse")),
             "certificate_number": "778899", "birth_date": date(2026, 3, 20), "sex": "female"}  # fmt: skip
    record(clerk, family, "birth", **given)
    with pytest.raises(ValidationError) as caught:
        record(clerk, family, "birth", **given)
    assert codes(caught) == {"certificate_number": "already_registered"}


def test_a_newborn_who_gets_a_number_stays_the_same_person(clerk: Account, family: Household) -> None:
    born = date(2026, 3, 20)
    event = record(clerk, family, "birth", full_name="نور أحمد محمود", known_by="certificate", birth_date=born,
                   guardian=pk(the(family, "spouse")), certificate_number="778899", sex="female")  # fmt: skip
    number = national_id(born, 4)
    record(
        clerk,
        family,
        "correction",
        field="national_id",
        beneficiary=str(event.beneficiary_id),
        national_id=number,
    )
    with system_reach():
        child = Beneficiary.objects.get(pk=event.beneficiary_id)
        assert Beneficiary.objects.count() == 6
    assert (child.national_id, child.certificate_number, child.birth_governorate_code) == (
        number,
        "778899",
        "29",
    )
    assert len(rows(family)) == 6


def test_a_number_that_another_has_corrects_nothing(
    clerk: Account, family: Household, other_family: Household
) -> None:
    number = national_id(date(1985, 3, 2), 1)
    with pytest.raises(ValidationError) as caught:
        record(
            clerk,
            family,
            "correction",
            field="national_id",
            beneficiary=pk(the(family, "head")),
            national_id=number,
        )
    assert codes(caught) == {"national_id": "already_registered"}


def test_a_child_taken_in_leaves_the_other_family_on_the_same_day(
    clerk: Account, other_clerk: Account, family: Household, other_family: Household, luxor_unit: Facility
) -> None:
    child = the(other_family, "child", 2)
    event = tell(clerk, family, "adoption", happened_on=MARCH, full_name="يوسف أحمد محمود", proof="decision 5",
                 national_id=national_id(child.beneficiary.birth_date, 5))  # fmt: skip
    assert event.status == "reported"
    decide(other_clerk, event)
    ended = next(one for one in rows(other_family) if one.until)
    assert (ended.until, ended.ended_by) == (MARCH, "adoption")
    assert now_in(family)[pk(child)] == "dependant"
    assert taken(luxor_unit) == 10
    holds()


def test_who_dies_belongs_to_the_family_until_the_end_of_that_day(
    clerk: Account, family: Household, luxor_unit: Facility
) -> None:
    spouse = the(family, "spouse")
    record(clerk, family, "death", beneficiary=pk(spouse), happened_on=MARCH)
    ended = next(one for one in rows(family) if one.beneficiary_id == spouse.beneficiary_id)
    assert (ended.until, ended.ended_by, ended.beneficiary.died_on) == (
        MARCH + timedelta(days=1),
        "death",
        MARCH,
    )
    assert "spouse" in relations_on(family, MARCH)
    assert "spouse" not in relations_on(family, MARCH + timedelta(days=1))
    assert taken(luxor_unit) == 4


def test_when_the_head_dies_the_report_names_the_new_one(clerk: Account, family: Household) -> None:
    head, spouse = the(family, "head"), the(family, "spouse")
    with pytest.raises(ValidationError) as caught:
        record(clerk, family, "death", beneficiary=pk(head), happened_on=MARCH)
    assert codes(caught) == {"new_head": "required"}
    record(clerk, family, "death", beneficiary=pk(head), happened_on=MARCH, new_head=pk(spouse))
    assert sorted(now_in(family).values()) == ["child", "child", "child", "head"]
    assert now_in(family)[pk(spouse)] == "head"
    assert relations_on(family, MARCH) == ["head", "spouse", "child", "child", "child"]
    holds()


def test_a_child_is_no_head_while_an_adult_is_there(clerk: Account, family: Household) -> None:
    with pytest.raises(ValidationError) as caught:
        record(clerk, family, "death", beneficiary=pk(the(family, "head")), happened_on=MARCH,
               new_head=pk(the(family, "child")))  # fmt: skip
    assert codes(caught) == {"new_head": "no_adult"}


def test_a_family_whose_last_member_dies_is_closed(clerk: Account, luxor_unit: Facility) -> None:
    alone = registered_family(clerk, luxor_unit, [person("head", date(1950, 1, 1), 1)])
    record(clerk, alone, "death", beneficiary=pk(the(alone, "head")), happened_on=MARCH)
    assert fresh(alone).closed_on == MARCH + timedelta(days=1)
    assert taken(luxor_unit) == 0
    holds()


def test_a_spouse_who_was_not_registered_comes_into_the_family(clerk: Account, luxor_unit: Facility) -> None:
    alone = registered_family(clerk, luxor_unit, [person("head", date(1995, 1, 1), 1)])
    record(clerk, alone, "marriage", beneficiary=pk(the(alone, "head")), happened_on=MARCH, lives="here",
           full_name="سلمى حسن إبراهيم", national_id=national_id(date(1997, 2, 2), 2))  # fmt: skip
    spouse = the(alone, "spouse")
    assert (spouse.since, spouse.began_by) == (MARCH, "marriage")
    assert taken(luxor_unit) == 2


def test_two_who_marry_leave_both_families_and_have_a_file_of_their_own(
    clerk: Account, luxor_unit: Facility
) -> None:
    his = registered_family(
        clerk, luxor_unit, [person("head", date(1970, 1, 1), 1), person("child", date(1998, 1, 1), 1)]
    )
    hers = registered_family(
        clerk, luxor_unit, [person("head", date(1971, 1, 1), 1), person("child", date(1999, 1, 1), 2)]
    )
    son, daughter = the(his, "child"), the(hers, "child")
    record(clerk, his, "marriage", beneficiary=pk(son), happened_on=MARCH, lives="own", head_is="member",
           full_name="سلمى حسن إبراهيم", national_id=national_id(date(1999, 1, 1), 2))  # fmt: skip
    home = home_of(son)
    assert now_in(home) == {pk(son): "head", pk(daughter): "spouse"}
    assert (home.registered_on, home.unit_id) == (MARCH, his.unit_id)
    assert list(now_in(his).values()) == list(now_in(hers).values()) == ["head"]
    assert taken(luxor_unit) == 4
    holds()


def test_who_marries_into_a_registered_family_becomes_the_spouse_of_its_head(
    clerk: Account, luxor_unit: Facility
) -> None:
    hers = registered_family(
        clerk, luxor_unit, [person("head", date(1971, 1, 1), 1), person("child", date(1999, 1, 1), 2)]
    )
    his = registered_family(clerk, luxor_unit, [person("head", date(1996, 1, 1), 1)])
    record(clerk, hers, "marriage", beneficiary=pk(the(hers, "child")), happened_on=MARCH, lives="there",
           full_name="كريم سعيد علي", national_id=national_id(date(1996, 1, 1), 1))  # fmt: skip
    assert sorted(now_in(his).values()) == ["head", "spouse"]


def test_the_head_of_another_family_cannot_just_leave_it(
    clerk: Account, family: Household, other_family: Household, luxor_unit: Facility
) -> None:
    alone = registered_family(clerk, luxor_unit, [person("head", date(1995, 1, 1), 2)])
    with pytest.raises(ValidationError) as caught:
        record(clerk, alone, "marriage", beneficiary=pk(the(alone, "head")), happened_on=MARCH, lives="here",
               full_name="أحمد محمود حسن", national_id=national_id(date(1985, 3, 1), 1))  # fmt: skip
    assert codes(caught) == {"national_id": "head_elsewhere"}
    assert len(now_in(family)) == 5


def test_after_a_divorce_who_leaves_has_a_file_with_the_children_who_leave_too(
    clerk: Account, family: Household, luxor_unit: Facility
) -> None:
    spouse, youngest = the(family, "spouse"), the(family, "child", 2)
    record(
        clerk,
        family,
        "divorce",
        beneficiary=pk(spouse),
        happened_on=MARCH,
        lives="own",
        children=[pk(youngest)],
    )
    home = home_of(spouse)
    assert now_in(home) == {pk(spouse): "head", pk(youngest): "child"}
    assert sorted(now_in(family).values()) == ["child", "child", "head"]
    assert {one.ended_by for one in rows(family) if one.until} == {"divorce"}
    assert taken(luxor_unit) == 5
    assert len(relations_on(family, MARCH - timedelta(days=1))) == 5
    holds()


def test_when_the_head_leaves_by_divorce_the_spouse_leads_the_family(
    clerk: Account, family: Household
) -> None:
    head, spouse = the(family, "head"), the(family, "spouse")
    record(
        clerk, family, "divorce", beneficiary=pk(head), happened_on=MARCH, lives="own", new_head=pk(spouse)
    )
    assert now_in(family)[pk(spouse)] == "head"
    assert now_in(home_of(head)) == {pk(head): "head"}
    holds()


def test_a_child_goes_to_the_other_parent_when_a_second_clerk_confirms_it(
    clerk: Account, other_clerk: Account, family: Household
) -> None:
    spouse, child = the(family, "spouse"), the(family, "child")
    record(clerk, family, "divorce", beneficiary=pk(spouse), happened_on=MARCH, lives="own")
    hers = home_of(spouse)
    event = record(clerk, family, "custody", beneficiary=pk(child), happened_on=date(2026, 3, 10),
                   other_national_id=national_id(date(1988, 7, 1), 2))  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        decide(clerk, event)
    assert refused.value.code == "own_report"
    decide(other_clerk, event)
    assert now_in(hers) == {pk(spouse): "head", pk(child): "child"}
    assert sorted(now_in(family).values()) == ["child", "child", "head"]
    holds()


def test_the_other_parent_must_be_registered_before_the_child_can_go_there(
    clerk: Account, other_clerk: Account, family: Household
) -> None:
    event = record(clerk, family, "custody", beneficiary=pk(the(family, "child")), happened_on=MARCH,
                   other_national_id=national_id(date(1990, 1, 1), 2))  # fmt: skip
    with pytest.raises(ValidationError) as caught:
        decide(other_clerk, event)
    assert codes(caught) == {"other_national_id": "not_registered"}


def test_a_child_of_age_gets_a_file_of_the_own_or_stays_as_a_dependant(
    clerk: Account, luxor_unit: Facility
) -> None:
    people = [
        person("head", date(1970, 1, 1), 1),
        person("child", date(2004, 1, 1), 1),
        person("child", date(2005, 1, 1), 2),
    ]
    family = registered_family(clerk, luxor_unit, people)
    elder, younger = the(family, "child"), the(family, "child", 1)
    record(clerk, family, "adulthood", beneficiary=pk(elder), happened_on=MARCH, lives="own")
    record(clerk, family, "adulthood", beneficiary=pk(younger), happened_on=MARCH, lives="here")
    assert now_in(home_of(elder)) == {pk(elder): "head"}
    assert sorted(now_in(family).values()) == ["dependant", "head"]
    assert [one.ended_by for one in rows(family) if one.until] == ["adulthood", "adulthood"]


def test_who_was_no_adult_on_that_day_does_not_come_of_age(clerk: Account, family: Household) -> None:
    with pytest.raises(ValidationError) as caught:
        record(
            clerk, family, "adulthood", beneficiary=pk(the(family, "child")), happened_on=MARCH, lives="own"
        )
    assert codes(caught) == {"happened_on": "no_adult"}


def test_with_a_grown_son_as_new_head_parents_are_parents_and_siblings_dependants(
    clerk: Account, luxor_unit: Facility
) -> None:
    people = [person("head", date(1970, 1, 1), 1), person("spouse", date(1972, 1, 1), 2),
              person("child", date(2000, 1, 1), 1), person("child", date(2010, 1, 1), 2)]  # fmt: skip
    family = registered_family(clerk, luxor_unit, people)
    son = the(family, "child")
    record(clerk, family, "new_head", beneficiary=pk(son), happened_on=MARCH)
    assert sorted(now_in(family).values()) == ["dependant", "head", "parent", "parent"]
    assert relations_on(family, MARCH - timedelta(days=1)) == ["head", "spouse", "child", "child"]
    assert taken(luxor_unit) == 4
    holds()


def test_a_move_to_another_unit_gives_places_back_and_takes_new_ones(
    clerk: Account, family: Household, luxor_unit: Facility
) -> None:
    there = Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit", district__isnull=False)
    new = there.exclude(pk=luxor_unit.pk).order_by("-code").first()
    record(
        clerk,
        family,
        "move",
        happened_on=MARCH,
        district=new.district_id,
        unit=new.pk,
        address="شارع النيل 3",
    )
    assert (taken(luxor_unit), taken(new)) == (0, 5)
    moved = fresh(family)
    assert (moved.unit_id, moved.district_id, moved.address) == (new.pk, new.district_id, "شارع النيل 3")
    with system_reach():
        assert set(family.members.values_list("unit", flat=True)) == {new.pk}
        before = set(Membership.objects.filter(household=family, until=MARCH).values_list("unit", flat=True))
    assert before == {luxor_unit.pk}
    assert relations_on(family, MARCH) == ["head", "spouse", "child", "child", "child"]


def test_a_unit_without_room_takes_no_family_that_moves(
    clerk: Account, family: Household, luxor_unit: Facility
) -> None:
    new = (
        Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit")
        .exclude(pk=luxor_unit.pk)
        .first()
    )
    new.places = 4
    new.save()
    district = new.district_id or District.objects.filter(governorate="EG-LX", kind="qism").first().pk
    with pytest.raises(ValidationError) as caught:
        record(clerk, family, "move", happened_on=MARCH, district=district, unit=new.pk, address="x 1")
    assert codes(caught) == {"unit": "full"}
    assert taken(luxor_unit) == 5


def test_two_families_become_one_and_the_other_file_is_closed(
    clerk: Account, other_clerk: Account, family: Household, other_family: Household
) -> None:
    event = record(
        clerk, family, "join", happened_on=MARCH, other_national_id=national_id(date(1985, 3, 2), 1)
    )
    decide(other_clerk, event)
    assert len(now_in(family)) == 10
    assert sorted(now_in(family).values()).count("head") == 1
    assert fresh(other_family).closed_on == MARCH
    assert relations_on(other_family, MARCH - timedelta(days=1)) == [
        "head",
        "spouse",
        "child",
        "child",
        "child",
    ]
    holds()


def test_a_family_divides_and_both_parts_have_one_head(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    people = [
        person("head", date(1960, 1, 1), 1),
        person("child", date(1990, 1, 1), 1),
        person("dependant", date(1992, 1, 1), 2),
    ]
    family = registered_family(clerk, luxor_unit, people)
    son, wife = the(family, "child"), the(family, "dependant")
    event = record(clerk, family, "split", happened_on=MARCH, leaving=[pk(son), pk(wife)], their_head=pk(son))
    decide(other_clerk, event)
    assert list(now_in(family).values()) == ["head"]
    assert now_in(home_of(son))[pk(son)] == "head"
    assert {one.ended_by for one in rows(family) if one.until} == {"split"}
    holds()


def test_putting_a_birth_date_right_changes_the_copies_by_which_people_are_counted(
    clerk: Account, family: Household
) -> None:
    head = the(family, "head")
    number = national_id(date(1984, 3, 1), 1)
    record(clerk, family, "correction", field="national_id", beneficiary=pk(head), national_id=number)
    assert [one.birth_year for one in rows(family) if one.beneficiary_id == head.beneficiary_id] == [1984]


def test_a_change_that_happened_before_the_registration_counts_from_the_day_after_it(
    clerk: Account, family: Household
) -> None:
    spouse = the(family, "spouse")
    record(clerk, family, "divorce", beneficiary=pk(spouse), happened_on=date(2025, 6, 1), lives="own")
    ended = next(one for one in rows(family) if one.until)
    assert ended.until == REGISTERED + timedelta(days=1)
    assert relations_on(family, REGISTERED) == ["head", "spouse", "child", "child", "child"]


def test_nobody_changes_family_twice_on_one_day(clerk: Account, family: Household) -> None:
    spouse = the(family, "spouse")
    record(clerk, family, "divorce", beneficiary=pk(spouse), happened_on=TODAY, lives="own")
    hers = home_of(spouse)
    with pytest.raises(ValidationError) as caught:
        record(clerk, hers, "marriage", beneficiary=pk(spouse), happened_on=TODAY, lives="there",
               full_name="أحمد محمود حسن", national_id=national_id(date(1985, 3, 1), 1))  # fmt: skip
    assert codes(caught) == {"happened_on": "not_begun"}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"happened_on": TODAY + timedelta(days=1)}, {"happened_on": "future_date"}),
        ({"happened_on": date(1980, 1, 1)}, {"happened_on": "before_birth"}),
        ({"happened_on": "31 2 2026"}, {"happened_on": "invalid"}),
        ({"happened_on": None}, {"happened_on": "required"}),
        ({"happened_on": MARCH, "beneficiary": ""}, {"beneficiary": "required"}),
        ({"happened_on": MARCH, "beneficiary": "nobody"}, {"beneficiary": "unknown"}),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    clerk: Account, family: Household, given: dict[str, object], fault: dict[str, str]
) -> None:
    with pytest.raises(ValidationError) as caught:
        record(clerk, family, "death", **{"beneficiary": pk(the(family, "spouse")), **given})
    assert codes(caught) == fault


@pytest.mark.parametrize("kind", ["adoption", "marriage"])
def test_nobody_comes_into_a_family_before_being_born(clerk: Account, family: Household, kind: str) -> None:
    born, given = date(2026, 3, 20), {"beneficiary": pk(the(family, "spouse")), "lives": "here"}
    with pytest.raises(ValidationError) as caught:
        record(clerk, family, kind, happened_on=born - timedelta(days=1), full_name="نور أحمد محمود",
               national_id=national_id(born, 5), **(given if kind == "marriage" else {}))  # fmt: skip
    assert codes(caught) == {"happened_on": "before_birth"}


def test_somebody_of_another_family_is_no_member(
    clerk: Account, family: Household, other_family: Household
) -> None:
    with pytest.raises(ValidationError) as caught:
        record(clerk, family, "death", beneficiary=pk(the(other_family, "spouse")), happened_on=MARCH)
    assert codes(caught) == {"beneficiary": "unknown"}
