"""Joining a number to a family's file, through the API."""

from __future__ import annotations

from rest_framework import serializers

from uhis_portal.api.serializers import StrictSerializer


class GivenJoin(StrictSerializer):
    """A printed code, and the birth date of an adult of the family."""

    code = serializers.CharField(default="", allow_blank=True, max_length=40)
    birth_date = serializers.DateField(default=None, allow_null=True)


class GivenCard(StrictSerializer):
    """The national ID of the person at the counter, whose card the clerk holds."""

    national_id = serializers.CharField(default="", allow_blank=True, max_length=60)
    card_seen = serializers.BooleanField(default=False)


class GivenCardAndCode(GivenCard):
    """With the code that `session/codes/` sent to the number."""

    code_id = serializers.UUIDField()
    code = serializers.CharField(default="", allow_blank=True, max_length=20)


class GivenCardAndChange(GivenCardAndCode):
    old_phone = serializers.CharField(default="", allow_blank=True, max_length=40)


class GivenCardAndPhone(GivenCard):
    phone = serializers.CharField(default="", allow_blank=True, max_length=40)


class Joined(serializers.Serializer):
    """The family whose file a number reads now."""

    household = serializers.UUIDField(source="pk")
    file_number = serializers.CharField()


class Printed(serializers.Serializer):
    """A code to print. It is told once: only its digest is kept."""

    code = serializers.CharField()
    household = serializers.UUIDField(source="household.pk")
    file_number = serializers.CharField(source="household.file_number")
    until = serializers.DateField(help_text="the first day on which it opens nothing")
