"""Pages of staff. What is right or wrong is decided by the actions, so every field may come empty."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from facilities.directory.finder.question import LONGEST_WORDS
from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from facilities.staff.authority import Authority
from facilities.staff.readings import facilities_meant, is_called
from uhis_portal.date_field import DayMonthYearField
from uhis_portal.display import bilingual


class AppointmentForm(forms.Form):
    """A role, its area and its days, as far as the one who fills it in may give them."""

    role = forms.CharField(label=_("Role"), required=False)
    facility = forms.CharField(label=_("Facility"), required=False)
    governorate = forms.CharField(label=_("Governorate"), required=False)
    since = DayMonthYearField(label=_("First day"), required=False)
    until = DayMonthYearField(
        label=_("Ends on"),
        required=False,
        help_text=_("The first day without the post. Leave it empty when no end is planned."),
    )

    def __init__(self, *args: Any, authority: Authority, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        roles = authority.roles
        self.fields["role"].widget = forms.RadioSelect(
            choices=[(role.value, capfirst(role.label)) for role in roles]
        )
        if len(roles) == 1:
            self.initial["role"] = roles[0]
        if authority.everything:
            self.fields["facility"] = NamedFacilityField(label=_("Facility"), required=False)
            self.fields["governorate"].help_text = _("For a governorate administrator.")
            self.fields["governorate"].widget = forms.Select(choices=[("", ""), *governorates()])
        else:
            del self.fields["governorate"]
            offered = facilities_of(authority)
            if len(offered) == 1:
                self.initial["facility"] = offered[0][0]
            self.fields["facility"].widget = forms.Select(choices=[("", ""), *offered])


class NamedFacilityField(forms.CharField):
    """A facility by its name as people say it, or by its code; gives the code.

    Where the words may mean several, these are offered to choose from; without any of them the box is there again.
    """

    default_error_messages = {
        "choose": _("Choose the facility that is meant."),
        "unknown_facility": _("No facility is found by this name. Try another part of it, or the code."),
    }
    NONE_OF_THESE = ("", _("None of these"))

    def __init__(self, **kwargs: Any) -> None:
        hint = _("For clerks and managers: the name or a part of it, such as Esna hospital.")
        super().__init__(max_length=LONGEST_WORDS, help_text=hint, **kwargs)

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        meant = facilities_meant(words) if words else []
        if len(meant) == 1 and is_called(meant[0], words):
            return meant[0].pk
        if meant:
            offered = [(one.pk, f"{bilingual(one)} · {bilingual(one.governorate)}") for one in meant]
            self.widget = forms.RadioSelect(choices=[*offered, self.NONE_OF_THESE])
            raise forms.ValidationError(self.error_messages["choose"], code="choose")
        if words:
            raise forms.ValidationError(self.error_messages["unknown_facility"], code="unknown_facility")
        return ""


def facilities_of(authority: Authority) -> list[tuple[str, str]]:
    """Facilities where posts may be given, by name."""
    found = Facility.objects.filter(governorate__in=authority.governorates) | Facility.objects.filter(
        pk__in=authority.facilities
    )
    named = [(one.pk, bilingual(one)) for one in found.only("code", "name_ar", "name_en")]
    return sorted(named, key=lambda pair: pair[1])


def governorates() -> list[tuple[str, str]]:
    named = [(one.pk, bilingual(one)) for one in Governorate.objects.only("code", "name_ar", "name_en")]
    return sorted(named, key=lambda pair: pair[1])


class GiveForm(AppointmentForm):
    username = forms.CharField(
        label=_("User name"), required=False, help_text=_("The name with which the person signs in.")
    )
    field_order = ["username", "role", "facility", "governorate", "since", "until"]


class InviteForm(AppointmentForm):
    name_ar = forms.CharField(label=_("Name in Arabic"), required=False)
    name_en = forms.CharField(label=_("Name in English"), required=False)
    mobile = forms.CharField(
        label=_("Mobile number"),
        required=False,
        help_text=_("The link is sent there. Without a number you hand it over yourself."),
    )
    field_order = ["name_ar", "name_en", "role", "facility", "governorate", "since", "until", "mobile"]


class EndForm(forms.Form):
    until = DayMonthYearField(
        label=_("Ends on"),
        required=False,
        help_text=_("The first day without the post; today at the earliest."),
    )


class JoinForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        required=False,
        help_text=_("3 to 60 English letters, digits, dots and dashes. You sign in with it."),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("12 characters or more. A few words that belong together only for you are easy to keep."),
    )
    password_again = forms.CharField(
        label=_("The same password again"), required=False, strip=False, widget=forms.PasswordInput
    )

    def clean(self) -> dict[str, Any]:
        """A slip of the finger in a field that cannot be read would lock its owner out."""
        given = super().clean() or {}
        if given.get("password") != given.get("password_again"):
            self.add_error("password_again", _("The two passwords are not the same. Type both again."))
        return given
