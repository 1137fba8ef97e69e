"""Forms of the catalogue. What is right or wrong is decided by the actions, so every field may come empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from facilities.catalogue.models import Initiative, KindAttributes
from uhis_portal.choice_field import AnyChoice
from uhis_portal.date_field import DayMonthYearField
from uhis_portal.display import bilingual, capitalised


def one_of(choices: type[TextChoices], label: Any, **kwargs: Any) -> AnyChoice:
    return AnyChoice(choices=[("", ""), *capitalised(choices)], label=label, required=False, **kwargs)


class SourceForm(forms.Form):
    source = forms.CharField(
        label=_("Who decided it"),
        required=False,
        help_text=_(
            "A decree, a circular, a letter, with its number and date. It is shown on the kind's page."
        ),
    )


class RevisionForm(SourceForm):
    """What a kind of service is from a day on."""

    since = DayMonthYearField(label=_("From which day"), required=False)
    name_ar = forms.CharField(
        label=_("Name in Arabic"), required=False, widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"})
    )
    name_en = forms.CharField(
        label=_("Name in English"), required=False, widget=forms.TextInput(attrs={"dir": "ltr", "lang": "en"})
    )
    level = one_of(KindAttributes.Level, _("Level of care"))
    category = one_of(KindAttributes.Category, _("Category"))
    setting = one_of(KindAttributes.Setting, _("Where it is given"))
    copayment_class = one_of(KindAttributes.CopaymentClass, _("Co-payment"))
    encounter_class = one_of(KindAttributes.EncounterClass, _("Kind of encounter"))
    icd10_reason = forms.CharField(
        label=_("ICD-10 code"), required=False, help_text=_("The reason for the contact, such as Z01.7.")
    )
    loinc_document = forms.CharField(
        label=_("LOINC code"), required=False, help_text=_("The kind of document, such as 11502-2.")
    )
    field_order = ["since", *KindAttributes.ATTRIBUTES, "source"]


class NewKindForm(RevisionForm):
    code = forms.CharField(
        label=_("Code of the kind"),
        required=False,
        help_text=_("Three letters, a dash, letters or digits, such as SEC-LAB. It stays for ever."),
    )
    initiative = AnyChoice(
        label=_("Initiative"),
        required=False,
        help_text=_("Of 100 Million Health, where the kind is counted with one."),
    )
    field_order = ["code", "since", *KindAttributes.ATTRIBUTES, "initiative", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.pk, bilingual(one)) for one in Initiative.objects.order_by("code")]
        self.fields["initiative"].choices = [("", ""), *named]  # type: ignore[attr-defined]


class WithdrawalForm(SourceForm):
    until = DayMonthYearField(
        label=_("From which day"), required=False, help_text=_("The first day on which it is not given.")
    )
    field_order = ["until", "source"]
