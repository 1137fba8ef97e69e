"""Forms of those whom an application names. What is right or wrong is decided by the actions."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CounterDisputeForm(forms.Form):
    """A person at a counter, with the card, says not to belong to a family that names them."""

    national_id = forms.CharField(
        label=_("National ID number"), required=False, help_text=_("14 digits, from the card before you.")
    )
    card_seen = forms.BooleanField(label=_("I hold the card, and it is this person's."), required=False)
