"""Who may be the same person is found when people are entered, by indexes, and told to reviewers alone."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from facilities.directory.models import Facility
from registry.people.actions import look_up
from registry.people.duplicates.applicants import likely_for
from registry.people.duplicates.finding import asked_of, candidates, found_for, sharing_keys
from registry.people.duplicates.keys import keys_asked
from registry.people.duplicates.likeness import Sign
from registry.people.duplicates.numbers import neighbours
from registry.people.duplicates.queue import note_likely_duplicates
from registry.people.models import Beneficiary, PossibleDuplicate
from tests.families import national_id
from tests.registry.people.duplicates.entering import (
    BORN,
    HEAD,
    NAME,
    NUMBER,
    ONE_DIGIT_OFF,
    SAME_HEAD,
    Person,
    entered,
    pairs,
    registered,
    the_pair,
)
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import NOBODY, reach_of, system_reach, within

pytestmark = pytest.mark.django_db


def test_who_is_entered_with_a_slip_in_the_number_is_queued_with_the_first_record(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    [first] = entered(clerk, luxor_unit, HEAD)
    assert pairs() == 0
    [second] = entered(foreign_clerk, port_said_unit, SAME_HEAD)
    pair = the_pair()
    assert {pair.one_id, pair.other_id} == {first.pk, second.pk}
    assert {pair.governorate_id, pair.other_governorate_id} == {"EG-LX", "EG-PTS"}
    assert set(pair.reasons) >= {Sign.NAME, Sign.BIRTH, Sign.SEX, Sign.NUMBER_DIGIT, Sign.BIRTHPLACE}
    assert 0.99 < pair.score <= 1 and pair.status == "waiting"


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("احمد محمود عبدالله حسن", date(1985, 4, 3)),
        ("أحمد محمود عبد الله", date(1985, 3, 4)),
        ("Ahmed Mahmoud Abdallah Hassan", date(1985, 3, 4)),
        ("أحمد محموود عبد الله حسن", date(1986, 3, 4)),
        ("محمود أحمد عبد الله حسن", date(1985, 3, 4)),
    ],
)
def test_slips_of_name_and_date_are_found_at_entry(
    clerk: Account, luxor_unit: Facility, name: str, born: date
) -> None:
    entered(clerk, luxor_unit, HEAD, phone="01000000077", address="شارع النيل 5")
    entered(
        clerk, luxor_unit, Person(name, national_id(born, 3)), phone="01000000077", address="شارع النيل 5"
    )
    assert {Sign.PHONE, Sign.ADDRESS} <= set(the_pair().reasons)


def test_twins_a_wife_and_a_namesake_are_not_queued(clerk: Account, luxor_unit: Facility) -> None:
    entered(
        clerk,
        luxor_unit,
        HEAD,
        Person("منى محمود عبد الله حسن", national_id(BORN, 2), "spouse"),
        Person("حسن أحمد محمود عبد الله", national_id(date(2015, 5, 5), 1), "child"),
        Person("حسين أحمد محمود عبد الله", national_id(date(2015, 5, 5), 3), "child"),
    )
    entered(clerk, luxor_unit, Person(NAME, national_id(date(1971, 8, 20), 5)))
    assert pairs() == 0


def test_a_pair_is_queued_once_however_often_it_is_found(clerk: Account, luxor_unit: Facility) -> None:
    [first] = entered(clerk, luxor_unit, HEAD)
    [second] = entered(clerk, luxor_unit, SAME_HEAD)
    pair = the_pair()
    note_likely_duplicates([first, second])
    note_likely_duplicates([second])
    assert the_pair().pk == pair.pk


def test_a_refused_registration_queues_nobody(clerk: Account, luxor_unit: Facility) -> None:
    entered(clerk, luxor_unit, HEAD)
    wife = Person("منى محمود عبد الله حسن", national_id(BORN, 2))
    entered(clerk, luxor_unit, wife)
    with pytest.raises(ValidationError):
        entered(clerk, luxor_unit, SAME_HEAD, Person(wife.full_name, wife.number, "spouse"))
    assert pairs() == 0


def test_two_people_of_one_family_are_compared_too(clerk: Account, luxor_unit: Facility) -> None:
    child = "يوسف أحمد محمود عبد الله"
    entered(
        clerk,
        luxor_unit,
        HEAD,
        Person(child, national_id(date(2015, 5, 5), 1), "child"),
        Person(child.replace("يوسف", "يوسفف"), national_id(date(2015, 5, 5), 3), "child"),
    )
    assert pairs() == 1


def test_finding_takes_two_queries_however_many_are_asked_for(
    clerk: Account, luxor_unit: Facility, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    [first] = entered(clerk, luxor_unit, HEAD)
    [second] = entered(clerk, luxor_unit, SAME_HEAD)
    with system_reach():
        asked = [asked_of(first), asked_of(second)]
        with django_assert_num_queries(2):
            found = found_for(asked)
    assert [[match.person for match in matches] for matches in found] == [[second.pk], [first.pk]]
    with system_reach():
        assert [match.person for match in candidates(first)] == [second.pk]


MADE_UP = """
INSERT INTO people_beneficiary (id, code, national_id_index, nationality, full_name, comparable_name, sex, birth_date,
                                birth_governorate_code, search_keys, household_id, governorate_id, unit_id, version)
