"""What is asked for: how near a unit has to be."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uhis_portal.arabic import typed_quantity

NEAR, NEAREST, FARTHEST = 5, 1, 100  # kilometres


class Nearness(forms.Form):
    """`within`: kilometres in any digits; NEAR where none are given."""

    within = forms.CharField(
        required=False,
        initial=str(NEAR),
        label=gettext_lazy("Look where no unit lies within so many kilometres"),
    )

    def clean_within(self) -> int:
        typed = typed_quantity(self.cleaned_data["within"])
        if not typed:
            return NEAR
        km = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
        if not NEAREST <= km <= FARTHEST:
            said = _("Give whole kilometres, from %(from)s to %(to)s.")
            raise ValidationError(said % {"from": NEAREST, "to": FARTHEST}, code="invalid")
        return km

    @property
    def km(self) -> int:
        """What was asked for; NEAR where nothing was, or where it cannot be read."""
        return self.cleaned_data["within"] if self.is_valid() else NEAR
