"""The form by which it is said what DHIS2 calls a facility; what is typed is judged by the action."""

from django import forms
from django.utils.translation import gettext_lazy as _

LATIN = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class UnitForm(forms.Form):
    code = forms.CharField(
        label=_("Code in DHIS2"), required=False, max_length=50, widget=forms.TextInput(attrs=LATIN)
    )
    uid = forms.CharField(
        label=_("Identifier in DHIS2 (UID)"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=LATIN),
    )
