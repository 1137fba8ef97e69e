"""Forms of the pages: sending a file, having it saved."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from uhis_portal.files.columns import LEFT_OUT, Column, shortened
from uhis_portal.files.documents import ACCEPTED
from uhis_portal.files.limits import LARGEST_FILE, LARGEST_PICTURE


class UploadForm(forms.Form):
    """One file; what is in it is judged by the action."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx", "data-largest": LARGEST_FILE}),
    )


class SaveForm(forms.Form):
    """Saving what was checked, in the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    right_rows_only = forms.BooleanField(
        required=False, label=_("Save the right rows and leave the wrong ones out")
    )


def needed(column: Column) -> str:
    """A column as the list of answers names it."""
    return gettext("%(column)s (needed)") % {"column": column.heading} if column.required else column.heading


class HeadingsForm(forms.Form):
    """Which column each unknown heading of a file means: fields "headings.0", "headings.1" …, as the action names them."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Sequence[str], columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", _("Choose the column")),
            (LEFT_OUT.name, _("Leave this column out")),
            *((column.name, needed(column)) for column in columns),
        ]
        for at, heading in enumerate(asked):
            self.fields[f"headings.{at}"] = forms.ChoiceField(
                label=shortened(heading),
                choices=choices,
                error_messages={"required": _("Say what this heading means, or leave it out.")},
            )

    @property
    def answers(self) -> list[forms.BoundField]:
        """The fields of the headings, in the order of the file."""
        return [self[name] for name in self.fields if name != "version"]

    @property
    def columns(self) -> list[str | None]:
        """What was answered, as the action takes it."""
        given = [self.cleaned_data[name] for name in self.fields if name != "version"]
        return [None if name == LEFT_OUT.name else name for name in given]


class NothingToFillIn(forms.Form):
    """A button; what the action says against it stands in the summary."""


class PictureField(forms.FileField):
    """One picture, from the camera or kept on the device; what it is, and its size, is judged by the action."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Picture"))
        super().__init__(
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ACCEPTED, "data-largest": LARGEST_PICTURE}),
            **kwargs,
        )
