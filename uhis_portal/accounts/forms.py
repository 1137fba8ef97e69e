"""Signing in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Mobile number"),
        error_messages={"required": _("Enter an Egyptian mobile number of 11 digits, such as 01001234567.")},
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}),
        help_text=_("We send a code to this number. It costs you nothing."),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        error_messages={"required": _("Enter the code of six digits.")},
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
        help_text=_("The six digits of the message. They are valid for 10 minutes."),
    )


class NewNumberForm(forms.Form):
    phone = forms.CharField(
        label=_("New mobile number"),
        error_messages={"required": _("Enter an Egyptian mobile number of 11 digits, such as 01001234567.")},
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}),
        help_text=_("We send one code to this number and one to your present number."),
    )


class BothCodesForm(forms.Form):
    old_code = forms.CharField(
        label=_("Code sent to your present number"),
        error_messages={"required": _("Enter the code that came to your present number.")},
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )
    new_code = forms.CharField(
        label=_("Code sent to the new number"),
        error_messages={"required": _("Enter the code that came to the new number.")},
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )


class PasswordForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        error_messages={"required": _("Enter your user name.")},
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "dir": "ltr"}),
    )
    password = forms.CharField(
        label=_("Password"),
        error_messages={"required": _("Enter your password.")},
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )
