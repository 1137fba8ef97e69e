"""How the page of the finder asks: its parameters, its form, and the filters in force as links that take them away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Choices
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from facilities.catalogue.models import ServiceType
from facilities.directory.finder.finding import ACCREDITED
from facilities.directory.finder.listing import Listing
from facilities.directory.finder.question import ANY, NOW, Question
from facilities.directory.models import Facility
from uhis_portal.arabic import comparable
from uhis_portal.display import bilingual, capitalised, number

# One press each, above the list.
QUICK: tuple[tuple[str, str, str | Promise], ...] = (
    ("open", NOW, _("Open now")),
    ("emergency", "true", _("Emergency care")),
    ("accepts_families", "true", _("Accepts new families")),
)
# The time has a field of its own, since the browser's clock cannot say “now”; it is asked as `open`.
OPEN_ON = "open_on"
VIEW = "view"
MAP = "map"
# Asked by links only; the form carries them on.
CARRIED = ("district", "owner", "status", "radius_km")
OF_LISTS: tuple[tuple[str, type[Choices]], ...] = (
    ("kind", Facility.Kind),
    ("level", Facility.Level),
    ("owner", Facility.Owner),
    ("status", Facility.Status),
)


def parameters_of(given: QueryDict) -> QueryDict:
    """What was asked of the directory: without empty values and without what is the page's own.

    What was given twice stays, for the reading to refuse.
    """
    asked = QueryDict(mutable=True)
    for name, values in given.lists():
        if name not in (OPEN_ON, VIEW) and values != [""]:
            asked.setlist(name, values)
    if given.get(OPEN_ON):
        asked["open"] = str(given[OPEN_ON])
    elif [value.lower() for value in asked.getlist("open")] == [NOW]:
        asked["open"] = NOW
    return asked


@dataclass(frozen=True)
class Address:
    """Addresses of the finder that differ from the present question in something; each begins on its first page."""

    parameters: QueryDict
    as_map: bool

    def but(self, *without: str, **changed: str) -> str:
        """The same question without some parameters and with others."""
        asked = self.parameters.copy()
        for name in (*without, "page"):
            asked.pop(name, None)
        for name, value in changed.items():
            asked[name] = value
        if self.as_map and VIEW not in without:
            asked[VIEW] = MAP
        return f"{reverse('facilities')}?{asked.urlencode()}" if asked else reverse("facilities")

    def only(self, *names: str) -> str:
        """The same question with nothing but some of its parameters."""
        return self.but(*(name for name in self.parameters if name not in names))

    def page(self, wanted: int) -> str:
        return self.but(page=str(wanted))


class FinderForm(forms.Form):
    """The fields of the finder. It draws, and shows what the reading of the question found wrong."""

    def __init__(self, asked: QueryDict, listing: Listing, question: Question | None) -> None:
        drawn = asked.copy()
        if asked.get("open", NOW) != NOW:
            drawn[OPEN_ON] = str(asked["open"])
        super().__init__(drawn)
        names = Names(listing)
        services = names.services(asked.get("service", ""))
        fields = {
            "q": forms.Field(label=_("Name, place or service")),
            "near": chosen_one(_("Near to"), gettext("Anywhere"), names.near(asked, question)),
            "service": chosen_one(_("Service"), gettext("All services"), services),
            "kind": chosen_one(_("Kind of facility"), gettext("All kinds"), capitalised(Facility.Kind)),
            "governorate": chosen_one(_("Governorate"), gettext("All governorates"), names.governorates()),
            "level": chosen_one(_("Level of care"), gettext("All levels"), capitalised(Facility.Level)),
            "accreditation": chosen_one(_("Accreditation"), gettext("With or without"), accreditations()),
            OPEN_ON: forms.Field(
                label=_("Open at a time"),
                widget=forms.TextInput(attrs={"type": "datetime-local", "dir": "ltr"}),
            ),
            "emergency": ticked(_("With emergency care")),
            "accepts_families": ticked(_("Units that accept new families")),
        }
        if not services:
            del fields["service"]
        for name, field in fields.items():
            field.required = False
            self.fields[name] = field

    def carried(self) -> list[tuple[str, str]]:
        """Names and values of what the form has no field for, and of “open now”, which is a link."""
        kept = [(name, self.data[name]) for name in CARRIED if self.data.get(name)]
        return [*kept, ("open", NOW)] if self.data.get("open") == NOW else kept

    def filters(self) -> list[forms.BoundField]:
        """The fields that narrow the list, in the order in which they stand."""
        return [field for field in self if field.name != "q"]

    def show(self, faults: dict[str, list[str]]) -> None:
        """Put the faults of the question beside the fields that they name."""
        for name, messages in faults.items():
            shown = OPEN_ON if name == "open" else name
            self.add_error(shown if shown in self.fields else None, messages)


def chosen_one(label: Any, nothing: str, choices: Iterable[Any]) -> forms.Field:
    """A choice that is only drawn here: what it may be is decided where the question is read."""
    return forms.Field(label=label, widget=forms.Select(choices=[("", nothing), *choices]))


def ticked(label: Any) -> forms.Field:
    return forms.BooleanField(label=label, widget=forms.CheckboxInput(attrs={"value": "true"}))


def accreditations() -> list[tuple[str, str]]:
    return [
        (ANY, gettext("Accredited")),
        *((state.value, str(capfirst(state.label))) for state in ACCREDITED),
    ]


class Names:
    """The names of what a question can choose, in the active language."""

    def __init__(self, listing: Listing) -> None:
        self.listing, self.frame = listing, listing.frame
        self.english = get_language() == "en"

    def of(self, thing: Any) -> str:
        return str(thing.en if self.english else thing.ar)

    def in_order(self, things: Iterable[Any]) -> list[tuple[str, str]]:
        named = [(thing.code, self.of(thing)) for thing in things]
        return sorted(named, key=lambda each: comparable(each[1]))

    def in_use(self, name: str) -> set[Any]:
        """The values that facilities have for a filter."""
        with self.listing.lock:
            return {
                value
                for (filter_, value), found in self.listing.with_value.items()
                if filter_ == name and found
            }

    def governorates(self) -> list[tuple[str, str]]:
        return self.in_order(self.frame.governorates.values())

    def near(self, asked: QueryDict, question: Question | None) -> Iterator[Any]:
        """The districts of the governorates that have facilities, and what was asked for if it is none of them."""
        if question and question.near and question.near.code not in self.frame.districts:
            yield asked["near"], self.of(question.near) if question.near.code else gettext("My position")
        with_facilities = self.in_use("governorate")
        for code, name in self.governorates():
            if code in with_facilities:
                inside = (
                    each for each in self.frame.districts.values() if each.within == code and each.point
                )
                yield name, self.in_order(inside)

    def services(self, asked: str) -> list[Any]:
        """The services that facilities give, under their categories, and the one that was asked for."""
        given = ServiceType.objects.filter(code__in=self.in_use("service") | {asked})
        by_category: dict[str, list[tuple[str, str]]] = {}
        for service in sorted(given, key=lambda each: comparable(bilingual(each))):
            by_category.setdefault(service.category, []).append((service.code, bilingual(service)))
        return [
            (capfirst(category.label), by_category[category])
            for category in ServiceType.Category
            if category in by_category
        ]


@dataclass(frozen=True)
class Chip:
    """A filter as a link: in force, it takes itself away; else it adds itself."""

    label: str
    url: str
    active: bool


def chips(question: Question, listing: Listing, address: Address) -> list[Chip]:
    """First the quick ones, then whatever else narrows the list."""
    asked = address.parameters
    drawn = [
        Chip(str(label), address.but(name), active=True)
        if name in asked
        else Chip(str(label), address.but(**{name: value}), active=False)
        for name, value, label in QUICK
        if asked.get(name, value) == value
    ]
    return drawn + [
        Chip(label, address.but(*names), active=True)
        for names, label in other_filters(question, listing, asked)
    ]


def other_filters(
    question: Question, listing: Listing, asked: QueryDict
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What narrows the list besides the quick filters: the parameters and its words."""
    names, frame = Names(listing), listing.frame
    if question.near is not None:
        where = names.of(question.near) if question.near.code else gettext("my position")
        yield ("near", "radius_km"), gettext("Near %(place)s") % {"place": where}
    if question.radius_km is not None:
        yield ("radius_km",), gettext("Within %(distance)s km") % {"distance": number(question.radius_km)}
    if question.governorate:
        yield ("governorate", "district"), names.of(frame.governorates[question.governorate])
    if question.district:
        yield ("district",), names.of(frame.districts[question.district])
    if question.service:
        yield ("service",), bilingual(ServiceType.objects.get(pk=question.service))
    for name, choices in OF_LISTS:
        if value := getattr(question, name):
            yield (name,), capfirst(choices(value).label)
    if question.accreditation:
        yield ("accreditation",), dict(accreditations()).get(question.accreditation, question.accreditation)
    if question.emergency is False:
        yield ("emergency",), gettext("No emergency care")
    if question.accepts_families is False:
        yield ("accepts_families",), gettext("No new families")
    if question.open_then and asked["open"] != NOW:
        yield ("open",), gettext("Open on %(time)s") % {"time": date_format(question.at, "DATETIME_FORMAT")}
