"""A date asked for as three numbers: day, month, year. People type a date they know faster than they pick it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uhis_portal.arabic import typed_quantity


class DayMonthYearWidget(forms.MultiWidget):
    """Three inputs, ids `<id>_0` (day), `_1` (month), `_2` (year); drawn by the `field` component."""

    part_labels: Sequence[str | Promise] = (_("Day"), _("Month"), _("Year"))
    part_sizes: Sequence[str] = ("2", "2", "4")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(widgets=[forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs=attrs)

    def decompress(self, value: dt.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayMonthYearField(forms.MultiValueField):
    """Gives a `datetime.date`. Latin, Arabic-Indic and Persian digits, spaces, dashes and direction marks are accepted."""

    widget = DayMonthYearWidget
    default_error_messages = {
        "required": _("Enter the date: day, month and year."),
        "incomplete": _("Enter the whole date: day, month and year."),
        "invalid": _("Enter the date in numbers, such as 27 3 1985."),
        "no_such_day": _("There is no such date. Check the day and the month."),
    }

    def __init__(self, **kwargs: Any) -> None:
        parts = tuple(forms.CharField(required=False) for _part in range(3))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Sequence[str | None] | None) -> dt.date | None:
        typed = [typed_quantity(part or "") for part in (value or ["", "", ""])]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(typed):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        date = self.compress(typed)
        self.validate(date)
        self.run_validators(date)
        return date

    def compress(self, data_list: Sequence[str]) -> dt.date:
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in data_list):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day, month, year = (int(part) for part in data_list)
        if not 1000 <= year <= 9999:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return dt.date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day") from None
