"""The question of the home page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from facilities.geography.fields import GovernorateField


class CoverageQuestion(forms.Form):
    """Am I covered? The answer depends on the governorate."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["governorate"] = GovernorateField(
            label=_("Your governorate"),
            help_text=_("Where your family lives."),
            empty_label=_("Choose a governorate"),
            error_messages={
                "required": _("Choose your governorate."),
                "invalid_choice": _("We do not know this governorate. Choose one from the list."),
            },
        )
