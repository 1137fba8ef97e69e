"""Query parameters of posts and of invitations: the same for the pages and for the endpoints."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from facilities.geography.fields import GovernorateFilter
from facilities.staff.models import Invitation, Post, Role
from uhis_portal.arabic import comparable
from uhis_portal.calendar import cairo_today
from uhis_portal.display import capitalised

LONGEST_QUESTION = 200


class NamesField(forms.CharField):
    """Names to search for: at least one letter or digit must be left of them when marks and signs are taken away."""

    default_error_messages = {
        "nothing": _("Write the name of a person or of a facility: letters or digits."),
        "long": _("Search with at most 200 characters."),
    }

    def to_python(self, value: Any) -> str:
        words = super().to_python(value) or ""
        if len(words) > LONGEST_QUESTION:
            raise forms.ValidationError(self.error_messages["long"], code="long")
        if words and not comparable(words):
            raise forms.ValidationError(self.error_messages["nothing"], code="nothing")
        return words


@extend_schema_field({"type": "string", "maxLength": LONGEST_QUESTION})
class NamesFilter(django_filters.Filter):
    field_class = NamesField

    def filter(self, queryset: Any, words: str) -> Any:
        return queryset.matching(words) if words else queryset


class PostStateFilter(django_filters.ChoiceFilter):
    def filter(self, queryset: Any, state: str) -> Any:
        return queryset.in_state(state, cairo_today()) if state else queryset


class InvitationStateFilter(django_filters.ChoiceFilter):
    def filter(self, queryset: Any, state: str) -> Any:
        return queryset.in_state(state, timezone.now()) if state else queryset


class PlaceFilter(GovernorateFilter):
    """Posts in a governorate: at its facilities, and those of its administrators."""

    def filter(self, queryset: Any, governorate: Any) -> Any:
        if governorate is None:
            return queryset
        return queryset.filter(Q(facility__governorate=governorate) | Q(governorate=governorate))


class PostFilter(django_filters.FilterSet):
    q = NamesFilter(label=_("Name of a person or facility"))
    state = PostStateFilter(
        label=_("Posts"), choices=capitalised(Post.State), empty_label=_("All, also past ones")
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=capitalised(Role), empty_label=_("All roles"))
    facility = django_filters.CharFilter(field_name="facility_id", label=_("Facility code"), max_length=20)
    governorate = PlaceFilter(label=_("Governorate"), empty_label=_("All governorates"))

    class Meta:
        model = Post
        fields: list[str] = []


class InvitationFilter(django_filters.FilterSet):
    q = NamesFilter(label=_("Name of a person or facility"))
    state = InvitationStateFilter(
        label=_("Invitations"), choices=capitalised(Invitation.State), empty_label=_("All invitations")
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=capitalised(Role), empty_label=_("All roles"))
    facility = django_filters.CharFilter(field_name="facility_id", label=_("Facility code"), max_length=20)
    governorate = GovernorateFilter(label=_("Governorate"), empty_label=_("All governorates"))

    class Meta:
        model = Invitation
        fields: list[str] = []
