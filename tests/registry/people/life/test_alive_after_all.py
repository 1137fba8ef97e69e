"""Who was recorded as dead by mistake comes back, with a paper, and nothing that was said is unsaid."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from facilities.directory.models import Facility
from registry.people.models import Beneficiary, Household
from tests.families import national_id
from tests.registry.people.households import (
    TODAY,
    codes,
    decide,
    five,
    pk,
    record,
    registered_family,
    rows,
    tell,
    the,
)
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def family(clerk: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit)


@pytest.fixture
def other_family(clerk: Account, luxor_unit: Facility) -> Household:
    return registered_family(clerk, luxor_unit, five(day=2))


def test_who_was_wrongly_recorded_as_dead_comes_back_and_what_was_said_stays_said(
    clerk: Account, family: Household
) -> None:
    spouse = the(family, "spouse")
    record(clerk, family, "death", beneficiary=pk(spouse), happened_on=MARCH)
    before = rows(family)
    record(clerk, family, "correction", field="alive", other_national_id=spouse.beneficiary.national_id)
    with system_reach():
        person = Beneficiary.objects.get(pk=spouse.beneficiary_id)
    assert person.died_on is None
    back = the(family, "spouse")
    assert (back.beneficiary_id, back.since, back.began_by) == (person.pk, TODAY, "correction")
    assert set(before) < set(rows(family)) and len(rows(family)) == len(before) + 1


def test_a_head_who_is_alive_after_all_comes_back_under_the_new_head(
    clerk: Account, family: Household
) -> None:
    head, spouse = the(family, "head"), the(family, "spouse")
    record(clerk, family, "death", beneficiary=pk(head), happened_on=MARCH, new_head=pk(spouse))
    record(clerk, family, "correction", field="alive", other_national_id=head.beneficiary.national_id)
    assert the(family, "head").beneficiary_id == spouse.beneficiary_id
    assert the(family, "dependant").beneficiary_id == head.beneficiary_id


def test_somebody_who_lived_alone_opens_the_closed_file_again(clerk: Account, luxor_unit: Facility) -> None:
    family = registered_family(clerk, luxor_unit, five()[:1])
    alone = the(family, "head")
    record(clerk, family, "death", beneficiary=pk(alone), happened_on=MARCH)
    with pytest.raises(Conflict):
        record(clerk, family, "correction", field="phone", phone="01000000009")
    record(clerk, family, "correction", field="alive", other_national_id=alone.beneficiary.national_id)
    family.refresh_from_db()
    assert family.closed_on is None and the(family, "head").beneficiary_id == alone.beneficiary_id


def test_only_who_the_file_of_the_family_says_to_be_dead_can_be_alive_after_all(
    clerk: Account, family: Household, other_family: Household
) -> None:
    theirs = the(other_family, "spouse")
    record(clerk, other_family, "death", beneficiary=pk(theirs), happened_on=MARCH)
    for number in (theirs.beneficiary.national_id, national_id(date(1970, 5, 5), 2)):
        with pytest.raises(ValidationError) as caught:
            record(clerk, family, "correction", field="alive", other_national_id=number)
        assert codes(caught) == {"other_national_id": "not_dead"}
    living = the(family, "spouse").beneficiary.national_id
    with pytest.raises(ValidationError) as caught:
        record(clerk, family, "correction", field="alive", other_national_id=living)
    assert codes(caught) == {"other_national_id": "in_family"}


def test_nobody_comes_back_to_life_without_a_paper(clerk: Account, family: Household) -> None:
    spouse = the(family, "spouse")
    record(clerk, family, "death", beneficiary=pk(spouse), happened_on=MARCH)
    event = tell(clerk, family, "correction", field="alive", other_national_id=spouse.beneficiary.national_id)
    assert event.status == "reported"
    with pytest.raises(ValidationError) as caught:
        decide(clerk, event, proof="")
    assert codes(caught) == {"proof": "required"}
