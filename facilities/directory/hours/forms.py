"""Forms of the calendar. What is right or wrong is decided by the actions; here typed text becomes values."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from facilities.directory.hours.days import A_DAY
from facilities.directory.hours.text import read_clock
from facilities.directory.hours.week import GENERAL
from facilities.directory.models.hours import Part
from uhis_portal.date_field import DayMonthYearField

FIRST_DAY = {"required": _("Enter the first day: day, month and year.")}
LAST_DAY = {"required": _("Enter the last day: day, month and year.")}


class LastDayField(DayMonthYearField):
    """The last day as people name it; gives the first day after it."""

    def clean(self, value: Any) -> date | None:
        last = super().clean(value)
        return last + A_DAY if last and last < date.max else last


class ClockField(forms.CharField):
    """A time of the day; gives minutes after 00:00, None where it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(required=False, max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        return read_clock(super().clean(value))


class RamadanForm(forms.Form):
    since = DayMonthYearField(label=_("First day of Ramadan"), error_messages=FIRST_DAY)
    until = LastDayField(label=_("Last day of Ramadan"), error_messages=LAST_DAY)


class OtherHoursForm(forms.Form):
    of = forms.ChoiceField(
        label=_("For what?"), choices=Part.choices, initial=GENERAL, widget=forms.RadioSelect
    )
    since = DayMonthYearField(label=_("First day"), error_messages=FIRST_DAY)
    until = LastDayField(label=_("Last day"), error_messages=LAST_DAY)
    opens = ClockField(label=_("Opens at"))
    closes = ClockField(label=_("Closes at"))
    reason_ar = forms.CharField(
        label=_("Reason, in Arabic"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )
    reason_en = forms.CharField(
        label=_("Reason, in English"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "en"}),
    )
