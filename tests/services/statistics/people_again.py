"""Distinct people counted once more, person by person: what the roll-ups of people must say."""

from __future__ import annotations

from collections import Counter, defaultdict
from uuid import UUID

from django.db import connection, transaction

from registry.people.models import Beneficiary
from services.records.models import Identification, ServiceRecord
from services.statistics.counting.people import COUNTRY, EVER, PEOPLE
from uhis_portal.reach import system_reach

Counts = dict[tuple[str, str, int], int]  # people by governorate, kind and year


def recounted() -> Counts:
    """From the ledger, from who was merged and from who was identified."""
    with system_reach():
        goes_on = dict(Beneficiary.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
        last_word = dict(Identification.objects.order_by("position").values_list("patient", "beneficiary"))
        undone = set(ServiceRecord.objects.filter(reverses__isnull=False).values_list("reverses", flat=True))
        records = ServiceRecord.objects.filter(reverses__isnull=True).values_list(
            "pk", "beneficiary", "other_patient", "service_type", "provided_on", "governorate"
        )
        reached: dict[tuple[str, str, int], set[UUID]] = defaultdict(set)
        for pk, beneficiary, guest, kind, day, governorate in records:
            person = beneficiary or last_word.get(guest)
            while person in goes_on:
                person = goes_on[person]
            if pk not in undone and person is not None:
                for place in (governorate, COUNTRY):
                    for year in (day.year, EVER):
                        reached[place, kind, year].add(person)
    return {cell: len(people) for cell, people in reached.items()}


def shown() -> Counts:
    """What is folded and what is pending, as a page adds it up."""
    [people] = [roll for roll in PEOPLE if "people" in roll.sums]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(people.shown)
        cells: Counter[tuple[str, str, int]] = Counter()
        for governorate, kind, year, number in cursor.fetchall():
            cells[governorate, kind, year] += number
    return {cell: number for cell, number in cells.items() if number}
