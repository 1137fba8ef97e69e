"""Forms of the life of a family. What is right or wrong is decided by the actions, so every field may come empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.birth_places import BIRTH_PLACES
from facilities.geography.models import District, Governorate
from registry.people.identity import CERTIFICATE, NATIONAL_ID, PASSPORT, countries
from registry.people.life.steps import offered
from registry.people.life.words import CHOICES, LABELS, PEOPLE, SEVERAL, asked
from registry.people.models import Household, LifeEvent, Membership, Relation
from registry.people.reports import FIELDS, HERE, OWN, THERE
from uhis_portal.arabic import comparable
from uhis_portal.calendar import cairo_today
from uhis_portal.choice_field import AnyChoice, AnyChoices
from uhis_portal.date_field import DayMonthYearField
from uhis_portal.display import bilingual

Kind = LifeEvent.Kind
HINTS = {
    "full_name": _("As it stands on the card or birth certificate."),
    "national_id": _("14 digits. A child's number is on the computerised birth certificate."),
    "certificate_number": _("As it is printed on the birth certificate."),
    "passport_number": _("Letters and digits, as printed in the passport."),
    "other_national_id": _("14 digits. A clerk finds the family by it."),
    "address": _("Street, building, village or quarter."),
    "what": _("A clerk reads this. 300 characters at most."),
    "proof": _("Such as: birth certificate 1234, health office of Esna."),
}
# Of the general choices, those that a kind offers.
OFFERED: dict[tuple[str, str], Sequence[str]] = {
    (Kind.BIRTH, "known_by"): (NATIONAL_ID, CERTIFICATE),
    (Kind.ADOPTION, "known_by"): (NATIONAL_ID, CERTIFICATE),
    (Kind.MARRIAGE, "known_by"): (NATIONAL_ID, PASSPORT),
    (Kind.MARRIAGE, "lives"): (HERE, OWN, THERE),
    (Kind.DIVORCE, "lives"): (OWN, THERE),
    (Kind.ADULTHOOD, "lives"): (HERE, OWN),
    (Kind.BIRTH, "relation"): (Relation.CHILD, Relation.DEPENDANT),
}
# Hints that read otherwise for a kind.
HINTED = {(Kind.CORRECTION, "other_national_id"): HINTS["national_id"]}
DIGITS = {"autocomplete": "off"}


class ChangeForm(forms.Form):
    """Fields of a report, by their names; all of its kind where no names are given."""

    def __init__(
        self,
        kind: str,
        household: Household,
        members: Sequence[Membership],
        data: Mapping[str, Any] | None,
        answers: Mapping[str, Any],
        *,
        names: Iterable[str] | None = None,
    ) -> None:
        super().__init__(data)
        wanted = [*FIELDS[kind], *(["governorate"] if kind == Kind.MOVE else [])]
        for name in wanted if names is None else names:
            field = self.field_of(name, kind, household, members, answers)
            field.label = asked(kind, name)
            field.help_text = HINTED.get((Kind(kind), name), HINTS.get(name, ""))
            self.fields[name] = field

    def field_of(
        self,
        name: str,
        kind: str,
        household: Household,
        members: Sequence[Membership],
        answers: Mapping[str, Any],
    ) -> forms.Field:
        if name in ("happened_on", "birth_date"):
            return DayMonthYearField(required=False)
        if name in PEOPLE:
            people = [
                (str(one.beneficiary_id), one.beneficiary.full_name)
                for one in offered(kind, name, answers, members)
            ]
            return AnyChoice(choices=people, required=False, widget=forms.RadioSelect)
        if name in SEVERAL:
            several = [
                (str(one.beneficiary_id), one.beneficiary.full_name)
                for one in offered(kind, name, answers, members)
            ]
            return AnyChoices(choices=several, required=False, widget=forms.CheckboxSelectMultiple)
        if name in ("governorate", "district", "unit"):
            return AnyChoice(
                choices=places(name, household, answers), required=False, widget=forms.RadioSelect
            )
        if name == "nationality":
            named = [("", "—"), *countries(get_language() or "ar").items()]
            return AnyChoice(choices=named, required=False)
        if name == "birth_governorate_code":
            born = [("", "—"), *((code, bilingual(place)) for code, place in BIRTH_PLACES.items())]
            return AnyChoice(choices=born, required=False)
        if name in CHOICES:
            only = OFFERED.get((Kind(kind), name))
            chosen = [
                (value, label)
                for value, label in CHOICES[name].items()
                if (only is None or value in only) and not (name == "relation" and value == Relation.HEAD)
            ]
            return AnyChoice(choices=chosen, required=False, widget=forms.RadioSelect)
        if name == "what":
            return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
        return forms.CharField(required=False, max_length=400, widget=forms.TextInput(attrs=DIGITS))


def places(name: str, household: Household, answers: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Where the family may live now, and its units there: those of the district first."""
    today = cairo_today()
    governorate = answers.get("governorate") or household.governorate_id
    if name == "governorate":
        found = Governorate.objects.defer("outline").prefetch_related("stages")
        stages = ((one, one.stage_on(today)) for one in found)
        opened = [one for one, stage in stages if stage and stage.open_for_registration]
        return sorted(((one.pk, bilingual(one)) for one in opened), key=lambda pair: comparable(pair[1]))
    if name == "district":
        homes = District.objects.filter(governorate=governorate).exclude(kind__in=District.NO_RESIDENCE)
        named = ((one.pk, f"{bilingual(one)} ({one.get_kind_display()})") for one in homes)
        return sorted(named, key=lambda pair: comparable(pair[1]))
    units = Facility.objects.family_units_of(governorate, answers.get("district") or None, on=today)
    return [(one.pk, bilingual(one)) for one in units]


class ConfirmForm(forms.Form):
    proof = forms.CharField(
        label=LABELS["proof"],
        required=False,
        help_text=HINTS["proof"],
    )


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("The family reads this. Say what is wrong and what to do."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FindForm(forms.Form):
    """Of which family a clerk records a change."""

    file_number = forms.CharField(label=_("Family file number"), required=False, max_length=40)
