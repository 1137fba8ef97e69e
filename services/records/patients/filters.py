"""Query parameters of the list of patients who were not registered."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from services.records.models import OtherPatient

STATES = [("not_known", _("Not known who it was")), ("known", _("Known who it was"))]


class OtherPatientFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        choices=OtherPatient.Kind.choices, label=_("Kind of patient"), empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", label=_("Who it was"), empty_label=_("All")
    )

    class Meta:
        model = OtherPatient
        fields: list[str] = []

    def in_state(self, patients: QuerySet[OtherPatient], name: str, value: str) -> QuerySet[OtherPatient]:
        return patients.filter(identified_as__isnull=value == "not_known")
