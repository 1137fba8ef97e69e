"""Query parameters of proposals."""

import django_filters

from facilities.directory.models import Proposal


class ProposalFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=Proposal.State.choices)
    facility = django_filters.CharFilter(field_name="facility_id", max_length=20)

    class Meta:
        model = Proposal
        fields: list[str] = []
