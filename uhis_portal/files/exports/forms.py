"""The form by which a file is asked for; a room's exporter adds what its kind of file needs to know."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from uhis_portal.choice_field import AnyChoice
from uhis_portal.reach import Reach

FORMATS = {
    "csv": _("CSV: opens in any program"),
    "xlsx": _("Excel (.xlsx)"),
    "json": _("JSON"),
}


class ExportForm(forms.Form):
    """Format and language. What was chosen is judged by the action."""

    def __init__(self, *args: Any, formats: list[str], reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        self.add_fields()
        self.fields["format"] = AnyChoice(
            required=False,
            label=_("Format"),
            choices=[(name, FORMATS.get(name, name)) for name in formats],
            initial=formats[0],
            widget=forms.RadioSelect,
        )
        self.fields["language"] = AnyChoice(
            required=False,
            label=_("Language of the file"),
            choices=settings.LANGUAGES,
            initial=get_language(),
            widget=forms.RadioSelect,
        )

    def add_fields(self) -> None:
        """The fields of the kind, before those of every file."""
