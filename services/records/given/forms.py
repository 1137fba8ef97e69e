"""Forms about what was given."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to see what was given elsewhere?"),
        help_text=_("The family reads this reason."),
        required=False,
    )
