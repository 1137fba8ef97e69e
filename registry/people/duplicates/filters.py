"""Query parameters of possible duplicates."""

import django_filters

from registry.people.models import PossibleDuplicate


class PairFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=PossibleDuplicate.Status.choices)

    class Meta:
        model = PossibleDuplicate
        fields: list[str] = []
