"""Forms about patients who were not registered."""

from django import forms
from django.utils.translation import gettext_lazy as _


class IdentifyForm(forms.Form):
    national_id = forms.CharField(
        max_length=40,
        label=_("National ID number"),
        help_text=_("Of the person who it was, from the card."),
        error_messages={"required": _("Enter the national ID number.")},
    )
    reason = forms.CharField(
        required=False,
        label=_("How is this known?"),
        help_text=_("Such as: a relative brought the card. The family reads it."),
    )


class TakeBackForm(forms.Form):
    reason = forms.CharField(required=False, label=_("Why is it taken back?"))
