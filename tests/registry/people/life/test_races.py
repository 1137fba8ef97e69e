"""Changes of families at the same time: real transactions on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection

from facilities.directory.models import Facility
from registry.people.actions import life
from registry.people.models import Beneficiary, Membership
from tests.families import national_id
from tests.registry.people.households import (
    decide,
    five,
    now_in,
    person,
    pk,
    record,
    registered_family,
    taken,
    tell,
    the,
    turn_down,
)
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = date(2026, 3, 1)


def at_once(works: list[Callable[[], Any]]) -> list[str]:
    """What becomes of all works, each in a thread with a connection of its own: "done", or why it was refused."""

    def alone(work: Callable[[], Any]) -> str:
        try:
            work()
        except ValidationError as fault:
            return "+".join(sorted(str(one.code) for found in fault.error_dict.values() for one in found))
        except Conflict as refusal:
            return refusal.code
        except OperationalError as fault:
            return f"deadlock: {fault}"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(alone, works))


def one_household_each() -> bool:
    """Whether everyone alive belongs to exactly one family, and each family has exactly one head."""
    with system_reach():
        current = Membership.objects.filter(until__isnull=True)
        people = [one.beneficiary_id for one in current]
        heads = [one.household_id for one in current if one.relation == "head"]
        families = {one.household_id for one in current}
        alive = Beneficiary.objects.filter(died_on__isnull=True).count()
    return len(people) == len(set(people)) == alive and sorted(heads) == sorted(families)


def test_a_newborn_reported_twenty_times_at_once_is_one_person(clerk: Account, luxor_unit: Facility) -> None:
    family = registered_family(clerk, luxor_unit)
    given = {"full_name": "نور أحمد محمود", "known_by": "certificate", "guardian": pk(the(family, "spouse")),
             "certificate_number": "778899", "birth_date": date(2026, 3, 20), "sex": "female"}  # fmt: skip
    done = at_once([lambda: record(clerk, family, "birth", **given)] * 20)
    assert sorted(done) == sorted(["done"] + ["already_registered"] * 19)
    assert taken(luxor_unit) == 6
    assert one_household_each()


def test_one_child_taken_in_by_two_families_at_once_goes_to_one(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    families = [registered_family(clerk, luxor_unit, five(day)) for day in (1, 2, 3)]
    child = the(families[0], "child", 2)
    number = national_id(child.beneficiary.birth_date, 5)
    events = [
        tell(clerk, family, "adoption", happened_on=MARCH, full_name="يوسف أحمد محمود", national_id=number)
        for family in families[1:]
    ]
    done = at_once([lambda event=event: decide(other_clerk, event) for event in events])
    assert "done" in done
    assert not any("deadlock" in one for one in done)
    assert one_household_each()
    assert taken(luxor_unit) == 15


def test_two_families_that_join_each_other_at_once_do_not_wait_in_a_ring(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    families = [
        registered_family(clerk, luxor_unit, [person("head", date(1970 + n, 1, 1), 1)]) for n in range(2)
    ]
    events = [
        tell(
            clerk,
            families[n],
            "join",
            happened_on=MARCH,
            other_national_id=national_id(date(1971 - n, 1, 1), 1),
        )
        for n in range(2)
    ]
    done = at_once([lambda event=event: decide(other_clerk, event) for event in events])
    assert done.count("done") == 1
    assert not any("deadlock" in one for one in done)
    assert one_household_each()
    assert taken(luxor_unit) == 2


def test_a_death_and_a_new_head_at_once_leave_one_head(clerk: Account, luxor_unit: Facility) -> None:
    family = registered_family(clerk, luxor_unit)
    head, spouse = pk(the(family, "head")), pk(the(family, "spouse"))
    done = at_once(
        [
            lambda: record(clerk, family, "death", beneficiary=head, happened_on=MARCH, new_head=spouse),
            lambda: record(clerk, family, "new_head", beneficiary=spouse, happened_on=MARCH),
        ]
    )
    assert "done" in done
    assert list(now_in(family).values()).count("head") == 1
    assert one_household_each()


def test_the_last_place_of_a_unit_goes_to_one_of_ten_newborns(clerk: Account, luxor_unit: Facility) -> None:
    families = [
        registered_family(clerk, luxor_unit, [person("head", date(1970, 1, 1 + n), 2)]) for n in range(10)
    ]
    luxor_unit.refresh_from_db()
    luxor_unit.places = 11
    luxor_unit.save()
    works = [
        lambda family=family, n=n: record(
            clerk, family, "birth", full_name="نور سعيد", national_id=national_id(date(2026, 3, 1 + n), 2)
        )
        for n, family in enumerate(families)
    ]
    assert sorted(at_once(works)) == sorted(["done"] + ["full"] * 9)
    assert taken(luxor_unit) == 11


def test_a_birth_and_the_registration_of_the_same_child_do_not_wait_in_a_ring(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    """The one locks the unit first and then the child; so must the other."""
    family = registered_family(clerk, luxor_unit)
    for day in range(1, 9):
        child = person("child", date(2026, 3, day), 5)
        another = [person("head", date(1980, 1, day), 1), child]
        done = at_once(
            [
                lambda day=day: record(
                    clerk,
                    family,
                    "birth",
                    full_name="نور سعيد",
                    national_id=national_id(date(2026, 3, day), 5),
                ),
                lambda another=another: registered_family(other_clerk, luxor_unit, another),
            ]
        )
        assert done.count("done") == 1 and not any("deadlock" in one for one in done)
    assert one_household_each()


def test_one_confirms_while_another_refuses(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    for day in range(1, 6):
        family = registered_family(clerk, luxor_unit, five(day))
        event = tell(clerk, family, "death", beneficiary=pk(the(family, "child")), happened_on=MARCH)
        done = at_once(
            [lambda event=event: decide(clerk, event), lambda event=event: turn_down(other_clerk, event)]
        )
        assert sorted(done) == ["decided", "done"]
        with system_reach():
            event.refresh_from_db()
        assert (event.status == "confirmed") == (len(now_in(family)) == 4)


def test_two_clerks_confirm_the_same_change(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    for day in range(1, 6):
        family = registered_family(clerk, luxor_unit, five(day))
        event = tell(
            clerk, family, "birth", full_name="نور سعيد", national_id=national_id(date(2026, 3, day), 5)
        )
        done = at_once([lambda event=event, by=by: decide(by, event) for by in (clerk, other_clerk)])
        assert sorted(done) == ["decided", "done"]
        assert len(now_in(family)) == 6


def test_who_dies_and_marries_at_once_does_one_of_them(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    for day in range(1, 6):
        hers = registered_family(
            clerk, luxor_unit, [person("head", date(1960, 1, day), 1), person("child", date(1990, 1, day), 2)]
        )
        his = registered_family(clerk, luxor_unit, [person("head", date(1985, 1, day), 1)])
        bride = the(hers, "child")
        number = national_id(date(1990, 1, day), 2)
        done = at_once(
            [
                partial(record, clerk, hers, "death", beneficiary=pk(bride), happened_on=MARCH),
                partial(record, other_clerk, his, "marriage", beneficiary=pk(the(his, "head")), happened_on=MARCH,
                        lives="here", full_name="هدى سعيد علي", national_id=number),
            ]
        )  # fmt: skip
        assert "done" in done and not any("deadlock" in one for one in done)
        assert one_household_each()


def test_who_has_died_between_two_readings_does_not_marry(
    clerk: Account, other_clerk: Account, luxor_unit: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = registered_family(
        clerk, luxor_unit, [person("head", date(1960, 1, 1), 1), person("child", date(1990, 1, 1), 2)]
    )
    his = registered_family(clerk, luxor_unit, [person("head", date(1985, 1, 1), 1)])
    bride = the(hers, "child")
    dies = [partial(record, clerk, hers, "death", beneficiary=pk(bride), happened_on=MARCH)]
    family_of = life.family_of

    def after_the_death(somebody: Beneficiary | None) -> Any:
        if dies:
            assert at_once([dies.pop()]) == ["done"]
        return family_of(somebody)

    monkeypatch.setattr(life, "family_of", after_the_death)
    marries = partial(record, other_clerk, his, "marriage", beneficiary=pk(the(his, "head")), happened_on=MARCH,
                      lives="here", full_name="هدى سعيد علي", national_id=national_id(date(1990, 1, 1), 2))  # fmt: skip
    assert at_once([marries]) == ["died"]
    assert one_household_each()


def test_a_family_divides_while_it_joins_another(
    clerk: Account, other_clerk: Account, luxor_unit: Facility
) -> None:
    for day in range(1, 6):
        host = registered_family(clerk, luxor_unit, [person("head", date(1950, 1, day), 1)])
        guest = registered_family(
            clerk,
            luxor_unit,
            [
                person("head", date(1960, 2, day), 1),
                person("child", date(1985, 2, day), 1),
                person("child", date(1986, 2, day), 2),
            ],
        )
        son = pk(the(guest, "child"))
        splits = tell(clerk, guest, "split", happened_on=MARCH, leaving=[son], their_head=son)
        joins = tell(
            clerk, host, "join", happened_on=MARCH, other_national_id=national_id(date(1960, 2, day), 1)
        )
        done = at_once(
            [
                lambda splits=splits: decide(other_clerk, splits),
                lambda joins=joins: decide(other_clerk, joins),
            ]
        )
        assert "done" in done and not any("deadlock" in one for one in done)
        assert one_household_each()
    assert taken(luxor_unit) == 20
