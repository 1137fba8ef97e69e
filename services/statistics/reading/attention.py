"""What needs attention in an area: said with a number or a date, and where to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from services.statistics.reading.places import Places

FEW_PLACES = 0.02  # of a unit's places that are still free


class Matter(models.TextChoices):
    ACCREDITATION_OVER = "accreditation_over", _("the accreditation is over")
    ACCREDITATION_ENDS = "accreditation_ends", _("the accreditation ends soon")
    UNIT_FULL = "unit_full", _("no free place left")
    UNIT_NEARLY_FULL = "unit_nearly_full", _("hardly a free place left")


@dataclass(frozen=True)
class Attention:
    """One facility that somebody should see to; `on` is a date, `number` the free places."""

    matter: Matter
    facility: Facility
    on: date | None = None
    number: int | None = None


def attention(places: Places, today: date) -> list[Attention]:
    """The most urgent first."""
    return sorted(found(places, today), key=lambda one: (list(Matter).index(one.matter), one.on or date.max))


def found(places: Places, today: date) -> Iterator[Attention]:
    for place in places.listed:
        if place.ran_out:
            yield Attention(Matter.ACCREDITATION_OVER, place.facility, on=place.accredited_until)
        elif place.ends_soon:
            yield Attention(Matter.ACCREDITATION_ENDS, place.facility, on=place.accredited_until)
        if place.facility.places is None:
            continue
        free = place.facility.places - place.facility.taken
        if free <= 0:
            yield Attention(Matter.UNIT_FULL, place.facility, number=0)
        elif free <= place.facility.places * FEW_PLACES:
            yield Attention(Matter.UNIT_NEARLY_FULL, place.facility, number=free)
