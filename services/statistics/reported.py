"""Which counted number stands beside which published figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from facilities.directory.models import Facility
from facilities.geography.models import Governorate

if TYPE_CHECKING:
    from services.statistics.reading.care import Care
    from services.statistics.reading.places import Places

HOSPITALS = (Facility.Kind.HOSPITAL, Facility.Kind.SPECIALISED_HOSPITAL, Facility.Kind.MEDICAL_COMPLEX)


def counted_beside(
    governorate: Governorate | None, registered: int, services: Care, facilities: Places
) -> dict[str, Decimal]:
    """What the portal itself counts or lists, by the code of the published figure; a figure without any is left out.

    Nothing is adjusted to make the two agree. Accreditation is known of too few facilities to be set beside a total.
    """
    if governorate is None or governorate.code != "EG-LX":
        return {}
    levels = services.by_level()
    counted = {
        "luxor.population": governorate.population,
        "luxor.registered": registered,
        "luxor.facilities": facilities.total,
        "luxor.facilities.family_medicine": facilities.of_kinds(*Facility.FAMILY_MEDICINE),
        "luxor.facilities.hospitals": facilities.of_kinds(*HOSPITALS),
        "luxor.facilities.contracted": facilities.by_owner.get(Facility.Owner.PRIVATE, 0),
        "luxor.services": services.total(),
        "luxor.services.primary": levels.get("primary", 0),
        "luxor.services.comprehensive_exam": services.of_kinds("PHC-EXAM"),
        "luxor.services.family_medicine": levels.get("primary", 0) - services.of_kinds("PHC-EXAM"),
        "luxor.services.dental": services.of_kinds("PHC-DENT"),
        "luxor.services.lab_and_radiology": services.of_kinds("PHC-LAB", "PHC-RAD"),
        "luxor.services.first_aid": services.of_kinds("PHC-FIRSTAID"),
        "luxor.services.hospital": levels.get("secondary", 0) + levels.get("tertiary", 0),
        "luxor.services.outpatient": services.of_kinds("SEC-OPD"),
        "luxor.services.surgeries": services.of_category("surgery"),
        "luxor.services.diagnostics": services.of_category("diagnostic", "secondary", "tertiary"),
        "luxor.prosthetics": services.of_kinds("SEC-PROSTH"),
    }
    return {code: Decimal(number) for code, number in counted.items() if number is not None}
