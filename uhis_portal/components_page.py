"""The living page: every component, shown and written, for the people who build pages."""

import datetime as dt

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from uhis_portal.date_field import DayMonthYearField


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Full name"), help_text=_("As written on the national ID card."))
    national_id = forms.CharField(
        label=_("National ID number"), help_text=_("14 digits, on the front of the card.")
    )
    mobile = forms.CharField(label=_("Mobile number"), required=False)
    amount = forms.CharField(label=_("Monthly wage"))
    governorate = forms.ChoiceField(label=_("Governorate"))
    birth_date = DayMonthYearField(label=_("Date of birth"), help_text=_("For example, 27 3 1985."))
    relation = forms.ChoiceField(label=_("Who is this person to you?"), widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label=_("What does the family need?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    remarks = forms.CharField(label=_("Remarks"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    declaration = forms.BooleanField(label=_("I declare that this is correct."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["governorate"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Choose a governorate")),
            ("EG-LX", gettext("Luxor")),
            ("EG-ASN", gettext("Aswan")),
        ]
        self.fields["relation"].choices = [  # type: ignore[attr-defined]
            ("spouse", gettext("Spouse")),
            ("child", gettext("Child")),
            ("parent", gettext("Parent")),
        ]
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            ("dialysis", gettext("Kidney dialysis")),
            ("pregnancy", gettext("Care during pregnancy")),
        ]


@login_not_required
@require_safe
def components_page(request: HttpRequest) -> HttpResponse:
    """GET: all components with made-up content."""
    empty = ExampleForm(auto_id="empty_%s")
    faulty = ExampleForm(
        {
            "name": "",
            "national_id": "2850327",
            "birth_date_0": "31",
            "birth_date_1": "2",
            "birth_date_2": "1985",
            "amount": "5,000",
            "governorate": "EG-LX",
            "declaration": "on",
        },
        auto_id="faulty_%s",
    )
    faulty.add_error("national_id", gettext("This number has 7 digits. A national ID number has 14."))
    levels = [
        {"label": gettext("Primary care"), "value": 8_412_306},
        {"label": gettext("Secondary care"), "value": 4_120_551, "note": gettext("hospitals")},
        {"label": gettext("Tertiary care"), "value": 1_967_143},
        {"label": gettext("Ambulance"), "value": None},
    ]
    tokens = (
        "nile-deep", "nile", "nile-bright", "nile-mist", "accent", "page", "surface", "sand", "line", "line-strong",
        "text", "text-soft", "link", "good", "wait", "bad", "info", "neutral",
    )  # fmt: skip
    icons = (
        "search", "phone", "place", "check", "warning", "info", "person", "family", "bed", "calendar", "clock",
        "document", "arrow", "external", "print", "globe", "home", "shield", "plus", "close",
    )  # fmt: skip
    context = {
        "empty_form": empty,
        "faulty_form": faulty,
        "relation_hints": {"parent": gettext("Your father or mother, when you provide for them.")},
        "levels": levels,
        "as_of": dt.date(2026, 4, 5),
        "tokens": tokens,
        "icons": icons,
        "crumbs": [
            {"label": gettext("Home"), "url": "#"},
            {"label": gettext("Find care"), "url": "#"},
            {"label": gettext("Luxor"), "url": ""},
        ],
        "bilingual_name": {"ar": "مستشفى الكرنك الدولي", "en": "Karnak International Hospital"},
    }
    return render(request, "living/components.html", context)
