"""The areas that numbers are of: the country, a governorate, a district, a facility."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from services.statistics.counting.people import COUNTRY
from uhis_portal.api.serializers import in_both_languages
from uhis_portal.reach import Reach

Level = Literal["country", "governorate", "district", "facility"]


@dataclass(frozen=True)
class Area:
    """An area by its level and its official code; the country is EG. What lies above it is set where there is one."""

    level: Level
    code: str
    governorate: Governorate | None = None
    district: District | None = None
    facility: Facility | None = None

    @cached_property
    def name(self) -> dict[str, str]:
        """In both languages."""
        own = self.facility or self.district or self.governorate
        if own is None:
            return in_both_languages(_("Egypt"))
        if self.level == "district" and self.district is None:
            return in_both_languages(_("District not known"))
        return {"ar": own.name_ar, "en": own.name_en}

    @property
    def population(self) -> int | None:
        """The latest estimate, of a governorate; it is not known of others."""
        return self.governorate.population if self.level == "governorate" and self.governorate else None

    @property
    def above(self) -> Area | None:
        """The next larger area; a facility without a known district lies in its governorate."""
        if self.level == "country":
            return None
        if self.level == "facility" and self.district is not None:
            return of_district(self.district, self.governorate)
        return THE_COUNTRY if self.level == "governorate" else of_governorate(self.governorate)

    @property
    def url(self) -> str:
        return reverse(PAGES[self.level], args=[] if self.level == "country" else [self.code])

    def rows_are_in(self, reach: Reach) -> bool:
        """Whether the rows behind the numbers may be seen, and not only their sums; said of a facility."""
        own = self.code in reach.facilities or self.values["governorate"] in reach.governorates
        return reach.everything or own

    def where(self, *, facility: str = "facility") -> str:
        """A condition on the columns of a roll-up that holds codes; its values are those of `values`."""
        conditions = {
            "country": "true",
            "governorate": "governorate = %(governorate)s",
            "district": "governorate = %(governorate)s AND district = %(district)s",
            "facility": f"{facility} = %(facility)s",  # wherever it lay when it was counted
        }
        return conditions[self.level]

    @property
    def values(self) -> dict[str, str]:
        return {
            "governorate": self.governorate.code if self.governorate else "",
            "district": self.district.code if self.district else "",
            "facility": self.facility.code if self.facility else "",
        }


PAGES = {
    "country": "statistics",
    "governorate": "statistics-governorate",
    "district": "statistics-district",
    "facility": "statistics-facility",
}
THE_COUNTRY = Area("country", COUNTRY)


def of_governorate(governorate: Governorate | None) -> Area:
    return Area("governorate", governorate.code, governorate) if governorate else THE_COUNTRY


def of_district(district: District, governorate: Governorate | None = None) -> Area:
    return Area("district", district.code, governorate or district.governorate, district)


def of_facility(facility: Facility) -> Area:
    return Area("facility", facility.code, facility.governorate, facility.district, facility)


def area_of(level: Level, code: str) -> Area:
    """The area of a code. DoesNotExist of its model when there is none; `code` is not looked at for the country."""
    if level == "governorate":
        return of_governorate(Governorate.objects.get(pk=code))
    if level == "district":
        return of_district(District.objects.select_related("governorate").get(pk=code))
    if level == "facility":
        return of_facility(Facility.objects.select_related("governorate", "district").get(pk=code))
    return THE_COUNTRY
