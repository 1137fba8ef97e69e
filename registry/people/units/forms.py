"""Pages of units. What is right or wrong is decided by the actions, so every field may come empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from uhis_portal.date_field import DayMonthYearField
from uhis_portal.display import bilingual


class AnyUnit(forms.ChoiceField):
    """Offers units but leaves it to the action to refuse others, with the sentence an endpoint answers too."""

    default_validators = [ProhibitNullCharactersValidator()]

    def valid_value(self, value: str) -> bool:
        return True


class AskForm(forms.Form):
    unit = AnyUnit(label=_("Which unit?"), required=False, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why do you ask for another unit?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, offered: Iterable[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.pk, bilingual(unit)) for unit in offered]


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not? The family reads this."), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProposeForm(forms.Form):
    unit = AnyUnit(label=_("The unit that hands its families over"), required=False, widget=forms.Select)
    on = DayMonthYearField(label=_("First day at the new units"), required=False)

    def __init__(self, *args: Any, offered: Iterable[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", ""), *((unit.pk, bilingual(unit)) for unit in offered)]


class ElsewhereForm(forms.Form):
    to = AnyUnit(label=_("Where does this family go?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Iterable[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(unit.pk, bilingual(unit)) for unit in offered]
