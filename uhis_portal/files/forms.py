"""Forms of the pages: sending a file, having it saved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from uhis_portal.files.limits import LARGEST_FILE


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
