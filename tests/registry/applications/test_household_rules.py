"""Who may stand in an application beside whom, and what only looks odd."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from registry.applications.household_rules import read_people
from registry.applications.oddities import oddities_of
from tests.families import national_id

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)
HEAD = {"relation": "head", "full_name": "Ahmed Mahmoud", "national_id": national_id(date(1985, 3, 1), 1)}
SPOUSE = {"relation": "spouse", "full_name": "Mona Ibrahim", "national_id": national_id(date(1988, 7, 1), 2)}
CHILD = {"relation": "child", "full_name": "Yusuf Ahmed", "national_id": national_id(date(2015, 5, 1), 3)}
NEWBORN = {
    "relation": "child", "full_name": "Mariam Ahmed", "known_by": "certificate", "certificate_number": "AB-123456",
    "guardian": "1", "birth_date": date(2026, 3, 20), "sex": "female",
}  # fmt: skip
FOREIGNER = {
    "relation": "spouse", "full_name": "Amina Yusuf", "known_by": "passport", "nationality": "sd",
    "passport_number": "p 001-2345", "birth_date": date(1990, 2, 3), "sex": "female",
}  # fmt: skip


def born(day: date, serial: int = 3, **changes: Any) -> dict[str, Any]:
    return {**CHILD, "national_id": national_id(day, serial), **changes}


def codes(people: list[dict[str, Any]]) -> dict[str, str]:
    """Field → code with which the people are refused."""
    with pytest.raises(ValidationError) as caught:
        read_people(people, today=TODAY)
    return {name: found[0].code for name, found in caught.value.error_dict.items()}


def odd(people: list[dict[str, Any]]) -> set[tuple[str, int | None]]:
    members = [entered.member for entered in read_people(people, today=TODAY)]
    return {(one.code, one.place) for one in oddities_of(members, today=TODAY)}


def test_a_family_of_four_with_a_newborn_is_taken() -> None:
    people = [entered.member for entered in read_people([HEAD, SPOUSE, CHILD, NEWBORN], today=TODAY)]
    newborn = people[3].known_as
    assert (newborn.kind, newborn.number, newborn.guardian) == ("certificate", "AB123456", 1)
    assert odd([HEAD, SPOUSE, CHILD, NEWBORN]) == set()


def test_a_guardian_may_stand_after_the_child() -> None:
    assert len(read_people([HEAD, {**NEWBORN, "guardian": 2}, SPOUSE], today=TODAY)) == 3


def test_a_foreign_member_is_known_by_nationality_and_passport() -> None:
    known_as = read_people([HEAD, FOREIGNER], today=TODAY)[1].member.known_as
    assert (known_as.kind, known_as.nationality, known_as.number) == ("passport", "SD", "P0012345")


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([HEAD, born(date(1980, 1, 1))], {"applicants.1.national_id": "older_than_head"}),
        ([HEAD, born(date(1985, 3, 1), 3)], {"applicants.1.national_id": "older_than_head"}),
        ([born(date(1980, 1, 1)), HEAD], {"applicants.1.national_id": "older_than_head"}),
        (
            [HEAD, born(date(1990, 1, 1), 4, relation="parent")],
            {"applicants.1.national_id": "younger_than_head"},
        ),
        ([HEAD, {**SPOUSE, "national_id": HEAD["national_id"]}], {"applicants.1.national_id": "twice"}),
        ([HEAD, SPOUSE, NEWBORN, NEWBORN], {"applicants.3.certificate_number": "twice"}),
        ([HEAD, FOREIGNER, FOREIGNER], {"applicants.2.passport_number": "twice"}),
        ([HEAD, {**NEWBORN, "guardian": "2"}, CHILD], {"applicants.1.guardian": "guardian_no_adult"}),
        ([HEAD, {**NEWBORN, "guardian": "1"}], {"applicants.1.guardian": "unknown"}),
        ([HEAD, {**NEWBORN, "guardian": "7"}], {"applicants.1.guardian": "unknown"}),
        ([HEAD, {**NEWBORN, "guardian": "x"}], {"applicants.1.guardian": "unknown"}),
        ([HEAD, {**NEWBORN, "guardian": ""}], {"applicants.1.guardian": "required"}),
        ([{**NEWBORN, "relation": "head", "guardian": "0"}], {"applicants.0.relation": "newborn_head"}),
        ([HEAD, {**CHILD, "work": "employee"}], {"applicants.1.work": "no_adult"}),
        ([{**HEAD, "work": "king"}], {"applicants.0.work": "unknown_category"}),
    ],
)
def test_who_does_not_go_together_is_said_at_the_field(
    people: list[dict[str, Any]], expected: dict[str, str]
) -> None:
    assert codes(people) == expected


def test_two_newborns_of_different_guardians_may_have_one_certificate_number() -> None:
    other = {**NEWBORN, "guardian": "0"}
    assert len(read_people([HEAD, SPOUSE, NEWBORN, other], today=TODAY)) == 4


@pytest.mark.parametrize("years", [0, 1, 10])
def test_a_child_of_any_age_below_the_heads_is_taken(years: int) -> None:
    assert len(read_people([HEAD, born(date(2015 + years, 1, 1))], today=TODAY)) == 2


def test_what_looks_odd_is_taken_and_said() -> None:
    wrong_digit = HEAD["national_id"][:-1] + str((int(HEAD["national_id"][-1]) + 5) % 10)
    assert odd([{**HEAD, "national_id": wrong_digit}]) == {("doubtful_number", 0)}
    same_sex = {**SPOUSE, "national_id": national_id(date(1988, 7, 1), 3)}
    assert odd([HEAD, same_sex]) == {("same_sex", 1)}
    assert odd([HEAD, born(date(1990, 1, 1))]) == {("young_parent", 1)}
    assert odd([born(date(2010, 1, 1), relation="head")]) == {("minor_head", 0)}


def test_thirty_children_are_a_warning() -> None:
    children = [born(date(2010, 1, day + 1), serial) for day in range(15) for serial in (3, 4)]
    assert odd([HEAD, *children]) == {("many_children", None)}
    assert odd([HEAD, *children[:12]]) == set()


def test_five_wives_or_two_husbands_are_a_warning() -> None:
    wives = [born(date(1990, 1, day + 1), 2, relation="spouse") for day in range(5)]
    assert odd([HEAD, *wives]) == {("many_spouses", None)}
    assert odd([HEAD, *wives[:4]]) == set()
    husbands = [born(date(1980, 1, day + 1), 1, relation="spouse") for day in range(2)]
    assert odd([{**SPOUSE, "relation": "head"}, *husbands]) == {("many_spouses", None)}
