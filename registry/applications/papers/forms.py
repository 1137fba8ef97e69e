"""The form by which a paper is added. What is right or wrong is decided by the action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.applications.forms import AnyChoice
from registry.applications.models import Applicant, Paper
from uhis_portal.files.forms import PictureField


class PaperForm(forms.Form):
    kind = AnyChoice(
        label=gettext_lazy("What paper is it?"),
        required=False,
        choices=[("", gettext_lazy("Choose the paper")), *Paper.Kind.choices],
        widget=forms.Select,
    )
    person = AnyChoice(label=gettext_lazy("Whose is it?"), required=False, widget=forms.Select)
    file = PictureField(label=gettext_lazy("Picture of the paper"))

    def __init__(self, *args: Any, people: Sequence[Applicant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [
            ("", capfirst(_("the whole family"))), *((str(row.pk), row.full_name) for row in people)
        ]  # fmt: skip
