from collections.abc import Iterator

import pytest

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from tests.services.visits import person_of


@pytest.fixture
def luxor(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@pytest.fixture
def port_said(port_said_unit: Facility) -> Beneficiary:
    return person_of(port_said_unit, serial=3)


@pytest.fixture
def units(luxor_unit: Facility, port_said_unit: Facility) -> Iterator[list[Facility]]:
    """Two of Luxor and one of Port Said; the directory is as before afterwards."""
    others = Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit").exclude(
        pk=luxor_unit.pk
    )
    units = [luxor_unit, others.order_by("code")[0], port_said_unit]
    districts = {unit.pk: unit.district_id for unit in units}
    yield units
    for code, district in districts.items():
        Facility.objects.filter(pk=code).update(district=district)
