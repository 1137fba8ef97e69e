"""Questions about facilities in the words of the staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import get_language

from uhis_portal.reach import Reach


class FacilityQuerySet(models.QuerySet[Any]):
    def in_area_of(self, reach: Reach) -> FacilityQuerySet:
        """Those whose staff one is, or which one administers."""
        if reach.everything:
            return self
        return self.filter(Q(pk__in=reach.facilities) | Q(governorate__in=reach.governorates))

    def open_on(self, day: date) -> FacilityQuerySet:
        """Those that give care on `day`; where no status is known, that counts as open."""
        return self.without_status_but(self.model.GIVING_CARE, day)

    def listed_on(self, day: date) -> FacilityQuerySet:
        """Those that a list shows on `day`: the ones that give care, and those suspended for a time."""
        return self.without_status_but(self.model.LISTED, day)

    def without_status_but(self, statuses: Iterable[str], day: date) -> FacilityQuerySet:
        periods = self.model._meta.get_field("statuses").related_model
        others = periods.objects.in_force_on(day).exclude(status__in=statuses)
        return self.exclude(Exists(others.filter(facility=OuterRef("pk"))))

    def of_governorate(self, code: str) -> FacilityQuerySet:
        return self.filter(governorate=code)

    def in_full(self) -> FacilityQuerySet:
        """With all that is known of them, closed ones too."""
        return self.with_place().prefetch_related(
            "accreditations",
            "buildings",
            "capacities",
            "contacts",
            "departments",
            "other_names",
            "programmes",
            "roles",
            "services__service_type",
            "services__department",
            "statuses",
        )

    def with_place(self) -> FacilityQuerySet:
        return self.select_related("governorate", "district").defer("governorate__outline")

    def family_units_of(self, governorate: str, district: str | None = None, *, on: date) -> FacilityQuerySet:
        """Open family-medicine units and centres of a governorate, those of the family's own district first."""
        units = self.open_on(on).of_governorate(governorate).filter(kind__in=self.model.FAMILY_MEDICINE)
        elsewhere = Case(When(district=district, then=0), default=1) if district else Value(1)
        return units.select_related("district").order_by(elsewhere, *by_name())


def by_name() -> tuple[str, str]:
    """The order of the alphabet that the reader uses; Arabic order comes from the comparable name."""
    return ("name_en" if get_language() == "en" else "comparable", "code")
