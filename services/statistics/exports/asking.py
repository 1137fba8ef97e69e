"""What a file is to hold: an area of one's own, and months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from services.statistics.counting.people import COUNTRY
from services.statistics.reading.areas import THE_COUNTRY, Area, of_facility, of_governorate
from services.statistics.reading.periods import Period, months_after, period_of
from uhis_portal.calendar import cairo_today
from uhis_portal.choice_field import AnyChoice
from uhis_portal.display import bilingual
from uhis_portal.files.exports.forms import ExportForm
from uhis_portal.reach import Reach

Given = Mapping[str, str]


def is_own(area: Area, reach: Reach) -> bool:
    """Whether an area lies wholly in what one may touch."""
    if reach.everything:
        return True
    if area.facility is not None and area.facility.pk in reach.facilities:
        return True
    return area.governorate is not None and area.governorate.pk in reach.governorates


def area_asked(given: Given, reach: Reach, *, facilities: bool = True) -> Area:
    """The area of `area` (EG, or the code of a governorate or a facility) or `facility` (a facility's code).

    ValidationError at the field: required, unknown, elsewhere (the facility does not lie in the governorate), not_yours.
    """
    typed, place = given.get("area", "").strip(), given.get("facility", "").strip().upper()
    if not typed and not place:
        raise fault("area", _("Choose an area."), "required")
    within = area_of_code(typed)
    if typed and within is None:
        raise fault("area", _("There is no governorate or facility of this code."), "unknown")
    name, area = ("facility", area_of_code(place)) if place else ("area", within)
    if area is None or (place and area.facility is None):
        raise fault("facility", _("There is no facility of this code."), "unknown")
    if place and within and within.level != "country" and within.governorate != area.governorate:
        raise fault("facility", _("This facility is not in the chosen governorate."), "elsewhere")
    if not is_own(area, reach):
        raise fault(name, _("This area is not yours: files are made of the own area only."), "not_yours")
    if area.facility is not None and not facilities:
        raise fault(
            name, _("These numbers are not kept by facility. Choose a governorate."), "not_by_facility"
        )
    return area


def fault(name: str, message: str, code: str) -> ValidationError:
    return ValidationError({name: ValidationError(message, code=code)})


def area_of_code(code: str) -> Area | None:
    if code == COUNTRY:
        return THE_COUNTRY
    governorate = Governorate.objects.defer("outline").filter(pk=code).first()
    if governorate is not None:
        return of_governorate(governorate)
    facility = Facility.objects.select_related("governorate", "district").filter(pk=code).first()
    return of_facility(facility) if facility is not None else None


def period_asked(given: Given, today: date, *, finished: bool = False) -> Period:
    """The months from `from` to `to`; only months that are over where `finished`. ValidationError at the field."""
    begin, end = given.get("from", ""), given.get("to", "")
    if not begin.strip() and not end.strip():
        begin = end = f"{months_after(today.replace(day=1), -1):%Y-%m}"
    period = period_of(begin, end, today)
    if finished and period.last >= today.replace(day=1):
        name = "to" if end.strip() else "from"
        raise fault(name, _("This month is not over. Choose a month that is over."), "not_over")
    return period


def written(period: Period) -> dict[str, str]:
    return {"from": f"{period.first:%Y-%m}", "to": f"{period.last:%Y-%m}"}


def read_back(about: Given) -> tuple[Area, Period]:
    """Area and period as they were read when the file was asked for."""
    area = area_of_code(about["area"])
    if area is None:
        raise LookupError(f"{about['area']} was an area once: codes are never taken away")
    first, last = (date.fromisoformat(f"{about[name]}-01") for name in ("from", "to"))
    return area, Period(first, last)


class MonthInput(forms.TextInput):
    input_type = "month"  # where a browser does not know it, it is a plain text field


class MonthField(forms.CharField):
    """A month as year and month; what is typed is judged by the action."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        widget = MonthInput(attrs={"dir": "ltr", "autocomplete": "off", "placeholder": "2026-03"})
        super().__init__(label=label, required=False, max_length=10, widget=widget, **kwargs)


class AreaForm(ExportForm):
    """An area of one's own and months."""

    facilities = True
    from_label = gettext_lazy("From month")
    to_label = gettext_lazy("To month")

    def add_fields(self) -> None:
        areas = own_areas(self.reach, facilities=self.facilities)
        self.fields["area"] = AnyChoice(label=gettext_lazy("Area"), choices=areas, required=False)
        if self.facilities and (self.reach.everything or self.reach.governorates):
            self.fields["facility"] = forms.CharField(
                label=gettext_lazy("Only one facility: its code"),
                required=False,
                max_length=20,
                widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            )
        last = f"{months_after(cairo_today().replace(day=1), -1):%Y-%m}"
        if self.from_label:
            self.fields["from"] = MonthField(self.from_label, initial=last)
        self.fields["to"] = MonthField(self.to_label, initial=last)


class WholeAreaForm(AreaForm):
    """Numbers that are not kept by facility."""

    facilities = False


class EndForm(AreaForm):
    """Numbers of the end of a month."""

    from_label = ""  # type: ignore[assignment]
    to_label = gettext_lazy("At the end of the month")


def own_areas(reach: Reach, *, facilities: bool) -> list[tuple[str, str]]:
    """(code, name) of the areas that one may choose from."""
    governorates = Governorate.objects.only("code", "name_ar", "name_en").order_by("comparable")
    if not reach.everything:
        governorates = governorates.filter(pk__in=reach.governorates)
    found = [(COUNTRY, str(bilingual(THE_COUNTRY.name)))] if reach.everything else []
    found += [(one.pk, str(bilingual({"ar": one.name_ar, "en": one.name_en}))) for one in governorates]
    if facilities:
        own = (
            Facility.objects.filter(pk__in=reach.facilities)
            .only("code", "name_ar", "name_en")
            .order_by("code")
        )
        found += [(one.pk, str(bilingual({"ar": one.name_ar, "en": one.name_en}))) for one in own]
    return found
