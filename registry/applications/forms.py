"""Pages of an application. What is right or wrong is decided by the actions, so every field may come empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from registry.applications.models import Applicant, KnownBy
from registry.applications.work import categories
from registry.people.identity import EGYPT, countries
from registry.people.models import Relation, Sex
from uhis_portal.choice_field import AnyChoice
from uhis_portal.date_field import DayMonthYearField
from uhis_portal.display import bilingual

# Relations that a page offers; the head has a page of its own.
Choice = tuple[str, str]
RELATIVES = [(value, label) for value, label in Relation.choices if value != Relation.HEAD]


class NameForm(forms.Form):
    """What is asked of everyone; `person` is the row that changes."""

    FIELDS: tuple[str, ...] = ("relation", "full_name")
    known_by = KnownBy.NATIONAL_ID

    full_name = forms.CharField(
        label=_("Full name"),
        required=False,
        help_text=_("As it stands on the card or birth certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(
        self, *args: Any, person: Applicant | None = None, guardians: Iterable[Choice] = (), **kwargs: Any
    ) -> None:
        if person is not None:
            kwargs["initial"] = {name: getattr(person, name) for name in self.FIELDS}
        self.guardians = list(guardians)
        super().__init__(*args, **kwargs)


class PersonForm(NameForm):
    """Who has a national ID number: nothing else is asked."""

    FIELDS = (*NameForm.FIELDS, "national_id")

    national_id = forms.CharField(
        label=_("National ID number"),
        required=False,
        help_text=_("14 digits. A child's number is on the computerised birth certificate."),
    )


class NewbornForm(NameForm):
    """A newborn who has no number yet."""

    FIELDS = (*NameForm.FIELDS, "certificate_number", "birth_date", "sex")
    known_by = KnownBy.CERTIFICATE

    certificate_number = forms.CharField(
        label=_("Number of the birth certificate"),
        required=False,
        help_text=_("Digits and Latin letters, as they are printed."),
    )
    birth_date = DayMonthYearField(label=_("Birth date"), required=False)
    sex = AnyChoice(label=_("Sex"), choices=Sex.choices, required=False, widget=forms.RadioSelect)
    guardian = AnyChoice(
        label=_("Who is the guardian?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("The father, the mother, or who answers for the child."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guardian"].choices = self.guardians
        if len(self.guardians) == 1:
            self.initial.setdefault("guardian", self.guardians[0][0])


class ForeignerForm(NameForm):
    """A member of another nationality."""

    FIELDS = (*NameForm.FIELDS, "nationality", "passport_number", "birth_date", "sex")
    known_by = KnownBy.PASSPORT

    nationality = AnyChoice(label=_("Nationality"), required=False, widget=forms.Select)
    passport_number = forms.CharField(
        label=_("Number of the passport"),
        required=False,
        help_text=_("Digits and Latin letters, as they are printed."),
    )
    birth_date = DayMonthYearField(label=_("Birth date"), required=False)
    sex = AnyChoice(label=_("Sex"), choices=Sex.choices, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = countries(get_language() or "ar")
        self.fields["nationality"].choices = [
            ("", _("Choose the country")),
            *((code, name) for code, name in names.items() if code != EGYPT),
        ]


class RelativeForm(forms.Form):
    """Mixed in first: how a person other than the head belongs to the family."""

    relation = AnyChoice(
        label=_("How does this person belong to the family?"),
        choices=RELATIVES,
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ["relation"]


FORMS_OF_PEOPLE: dict[str, type[NameForm]] = {
    form.known_by.value: form for form in (PersonForm, NewbornForm, ForeignerForm)
}
FORMS_OF_RELATIVES: dict[str, type[NameForm]] = {
    known_by: type(f"Relative{form.__name__}", (RelativeForm, form), {})
    for known_by, form in FORMS_OF_PEOPLE.items()
}


class WorkForm(forms.Form):
    work = AnyChoice(label=_("What fits this person best?"), required=False, widget=forms.RadioSelect)
    monthly_income = forms.CharField(
        label=_("Monthly income"),
        required=False,
        help_text=_("If you know it. The contribution is worked out from it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work"].choices = categories()


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Your address"),
        required=False,
        help_text=_("Village or street, building, flat."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address", "dir": "auto"}),
    )


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


class WhenForm(forms.Form):
    """For which governorate one asks when registration opens."""

    governorate = AnyChoice(label=_("Governorate"), required=False)

    def __init__(self, *args: Any, offered: Iterable[Governorate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["governorate"].choices = [
            ("", _("Choose a governorate")),
            *((one.pk, bilingual(one)) for one in offered),
        ]


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
