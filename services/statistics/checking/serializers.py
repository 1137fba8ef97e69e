"""The state of the numbers as it leaves the portal, on the page and through the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from services.statistics.checking.words import ROLL_UPS, SOURCES
from services.statistics.models import Check
from uhis_portal.api.serializers import Named, in_both_languages


class SourceName(serializers.Serializer):
    """What is counted, by its code."""

    code = serializers.CharField()
    name = serializers.SerializerMethodField()

    @extend_schema_field(Named)
    def get_name(self, source: Any) -> dict[str, str]:
        return in_both_languages(SOURCES[source.code])


class WrongCell(serializers.Serializer):
    """A cell that was shown otherwise than it was recounted; it names no person."""

    roll_up = serializers.SerializerMethodField()
    cell = serializers.CharField(help_text="its dimensions, as codes")
    shown = serializers.CharField()
    recounted = serializers.CharField()

    @extend_schema_field(Named)
    def get_roll_up(self, found: dict[str, str]) -> dict[str, str]:
        return in_both_languages(ROLL_UPS.get(found["roll"], found["roll"]))


class CheckOut(serializers.Serializer):
    """A comparison of all roll-ups with a recount, one after another; what differs is mended."""

    begun_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True, help_text="null: it goes on")
    seconds = serializers.SerializerMethodField(help_text="from its beginning to its end")
    nightly = serializers.SerializerMethodField(help_text="whether the clock asked for it")
    done = serializers.IntegerField(help_text="roll-ups compared so far")
    of = serializers.IntegerField()
    cells = serializers.IntegerField(help_text="numbers compared")
    wrong = serializers.IntegerField(help_text="numbers that differed, and were mended")
    found = WrongCell(many=True, help_text="the first of them")

    def get_seconds(self, check: Check) -> int | None:
        return round((check.ended_at - check.begun_at).total_seconds()) if check.ended_at else None

    def get_nightly(self, check: Check) -> bool:
        return check.asked_by is None


class TotalOut(SourceName):
    """What the roll-ups of one source come to now, each with what is pending."""

    agree = serializers.BooleanField()
    value = serializers.IntegerField(allow_null=True, help_text="null: they do not agree")
    tables = serializers.IntegerField(help_text="roll-ups compared with each other")


class WaitingOut(SourceName):
    changes = serializers.IntegerField(help_text="noted and counted in what is shown, not folded yet")


class StateOut(serializers.Serializer):
    """Whether the numbers are right: the last recount, the one under way, and what can be seen at this moment."""

    as_of = serializers.DateTimeField(help_text="the moment of the snapshot")
    last = CheckOut(allow_null=True, help_text="null: none has ended yet")
    under_way = CheckOut(allow_null=True)
    totals = TotalOut(many=True)
    waiting = WaitingOut(many=True)
    folded_at = serializers.DateTimeField(allow_null=True, help_text="when changes were folded last")
    folded = serializers.IntegerField(help_text="changes folded since the beginning")
