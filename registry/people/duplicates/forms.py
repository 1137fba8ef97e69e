"""Forms of possible duplicates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.people.duplicates.pairs import Pair
from registry.people.models import PossibleDuplicate

QUEUE = [
    (PossibleDuplicate.Status.WAITING, _("To be looked at")),
    (PossibleDuplicate.Status.SAME, _("Merged")),
    (PossibleDuplicate.Status.DIFFERENT, _("Not the same")),
]


class QueueForm(forms.Form):
    """Which pairs are listed."""

    status = forms.ChoiceField(label=_("Show"), choices=QUEUE, required=False)


class ReasonForm(forms.Form):
    """Why a merge is made or taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What shows it: a card seen, a call, a paper. It stays in both files."),
    )


class MergeForm(ReasonForm):
    """Who goes on, and in which family."""

    survivor = forms.UUIDField(label=_("Which record goes on?"), required=False, widget=forms.RadioSelect)
    membership = forms.UUIDField(
        label=_("In which family does this person go on?"), required=False, widget=forms.RadioSelect
    )
    field_order = ["survivor", "membership", "reason"]

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survivor"].widget.choices = [
            (str(side.person.pk), side.person.full_name) for side in pair.sides
        ]
        belonging = [side.membership for side in pair.sides if side.membership]
        self.fields["membership"].widget.choices = [
            (
                str(one.pk),
                _("Family file %(file_number)s, as %(relation)s")
                % {"file_number": one.household.file_number, "relation": one.get_relation_display()},
            )
            for one in belonging
        ]
        if len(belonging) < 2:
            del self.fields["membership"]
