"""The finder's parameters as the schema tells them; `facilities.directory.finder.question` reads them."""

from __future__ import annotations

from typing import Any

from django.db.models import Choices
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from facilities.directory.finder.question import ANY, LONGEST_WORDS, PAGES, RADII_KM
from facilities.directory.models import Accreditation, Facility


def parameter(
    name: str,
    description: str,
    kind: Any = OpenApiTypes.STR,
    *,
    choices: type[Choices] | None = None,
    **more: Any,
) -> OpenApiParameter:
    values = list(choices.values) if choices else None
    return OpenApiParameter(name, kind, description=description, enum=values, **more)


PARAMETERS = [
    parameter(
        "q",
        "Words in Arabic, English or Franco-Arabic: a name, a former name, a place, a kind of facility, a service.",
        {"type": "string", "maxLength": LONGEST_WORDS},
    ),
    parameter("governorate", "The code of a governorate, such as EG-LX."),
    parameter("district", "The code of a district, such as 3607."),
    parameter("kind", "The kind of facility.", choices=Facility.Kind),
    parameter("level", "A level of care that is given there.", choices=Facility.Level),
    parameter("owner", "Who runs it.", choices=Facility.Owner),
    parameter(
        "status",
        "The status today; by default those that give care and those suspended for a time.",
        choices=Facility.Status,
    ),
    parameter(
        "accreditation",
        f"The accreditation that holds today; `{ANY}` for every one but a mere registration.",
        {"type": "string", "enum": [*Accreditation.State.values, ANY]},
    ),
    parameter("service", "The code of a kind of service that is given there, such as PHC-LAB."),
    parameter("emergency", "Whether it receives emergencies.", OpenApiTypes.BOOL),
    parameter("accepts_families", "Whether families may choose it.", OpenApiTypes.BOOL),
    parameter(
        "open",
        "`now`, or a day and time after ISO 8601, Cairo's where no offset is given: only what is open then. "
        "With `service`, by that service's hours; with `emergency=true`, by those of emergencies.",
    ),
    parameter(
        "near",
        "`latitude,longitude` in degrees, such as 25.69,32.64, or the code of a facility, district or governorate: "
        "gives `distance_km`, and orders what matches equally well.",
    ),
    parameter(
        "radius_km",
        "With `near`: only what lies within so many kilometres.",
        {"type": "number", "minimum": RADII_KM[0], "maximum": RADII_KM[1]},
    ),
    parameter("page", "20 facilities a page.", {"type": "integer", "minimum": 1, "maximum": PAGES}),
]
