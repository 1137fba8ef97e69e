"""Forms of the pages: sending a file, having it saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
