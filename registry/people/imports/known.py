"""What the system knows already of the families, units and districts that some rows name, asked once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from facilities.directory.models import Facility
from facilities.geography.models import District
from registry.people.imports.cells import file_number_of
from registry.people.models import Beneficiary, Household, Membership
from uhis_portal.files.cells import Cells
from uhis_portal.files.importing import Row


@dataclass(frozen=True)
class Known:
    """By their codes; `members` are the indexes of who is in a family now, by which people are known, by its file number."""

    units: dict[str, Facility]
    districts: dict[str, District]
    families: dict[str, Household]
    members: dict[str, set[bytes]]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        """What is known of what these rows name, as far as the running transaction reaches; four queries."""
        families = {
            family.file_number: family
            for family in Household.objects.filter(file_number__in={file_number_of(row) for row in rows})
        }
        return cls(
            units={
                unit.pk: unit
                for unit in Facility.objects.select_related("governorate", "district").filter(
                    pk__in=codes(rows, "unit")
                )
            },
            districts={one.pk: one for one in District.objects.filter(pk__in=codes(rows, "district"))},
            families=families,
            members=members_of(families.values()),
        )


def codes(rows: Sequence[Row], column: str) -> set[str]:
    return {code for row in rows if (code := Cells(row).code(column))}


def members_of(families: Iterable[Household]) -> dict[str, set[bytes]]:
    """Who is in each of these families now, by the index of the national ID, else of the birth certificate."""
    numbers = {family.pk: family.file_number for family in families}
    family_of = dict(
        Membership.objects.filter(household__in=list(numbers), until__isnull=True).values_list(
            "beneficiary", "household"
        )
    )
    found: dict[str, set[bytes]] = defaultdict(set)
    people = Beneficiary.objects.filter(pk__in=list(family_of))
    for person, number, certificate in people.values_list("pk", "national_id_index", "certificate_index"):
        found[numbers[family_of[person]]].add(bytes(number or certificate or b""))
    return dict(found)
