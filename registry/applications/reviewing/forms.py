"""Forms of the reviewers. What is right or wrong is decided by the actions, so every field may come empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from registry.applications.forms import AnyChoice
from registry.applications.mending import OfFamily, OfPerson
from registry.applications.models import Applicant, Application
from registry.applications.waiting import WaitsFor

QUEUE = [
    (Application.Status.RECEIVED, gettext_lazy("Waiting for review, the longest first")),
    (Application.Status.RETURNED, gettext_lazy("With the family for correction, the longest first")),
    (Application.Status.APPROVED, gettext_lazy("Approved, the latest first")),
    (Application.Status.REFUSED, gettext_lazy("Not approved, the latest first")),
]
AWAITED = [(kind.value, kind.label) for kind in WaitsFor if kind != WaitsFor.FAMILY]
LINES = 3  # of things to mend that are offered at first
MOST_LINES = 40


class QueueForm(forms.Form):
    """Which applications the queue shows."""

    status = forms.ChoiceField(label=gettext_lazy("Applications"), required=False, choices=QUEUE)
    waits_for = forms.ChoiceField(
        label=gettext_lazy("What they wait for"),
        required=False,
        choices=[("", pgettext_lazy("what applications wait for", "anything")), *AWAITED],
    )
    overdue = forms.BooleanField(label=gettext_lazy("Only those that are late"), required=False)


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        help_text=gettext_lazy("The family reads this. Say what is wrong and what to do."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettlingForm(forms.Form):
    """That someone belongs to the family after all, and how that was found out."""

    reason = forms.CharField(
        label=gettext_lazy("How do you know that this person belongs to the family?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MendingForm(forms.Form):
    """Lines of what is to be put right; a line with nothing in it is left out.

    A line's field holds "field" or "person:field". `fault_names` maps the names of the action to those of the form.
    """

    def __init__(self, *args: Any, people: Sequence[Applicant], lines: int = LINES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = [name for name in self.data if name.startswith(("what_", "why_"))]
        named = [int(name.rsplit("_", 1)[1]) for name in typed if name.rsplit("_", 1)[1].isdecimal()]
        self.lines = min(max([lines, *(number + 1 for number in named)]), MOST_LINES)
        choices = self.choices(people)
        for number in range(self.lines):
            self.fields[f"what_{number}"] = AnyChoice(
                label=_("What is to be corrected"), required=False, choices=choices, widget=forms.Select
            )
            self.fields[f"why_{number}"] = forms.CharField(
                label=_("Why, and what to do"),
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            )

    def choices(self, people: Sequence[Applicant]) -> list[Any]:
        of_people = [
            (row.full_name, [(f"{row.pk}:{field.value}", field.label) for field in OfPerson])
            for row in people
        ]
        return [("", ""), (_("The family"), list(OfFamily.choices)), *of_people]

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each line, for the page."""
        return [(self[f"what_{number}"], self[f"why_{number}"]) for number in range(self.lines)]

    def filled(self) -> list[int]:
        """The lines in which something was typed."""
        data = self.cleaned_data
        return [n for n in range(self.lines) if data.get(f"what_{n}") or data.get(f"why_{n}")]

    def to_mend(self) -> list[dict[str, Any]]:
        """The lines as the action takes them."""
        things = []
        for number in self.filled():
            person, _colon, field = self.cleaned_data[f"what_{number}"].rpartition(":")
            things.append({"field": field, "person": person, "why": self.cleaned_data[f"why_{number}"]})
        return things

    def name_of(self, fault: str) -> str:
        """The form's name for one of the action's, such as `to_mend.0.why`; empty for the whole."""
        parts = fault.split(".")
        if len(parts) != 3:
            return "what_0" if fault == "to_mend" else fault
        line = self.filled()[int(parts[1])]
        return f"why_{line}" if parts[2] == "why" else f"what_{line}"
