"""What staff are told to see to: accreditations that end, Ramadan, proposals; each only what is in their area."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from facilities.directory.hours.egypt import expected_ramadan
from facilities.directory.keeping.attention import attention_of
from facilities.directory.models import Accreditation, Facility, Season
from facilities.staff.models import Post, Role
from uhis_portal.accounts.models import Account
from uhis_portal.reach import reach_of, within

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def told(account: Account, today: date = TODAY) -> list[str]:
    with within(reach_of(account)) as reach, translation.override("en"):
        return [item.text for item in attention_of(account, reach, today)]


def accredited(code: str, since: date) -> None:
    Accreditation.objects.filter(facility=code).delete()
    Accreditation.objects.create(
        facility_id=code, state="provisional", since=since, since_precision="day", source="GAHAR"
    )


@pytest.mark.parametrize(
    ("ends_in", "sentence"),
    [
        (91, None),
        (90, "Accreditation ends on 20 February 2027: Karnak International Hospital"),
        (1, "Accreditation ends on 23 November 2026: Karnak International Hospital"),
        (0, "Accreditation ended on 22 November 2026: Karnak International Hospital"),
    ],
)
def test_an_accreditation_is_told_ninety_days_before_it_ends(
    governorate_admin: Account, ends_in: int, sentence: str | None
) -> None:
    end = TODAY + timedelta(days=ends_in)
    accredited("LX-H2", end.replace(year=end.year - 1))
    assert told(governorate_admin) == ([sentence] if sentence else [])


def test_a_renewal_ends_the_warning(governorate_admin: Account) -> None:
    accredited("LX-H2", date(2025, 11, 1))
    assert len(told(governorate_admin)) == 1
    Accreditation.objects.create(
        facility_id="LX-H2", state="renewed", since=date(2026, 10, 30), since_precision="day", source="GAHAR"
    )
    assert told(governorate_admin) == []


def test_everyone_is_told_of_their_own_area_only(
    clerk: Account, foreign_clerk: Account, citizen: Account, luxor_unit: Facility
) -> None:
    accredited(luxor_unit.pk, date(2025, 12, 1))
    assert len(told(clerk)) == 1
    assert told(foreign_clerk) == [] and told(citizen) == []


def test_each_accreditation_is_told_once_and_in_the_language_of_the_reader(
    clerk: Account, national_admin: Account, luxor_unit: Facility
) -> None:
    accredited(luxor_unit.pk, date(2025, 12, 1))
    Accreditation.objects.create(facility=luxor_unit, state="registered", source="GAHAR")
    Post.objects.create(
        account=clerk, role=Role.GOVERNORATE_ADMINISTRATOR, governorate_id="EG-LX", since=TODAY
    )
    Post.objects.create(account=clerk, role=Role.FACILITY_MANAGER, facility=luxor_unit, since=TODAY)
    assert len([text for text in told(clerk) if luxor_unit.name_en in text]) == 1
    with within(reach_of(clerk)) as reach, translation.override("ar"):
        texts = [item.text for item in attention_of(clerk, reach, TODAY) if luxor_unit.name_ar in item.text]
    assert len(texts) == 1 and "ينتهي" in texts[0]


def test_ramadan_is_told_sixty_days_ahead_until_it_is_confirmed(
    national_admin: Account, governorate_admin: Account
) -> None:
    season = expected_ramadan(1448)
    near = season.since - timedelta(days=60)
    assert not [text for text in told(national_admin, near - timedelta(days=1)) if "Ramadan" in text]
    assert [text for text in told(national_admin, near) if "Ramadan is expected from" in text]
    assert not [text for text in told(governorate_admin, near) if "Ramadan" in text]
    Season.objects.create(
        hijri_year=1448, since=season.since, until=season.until, confirmed_by=national_admin,
        confirmed_at="2026-11-22T10:00Z",
    )  # fmt: skip
    assert not [text for text in told(national_admin, near) if "Ramadan" in text]


def test_it_costs_five_queries(governorate_admin: Account, django_assert_max_num_queries: object) -> None:
    accredited("LX-H2", date(2025, 12, 1))
    with within(reach_of(governorate_admin)) as reach, django_assert_max_num_queries(5):  # type: ignore[operator]
        attention_of(governorate_admin, reach, TODAY)