SELECT gen_random_uuid(), n::text, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'EG', n::text, n::text, 'male',
       '1985-03-04', '29', ARRAY[n || 'a', n || 'b', n || 'c', n || 'd', n || 'e', n || 'f'], %s, %s, %s, 1
  FROM generate_series(1, 40000) AS n
"""


@pytest.fixture
def many(clerk: Account, luxor_unit: Facility) -> None:
    """So many people that an index is worth its while."""
    [model] = entered(clerk, luxor_unit, HEAD)
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(MADE_UP, [model.household_id, model.governorate_id, model.unit_id])
        cursor.execute("RESET session_replication_role; ANALYZE people_beneficiary")
    owner.close()


@pytest.mark.django_db(transaction=True)
def test_records_that_share_a_key_are_found_by_the_index_and_not_by_reading_everyone(many: None) -> None:
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT prosrc, proconfig FROM pg_proc WHERE proname = 'people_sharing_keys'")
        body, settings = cursor.fetchone()
        for setting in settings:
            cursor.execute("SELECT set_config(%s, %s, false)", setting.split("=", 1))
        asked = body.replace("asked", "%(asked)s::text[]")
        cursor.execute(f"EXPLAIN {asked}", {"asked": keys_asked(NAME, BORN, "male")})
        lines = "\n".join(row[0] for row in cursor.fetchall())
    owner.close()
    assert "beneficiaries_by_search_key" in lines
    assert "Seq Scan on people_beneficiary" not in lines


@pytest.mark.django_db(transaction=True)
def test_records_of_a_number_one_slip_away_are_found_by_the_unique_index(many: None) -> None:
    with system_reach():
        asked = Beneficiary.objects.filter(Q(pk__in=[]) | Q(national_id_index__in=list(neighbours(NUMBER))))
        lines = asked.explain()
    assert "people_beneficiary_national_id_index" in lines
    assert "Seq Scan" not in lines


def test_no_number_is_unsealed_to_find_its_neighbours(
    clerk: Account, luxor_unit: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(clerk, luxor_unit, HEAD)
    opened = []
    monkeypatch.setattr("uhis_portal.sealed_fields.open_sealed", lambda *args: opened.append(args))
    registered(clerk, luxor_unit, SAME_HEAD)
    assert opened == []
    assert Sign.NUMBER_DIGIT in the_pair().reasons


def test_whoever_has_not_everything_in_reach_finds_nobody_by_keys(
    clerk: Account, luxor_unit: Facility
) -> None:
    entered(clerk, luxor_unit, HEAD)
    keys = keys_asked(NAME, BORN, "male")
    for reach in (NOBODY, reach_of(clerk)):
        with within(reach):
            assert sharing_keys([keys]) == [set()]
    with system_reach():
        assert [len(found) for found in sharing_keys([keys])] == [1]


def test_the_reviewer_of_an_application_is_shown_who_may_be_meant_and_that_is_noted(
    clerk: Account, foreign_clerk: Account, luxor_unit: Facility, port_said_unit: Facility
) -> None:
    [first] = entered(foreign_clerk, port_said_unit, HEAD)
    applicants = [
        SimpleNamespace(full_name="منى إبراهيم علي", birth_date=date(1990, 1, 5), sex="female",
                        birth_governorate_code="29", national_id=national_id(date(1990, 1, 5), 2)),
        SimpleNamespace(full_name=NAME, birth_date=BORN, sex="male", birth_governorate_code="29",
                        national_id=ONE_DIGIT_OFF),
    ]  # fmt: skip
    with within(reach_of(clerk)):
        [nobody, [found]] = likely_for(applicants, by=clerk)
    assert nobody == [] and found.person.pk == first.pk and found.person.unit == port_said_unit
    assert Sign.NUMBER_DIGIT in found.likeness.reasons
    with system_reach():
        noted = Event.objects.filter(action="people.read_beneficiary", account_id=clerk.pk)
        assert [(event.subject_id, event.facility) for event in noted] == [(str(first.pk), luxor_unit.pk)]
        assert PossibleDuplicate.objects.count() == 0


def test_who_looks_up_the_number_of_a_merged_record_gets_the_person_as_whom_one_goes_on(
    clerk: Account, luxor_unit: Facility
) -> None:
    [first] = entered(clerk, luxor_unit, HEAD)
    [second] = entered(clerk, luxor_unit, SAME_HEAD)
    with system_reach():
        Beneficiary.objects.filter(pk=second.pk).update(merged_into=first)
    with within(reach_of(clerk)):
        found = look_up(by=clerk, national_id=ONE_DIGIT_OFF, reason="card", today=cairo_today())
    assert found == first
