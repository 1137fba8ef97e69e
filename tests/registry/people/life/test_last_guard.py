"""The database is the last guard: whatever the actions forget, a family has one head, and nobody is in two families."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from facilities.directory.models import Facility
from registry.people.models import Household, Membership
from tests.registry.people.households import five, registered_family, the
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def family(clerk: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit)


def change(member: Membership, **changes: object) -> None:
    """Write past the actions; what the database looks at when a transaction ends, it looks at here."""
    with system_reach(), transaction.atomic():
        Membership.objects.filter(pk=member.pk).update(**changes)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused_by_the_database(constraint: str, member: Membership, **changes: object) -> None:
    with pytest.raises(IntegrityError) as refused:
        change(member, **changes)
    assert refused.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_a_second_head_is_refused(family: Household) -> None:
    refused_by_the_database("one_head_at_a_time", the(family, "spouse"), relation="head")


def test_a_family_that_loses_its_head_is_refused(family: Household) -> None:
    head = the(family, "head")
    refused_by_the_database("a_family_has_a_head", head, relation="dependant")
    refused_by_the_database("a_family_has_a_head", head, until=MARCH, ended_by="death")


def test_somebody_in_two_families_is_refused(family: Household, clerk: Account, luxor_unit: Facility) -> None:
    other = registered_family(clerk, luxor_unit, five(2))
    child = the(other, "child")
    refused_by_the_database("one_household_at_a_time", child, beneficiary=the(family, "child").beneficiary_id)


def test_a_membership_that_ends_before_it_began_or_without_a_reason_is_refused(family: Household) -> None:
    child = the(family, "child")
    refused_by_the_database("a_membership_ends_after_it_begins", child, until=child.since, ended_by="death")
    refused_by_the_database("a_membership_that_ended_says_why", child, until=MARCH)
