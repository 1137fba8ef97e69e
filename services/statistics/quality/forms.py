"""The months that are looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _


def month(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs={"type": "month"}))


PeriodForm = type("PeriodForm", (forms.Form,), {"from": month(_("From month")), "to": month(_("To month"))})
