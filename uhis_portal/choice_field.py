"""Choices that a page offers and an action judges."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator


class AnyChoice(forms.ChoiceField):
    """Offers choices but leaves it to the action to refuse others, with the sentence an endpoint answers too.

    Only what the database could not even be asked for is refused here.
    """

    default_validators = [ProhibitNullCharactersValidator()]

    def valid_value(self, value: str) -> bool:
        return True


class AnyChoices(forms.MultipleChoiceField):
    """As AnyChoice, for several."""

    def valid_value(self, value: str) -> bool:
        return True
