"""Forms of the desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Department
from registry.people.models import Sex
from services.records.actions import Guest, Line
from services.records.faults import WHY_UNDONE
from services.records.kinds import kind_meant
from services.records.models import OtherPatient
from uhis_portal.arabic import typed_quantity
from uhis_portal.date_field import DayMonthYearField
from uhis_portal.display import bilingual

ROWS = 3
OF_A_ROW = ("id", "service_type", "quantity", "diagnosis")
LIST_OF_KINDS = "kinds"


class FindForm(forms.Form):
    who = forms.CharField(
        max_length=160,
        label=_("Beneficiary"),
        help_text=_("National ID, family file number, member's code, or a name of this unit."),
        error_messages={"required": _("Type a national ID, a file number, a code or a name.")},
    )


class QuantityField(forms.CharField):
    """A whole number in any digits; the action says which numbers are believable."""

    default_error_messages = {"invalid": _("Enter the quantity as a number.")}

    def clean(self, value: Any) -> int | None:
        typed = typed_quantity(super().clean(value))
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(typed)


class VisitForm(forms.Form):
    """What is sent with one Enter: up to three kinds of service, and the day.

    Fields of a row are named as the endpoint names them (`lines.0.service_type`), so that an action's refusal lands
    at the same place. Ids are made when the page is made: sent twice, they mean the same rows.
    """

    visit = forms.UUIDField(widget=forms.HiddenInput)
    favourites = forms.CharField(widget=forms.HiddenInput, required=False)
    provided_on = DayMonthYearField(label=_("Day of the service"))
    department = forms.TypedChoiceField(
        label=_("Department"), required=False, coerce=int, empty_value=None, choices=()
    )

    def __init__(
        self, *args: Any, kinds: Sequence[ServiceType], departments: Sequence[Department] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["department"].choices = [("", ""), *((one.pk, bilingual(one)) for one in departments)]
        if not departments:
            del self.fields["department"]
        for row in range(ROWS):
            self.fields[f"lines.{row}.id"] = forms.UUIDField(widget=forms.HiddenInput)
            self.fields[f"lines.{row}.service_type"] = forms.CharField(
                max_length=120,
                label=_("Kind of service"),
                required=row == 0,
                widget=forms.TextInput(attrs={"list": LIST_OF_KINDS, "autocomplete": "off"}),
                error_messages={"required": _("Choose a kind of service.")},
            )
            self.fields[f"lines.{row}.quantity"] = QuantityField(
                label=_("Quantity"), max_length=20, required=False
            )
            self.fields[f"lines.{row}.diagnosis"] = forms.CharField(
                label=_("Diagnosis (ICD-10)"), max_length=12, required=False
            )

    @staticmethod
    def fresh(**values: Any) -> dict[str, Any]:
        """Initial values of an empty form, with new ids."""
        for row in range(ROWS):
            values |= {f"lines.{row}.id": uuid7(), f"lines.{row}.quantity": 1}
        return {"visit": uuid7(), **values}

    def rows(self) -> Iterator[dict[str, Any]]:
        """The bound fields of each row, and which of them takes the next key."""
        focused = self.next_key
        for row in range(ROWS):
            fields = {name: self[f"lines.{row}.{name}"] for name in OF_A_ROW}
            yield {**fields, "focused": focused.removeprefix(f"lines.{row}.")}

    def of_patient(self) -> list[forms.BoundField]:
        """The bound fields that say who was given care, where that is not a beneficiary."""
        return [self[name] for name in self.fields if name.startswith("other_patient.")]

    @property
    def next_key(self) -> str:
        """The field where the next key belongs: the first one to mend, else the first kind of service."""
        return next((name for name in self.fields if name in self.errors), "lines.0.service_type")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        favourites = [code for code in data.get("favourites", "").split(",") if code]
        self.sent_rows: list[int] = []
        lines = []
        for row in range(ROWS):
            typed = data.get(f"lines.{row}.service_type")
            if not typed:
                continue
            try:
                kind = kind_meant(typed, self.kinds, favourites)
            except ValidationError as fault:
                self.add_error(f"lines.{row}.service_type", fault)
                continue
            quantity = data.get(f"lines.{row}.quantity")
            diagnosis = data.get(f"lines.{row}.diagnosis", "")
            lines.append(
                Line(data.get(f"lines.{row}.id"), kind, 1 if quantity is None else quantity, diagnosis)
            )
            self.sent_rows.append(row)
        return {**data, "lines": lines}

    def at_rows(self, fault: ValidationError) -> ValidationError:
        """The action's faults, whose positions count the lines sent, at the rows of this form."""
        if not hasattr(fault, "error_dict"):
            return fault
        moved = {}
        for name, faults in fault.error_dict.items():
            part, dot, rest = name.partition(".")
            if part == "lines" and dot:
                position, _dot, field = rest.partition(".")
                name = f"lines.{self.sent_rows[int(position)]}.{field}"
            moved[name] = faults
        return ValidationError(moved)


class YearField(QuantityField):
    """A year in any digits; the action says which are believable."""

    default_error_messages = {"invalid": _("Write the year of birth with four digits, or leave it empty.")}


class OtherVisitForm(VisitForm):
    """A visit of somebody who is not registered. Fields of the patient are named as the endpoint names them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "other_patient.id": forms.UUIDField(widget=forms.HiddenInput),
            "other_patient.kind": forms.ChoiceField(
                label=_("Who is it?"),
                choices=OtherPatient.Kind.choices,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Say whether this is a visitor or somebody not yet registered.")
                },
            ),
            "other_patient.full_name": forms.CharField(label=_("Full name"), max_length=200, required=False),
            "other_patient.sex": forms.ChoiceField(
                label=_("Sex"), choices=[("", _("not known")), *Sex.choices], required=False
            ),
            "other_patient.birth_year": YearField(label=_("Year of birth"), max_length=20, required=False),
            "other_patient.paper": forms.CharField(
                label=_("Number of the identity card or passport"), max_length=40, required=False
            ),
        }

    @staticmethod
    def fresh(**values: Any) -> dict[str, Any]:
        """Initial values of an empty form, with new ids."""
        return VisitForm.fresh(**{"other_patient.id": uuid4(), **values})

    @property
    def guest(self) -> Guest:
        """The patient as told; the form has been found valid."""
        names = ("id", "kind", "full_name", "sex", "birth_year", "paper")
        return Guest(**{name: self.cleaned_data[f"other_patient.{name}"] for name in names})


class ReversalForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=200,
        label=_("Why is it undone?"),
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off"}),
        error_messages={"required": WHY_UNDONE},
    )
