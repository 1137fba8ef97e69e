"""What the finder answers. These serializers describe it; `facilities.directory.finder.answer` writes it."""

from __future__ import annotations

from rest_framework import serializers

from facilities.directory.hours.serializers import FacilityHours, OpenRepresentation
from facilities.directory.serializers.detail import FacilityDetail
from facilities.directory.serializers.in_list import FacilityInList, NameAsKnown

REASONS = ("former_name", "alias", "place", "service", "kind")


class Matched(serializers.Serializer):
    """Why the words that were asked for found it, where that is not its current name."""

    field = serializers.ChoiceField(choices=REASONS)
    text = NameAsKnown()


class Momentary(serializers.Serializer):
    """What may change from one moment to the next."""

    matched = Matched(allow_null=True, help_text="null: by its current name, or no words were asked for")
    open = OpenRepresentation(help_text="at the moment asked for, else now")
    accepts_families = serializers.BooleanField(
        allow_null=True, help_text="whether families may choose it; null: it is no family-medicine unit"
    )
    free_places = serializers.IntegerField(
        allow_null=True, help_text="people that it still takes; null: not known"
    )


class FacilityFound(Momentary, FacilityInList):
    """A facility as the finder shows it."""


class FacilityPage(serializers.Serializer):
    """One page of what was found, best first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    total = serializers.IntegerField(
        help_text="how many match, counted to 101 where words are asked for; the first 100 can be paged through"
    )
    unknown_words = serializers.ListField(
        child=serializers.CharField(),
        help_text="words of the question that nothing is known of, as they were typed",
    )
    suggestion = serializers.CharField(
        allow_null=True, help_text="where nothing is found: the nearest spelling that is known"
    )
    hours_not_known = serializers.IntegerField(
        help_text="how many `open` left out because nobody knows their hours"
    )
    results = FacilityFound(many=True)


class FacilityInFull(Momentary, FacilityDetail):
    """A facility with all that is known of it, and its hours."""

    hours = FacilityHours()
