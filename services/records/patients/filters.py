"""Query parameters of the list of patients who were not registered."""

import django_filters
from django.utils.translation import gettext_lazy as _

from services.records.models import OtherPatient
from services.records.models.patients import OtherPatients

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

    def in_state(self, patients: OtherPatients, name: str, value: str) -> OtherPatients:
        return patients.known() if value == "known" else patients.exclude(pk__in=patients.known())
