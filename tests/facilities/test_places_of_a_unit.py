"""A family-medicine unit takes people while it has room; the database is the last guard."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from facilities.directory.actions import take_places
from facilities.directory.models import Facility
from tests.cast import has_status
from uhis_portal.calendar import cairo_today

TODAY = cairo_today()


def unit(code: str = "LX-F01", status: str = "", **changes: object) -> Facility:
    if changes:
        Facility.objects.filter(code=code).update(**changes)
    if status:
        has_status(Facility.objects.get(code=code), status, since=TODAY)
    return Facility.objects.get(code=code)


@pytest.mark.django_db
class TestTakingPlaces:
    def test_places_taken_are_counted(self) -> None:
        unit(places=10)
        assert take_places(facility_code="LX-F01", people=4, on=TODAY).free_places == 6
        assert take_places(facility_code="LX-F01", people=3, on=TODAY).taken == 7

    def test_a_family_that_just_fits_is_taken(self) -> None:
        unit(places=5)
        assert take_places(facility_code="LX-F01", people=5, on=TODAY).free_places == 0

    def test_a_unit_whose_places_are_not_known_takes_everyone(self) -> None:
        assert take_places(facility_code="LX-F01", people=5, on=TODAY).free_places is None

    @pytest.mark.parametrize(
        ("code", "changes", "reason"),
        [
            ("LX-F01", {"places": 4}, "full"),
            ("LX-F01", {"status": "closed"}, "closed"),
            ("LX-H2", {}, "kind"),
        ],
    )
    def test_a_refusal_names_the_unit_and_changes_nothing(
        self, code: str, changes: dict[str, object], reason: str
    ) -> None:
        unit(code, **changes)
        with pytest.raises(ValidationError) as refusal:
            take_places(facility_code=code, people=5, on=TODAY)
        assert [fault.code for fault in refusal.value.error_dict["unit"]] == [reason]
        assert Facility.objects.get(code=code).taken == 0

    def test_an_unknown_unit_is_refused(self) -> None:
        with pytest.raises(ValidationError) as refusal:
            take_places(facility_code="LX-F99", people=1, on=TODAY)
        assert refusal.value.error_dict["unit"][0].code == "unknown"

    def test_the_database_holds_what_the_action_might_miss(self) -> None:
        unit(places=2)
        with (
            pytest.raises(IntegrityError, match="a_unit_takes_no_more_than_its_places"),
            transaction.atomic(),
        ):
            Facility.objects.filter(code="LX-F01").update(taken=3)
        with pytest.raises(IntegrityError), transaction.atomic():
            Facility.objects.filter(code="LX-F01").update(taken=-1)

    def test_a_position_without_precision_is_refused(self) -> None:
        with (
            pytest.raises(IntegrityError, match="a_position_is_whole_and_has_a_precision"),
            transaction.atomic(),
        ):
            Facility.objects.filter(code="LX-F01").update(position_precision="none")


@pytest.fixture
def untouched_unit(transactional_db: None) -> Iterator[None]:
    unit(places=6, taken=0)
    yield
    unit(places=None, taken=0)


@pytest.mark.usefixtures("untouched_unit")
def test_families_that_come_at_the_same_moment_never_overfill_a_unit() -> None:
    def family(_number: int) -> bool:
        try:
            take_places(facility_code="LX-F01", people=4, on=TODAY)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(family, range(4))) == [False, False, False, True]
    assert Facility.objects.get(code="LX-F01").taken == 4


@pytest.mark.django_db
class TestUnitsOfAFamily:
    def test_units_of_the_own_district_come_first(self) -> None:
        units = list(Facility.objects.family_units_of("EG-LX", "3606", on=TODAY))
        assert {each.kind for each in units} == {"family_medicine_unit", "family_medicine_center"}
        own = [each.district_id == "3606" for each in units]
        assert len(units) == 54 and own[:11] == [True] * 11 and not any(own[11:])

    def test_closed_units_and_other_governorates_are_left_out(self) -> None:
        unit(status="closed")
        codes = set(Facility.objects.family_units_of("EG-LX", on=TODAY).values_list("code", flat=True))
        assert "LX-F01" not in codes and "LX-F02" in codes and "PS-F1" not in codes
