"""The form by which an application is found again."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FollowForm(forms.Form):
    reference = forms.CharField(
        label=_("Reference number"),
        required=False,
        help_text=_(
            "It is in the message you got and on the page you saw after sending, such as K7MP-3XQ9-TB."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
