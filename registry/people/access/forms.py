"""Forms of joining a number to a family's file. What is right or wrong is decided by the actions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from uhis_portal.date_field import DayMonthYearField

ONE_TIME = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}


class JoinForm(forms.Form):
    """A citizen with a printed code."""

    code = forms.CharField(
        label=_("Code of the sheet"),
        required=False,
        max_length=40,
        help_text=_("Ten letters and digits, such as B7KM-3XQ9-T4."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )
    birth_date = DayMonthYearField(
        label=_("Birth date of an adult of the family"),
        required=False,
        help_text=_("Yours or that of another adult who belongs to the family."),
    )


class CardForm(forms.Form):
    """A clerk who holds the card of the person at the counter."""

    national_id = forms.CharField(
        label=_("National ID number"), required=False, max_length=60, help_text=_("As it stands on the card.")
    )
    card_seen = forms.BooleanField(
        label=_("I have the card in my hand, and it is that of the person before me."), required=False
    )


class CardAndCodeForm(CardForm):
    """The card, and the code that came to the number."""

    code = forms.CharField(
        label=_("Code that came to the number"),
        required=False,
        max_length=20,
        help_text=_("The person reads it out: so it is sure that the number is theirs."),
        widget=forms.TextInput(attrs=ONE_TIME),
    )


class CardAndChangeForm(CardAndCodeForm):
    old_phone = forms.CharField(
        label=_("The number that reads the file until now"), required=False, max_length=40
    )


class CardAndPhoneForm(CardForm):
    phone = forms.CharField(
        label=_("The number that should no longer read the file"), required=False, max_length=40
    )


class NumberForm(forms.Form):
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=40,
        help_text=_("We send a code to this number. The person reads it out to you."),
    )
