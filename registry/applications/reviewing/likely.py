"""Registered people who may be those of an application, beside it: for the reviewer alone, each one shown noted."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from registry.applications.actions import in_order
from registry.applications.models import Application
from registry.people.duplicates.applicants import likely_for
from registry.people.duplicates.likeness import Sign
from uhis_portal.accounts.models import Account
from uhis_portal.api.serializers import CodeAndName


class LikelyRow(serializers.Serializer):
    """A registered person who may be one of the people of the application."""

    place = serializers.IntegerField(help_text="Which applicant is meant, from 0.")
    beneficiary = serializers.UUIDField(source="person.pk")
    full_name = serializers.CharField(source="person.full_name")
    birth_date = serializers.DateField(source="person.birth_date")
    governorate = CodeAndName(source="person.governorate")
    unit = CodeAndName(source="person.unit")
    score = serializers.FloatField(source="likeness.score", help_text="0 to 1")
    reasons = serializers.ListField(
        source="likeness.reasons",
        child=serializers.ChoiceField(Sign.choices),
        help_text="What is alike.",
    )


def likely_of(by: Account, application: Application) -> list[dict[str, Any]]:
    """Those who may be meant, by applicant; nobody once it is decided, and for who entered it."""
    if application.status != Application.Status.RECEIVED or application.account_id == by.pk:
        return []
    found = likely_for(
        in_order(application),
        by=by,
        phone_index=bytes(application.phone_index) if application.phone_index else None,
        address_index=bytes(application.address_index) if application.address_index else None,
    )
    rows = []
    for place, matches in enumerate(found):
        for one in matches:
            rows.append({"place": place, "person": one.person, "likeness": one.likeness})
    return list(LikelyRow(rows, many=True).data)
