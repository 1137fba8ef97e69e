"""Pages of an application. What is right or wrong is decided by the actions, so every field may come empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from registry.applications.models import Applicant, Application
from registry.people.models import Relation
from uhis_portal.display import bilingual

# Relations that a page offers; the head has a page of its own.
RELATIVES = [(value, label) for value, label in Relation.choices if value != Relation.HEAD]


class AnyChoice(forms.ChoiceField):
    """Offers choices but leaves it to the action to refuse others, with the sentence an endpoint answers too.

    Only what the database could not even be asked for is refused here.
    """

    default_validators = [ProhibitNullCharactersValidator()]

    def valid_value(self, value: str) -> bool:
        return True


class PersonForm(forms.Form):
    full_name = forms.CharField(
        label=_("Full name"),
        required=False,
        help_text=_("As it stands on the card or birth certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    national_id = forms.CharField(
        label=_("National ID number"),
        required=False,
        help_text=_("14 digits. A child's number is on the computerised birth certificate."),
    )

    def __init__(self, *args: Any, person: Applicant | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {
                "relation": person.relation,
                "full_name": person.full_name,
                "national_id": person.national_id,
            }
        super().__init__(*args, **kwargs)


class RelativeForm(PersonForm):
    relation = AnyChoice(
        label=_("How does this person belong to the family?"),
        choices=RELATIVES,
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ["relation", "full_name", "national_id"]


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("The family's mobile number"),
        required=False,
        help_text=_("Messages about the application go to this number."),
    )


class GovernorateForm(forms.Form):
    governorate = AnyChoice(
        label=_("In which governorate do you live?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, offered: Iterable[Governorate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["governorate"].choices = [(one.pk, bilingual(one)) for one in offered]


class DistrictForm(forms.Form):
    district = AnyChoice(label=_("In which district do you live?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Iterable[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [
            (one.pk, f"{bilingual(one)} ({one.get_kind_display()})") for one in offered
        ]


class UnitForm(forms.Form):
    unit = AnyChoice(label=_("Choose your family-medicine unit"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Iterable[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(one.pk, bilingual(one)) for one in offered]


class DeclarationForm(forms.Form):
    declared = forms.BooleanField(
        label=_("I declare that what I entered is true and that I may register these people."), required=False
    )


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("The family reads this. Say what is wrong and what to do."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


QUEUE = [
    (Application.Status.RECEIVED, _("Waiting for review, the longest first")),
    (Application.Status.APPROVED, _("Approved, the latest first")),
    (Application.Status.REFUSED, _("Not approved, the latest first")),
]


class QueueForm(forms.Form):
    """Which applications the queue shows."""

    status = forms.ChoiceField(label=_("Applications"), required=False, choices=QUEUE)
