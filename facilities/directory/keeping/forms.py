"""The pages of the sheet as forms. Every field takes whatever is typed: the sheet alone judges, as for an endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from facilities.catalogue.models import ServiceType
from facilities.directory.hours.text import NAMES as DAY_NAMES
from facilities.directory.hours.text import parsed, span_text
from facilities.directory.hours.week import WEEKDAYS
from facilities.directory.hours.words import weekdays_in_words
from facilities.directory.sheet import PARTS, Part, RowPart, Sheet
from facilities.directory.sheet.kinds import (
    Day,
    DayAsKnown,
    Degrees,
    InBoth,
    Kind,
    OneOf,
    Reference,
    SeveralOf,
    Truth,
    WeeklyHours,
    Whole,
    Year,
)
from facilities.directory.sheet.parts import MOST_ROWS, Column, columns_of
from facilities.geography.models import District, Governorate
from uhis_portal.arabic import INVISIBLE, latin_digits, typed_quantity
from uhis_portal.calendar import cairo_today
from uhis_portal.date_field import DayMonthYearWidget

WHOLE = re.compile(r"-?[0-9]{1,15}")
DECIMAL = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,15})?")
IN_ARABIC, IN_ENGLISH = gettext_lazy("in Arabic"), gettext_lazy("in English")

# One page each, in the order in which a facility is described.
SECTIONS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "names": (gettext_lazy("Names"), ("name", "other_names")),
    "kind": (gettext_lazy("What it is"), ("kind", "owner", "levels", "emergency", "places")),
    "place": (gettext_lazy("Where it is"), ("governorate", "district", "address", "position")),
    "contacts": (gettext_lazy("Contacts"), ("contacts",)),
    "hours": (gettext_lazy("Opening hours"), ("opening_hours",)),
    "departments": (gettext_lazy("Departments"), ("departments",)),
    "services": (gettext_lazy("Services"), ("services",)),
    "numbers": (gettext_lazy("What it has"), ("capacities",)),
    "buildings": (gettext_lazy("Buildings"), ("buildings",)),
    "accreditation": (gettext_lazy("Accreditation"), ("accreditations",)),
    "status": (gettext_lazy("Status"), ("statuses",)),
    "roles": (gettext_lazy("Roles and programmes"), ("roles", "programmes")),
    "sources": (gettext_lazy("Source and note"), ("source", "note")),
}
# What a new facility begins with; the rest is added on its pages.
FIRST = ("name", "kind", "owner", "levels", "governorate", "district", "source")


class Typed(forms.Field):
    """Whatever was typed, as it was typed."""

    def __init__(self, *, shown: str = "", size: str = "", **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.shown, self.size = shown, size  # how the component draws it

    def clean(self, value: Any) -> Any:
        return "" if value is None else value


class WeekWidget(forms.MultiWidget):
    """The hours of each weekday, such as 08:00-14:00; an empty day is closed."""

    part_sizes = ("14",) * 7

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            widgets=[forms.TextInput({"inputmode": "text"}) for _weekday in WEEKDAYS], attrs=attrs
        )

    @property
    def part_labels(self) -> list[str]:
        return [weekdays_in_words(weekday, weekday) for weekday in WEEKDAYS]

    def decompress(self, value: str | None) -> list[str]:
        week = parsed(value) if value else None
        return [",".join(map(span_text, week.on(weekday))) if week else "" for weekday in WEEKDAYS]


class ShownRow(NamedTuple):
    """The fields of one row: those that stand beside each other, those that need a line of their own, the removal."""

    fields: list[str]
    wide: list[str]
    removal: str


@dataclass(frozen=True)
class Shown:
    """One part on a page, with its fields as they are named in the form."""

    part: Part
    fields: tuple[str, ...] = ()
    rows: tuple[ShownRow, ...] = ()

    @property
    def counter(self) -> str:
        """The hidden field that says how many rows the page shows."""
        return f"{self.part.name}.rows"


@dataclass
class Offered:
    """What may be chosen: read once per form, and only where it is needed."""

    sheet: Sheet
    lists: dict[str, list[Any]] = field(default_factory=dict)

    def choices(self, among: str) -> list[Any]:
        if among not in self.lists:
            self.lists[among] = list(self.read(among))
        return [("", "—"), *self.lists[among]]

    def kinds(self) -> QuerySet[ServiceType]:
        """Kinds of service that are given today, and those that stand in the sheet already."""
        rows = [*self.sheet["services"], *self.sheet["opening_hours"]]
        named = {row["service_type"] for row in rows if row.get("service_type")}
        return ServiceType.objects.in_force_on(cairo_today()) | ServiceType.objects.filter(pk__in=named)

    def read(self, among: str) -> Iterator[Any]:
        order = "name_en" if get_language() == "en" else "comparable"
        if among == "department":
            for row in self.sheet["departments"]:
                yield row["name"]["ar"], row["name"][get_language() or "ar"] or row["name"]["ar"]
        elif among == "governorates":
            for one in Governorate.objects.only("code", "name_ar", "name_en").order_by(order):
                yield one.pk, one.name
        elif among == "services":
            kinds = list(self.kinds().order_by("category", order))
            for category, label in ServiceType.Category.choices:
                found = [(kind.pk, kind.name) for kind in kinds if kind.category == category]
                if found:
                    yield label, found
        else:
            districts = District.objects.select_related("governorate").defer("governorate__outline")
            by_governorate: dict[str, list[tuple[str, str]]] = {}
            for one in districts.order_by(f"governorate__{order}", order):
                if not self.sheet["governorate"] or one.governorate_id == self.sheet["governorate"]:
                    by_governorate.setdefault(one.governorate.name, []).append((one.pk, one.name))
            yield from by_governorate.items()


class SheetForm(forms.Form):
    """Some parts of a sheet: `changes()` gives what was typed as the JSON that an endpoint takes.

    Rows are counted by a hidden field; `add` names the part that gets one more, `remove` in a row takes it out.
    """

    def __init__(
        self, data: Any | None, *, names: tuple[str, ...], sheet: Sheet, explained: bool = True
    ) -> None:
        super().__init__(data)
        self.sheet, self.offered = sheet, Offered(sheet)
        self.shown: list[Shown] = []
        self.places: dict[str, list[int]] = {}  # part → the row of the form of each row that was given
        for name in names:
            self.shown.append(
                self.rows(PARTS[name]) if isinstance(PARTS[name], RowPart) else self.single(PARTS[name])
            )
        if explained:
            hint = _("Why, or where this comes from. It stands in the history.")
            self.fields["explanation"] = Typed(
                label=_("Explanation"), help_text=hint, widget=forms.Textarea({"rows": 2})
            )

    @property
    def adds_a_row(self) -> bool:
        """Whether the button was one that adds a row: nothing is saved then."""
        return self.is_bound and bool(self.data.get("add"))

    def single(self, part: Part) -> Shown:
        value = self.sheet[part.name]
        fields: list[str] = []
        for column in columns_of(part):
            path = f"{part.name}.{column.name}" if part.columns else part.name
            known = (value or {}).get(column.name) if part.columns else value
            fields += self.put(path, column, known, whole=not part.columns)
        return Shown(part, tuple(fields))

    def rows(self, part: RowPart) -> Shown:
        known = self.sheet[part.name]
        count = max(len(known), 1)
        if self.is_bound:
            typed = self.data.get(f"{part.name}.rows", "")
            count = (
                min(int(typed), MOST_ROWS)
                if typed.isascii() and typed.isdigit() and len(typed) < 4
                else count
            )
            if self.data.get("add") == part.name and count < MOST_ROWS:
                count += 1
        self.fields[f"{part.name}.rows"] = Typed(initial=count, widget=forms.HiddenInput())
        if self.is_bound:  # what is hidden says how many rows this page shows
            sent: Any = self.data.copy()
            sent[f"{part.name}.rows"] = str(count)
            self.data = sent
        shown = []
        for position in range(count):
            row = known[position] if position < len(known) else {}
            removal = f"{part.name}.{position}.remove"
            drawn = ShownRow([], [], removal)
            for column in part.columns:
                beside = drawn.wide if isinstance(column.kind, WeeklyHours) else drawn.fields
                beside += self.put(f"{part.name}.{position}.{column.name}", column, row.get(column.name))
            self.fields[removal] = Typed(label=_("Take this row out"), widget=forms.CheckboxInput())
            shown.append(drawn)
        return Shown(part, rows=tuple(shown))

    def put(self, path: str, column: Column, value: Any, *, whole: bool = False) -> list[str]:
        """The field, or two of them, of one column; their names."""
        if isinstance(column.kind, InBoth):
            for language, said in (("ar", IN_ARABIC), ("en", IN_ENGLISH)):
                widget = forms.TextInput({"lang": language, "dir": "rtl" if language == "ar" else "ltr"})
                self.fields[f"{path}.{language}"] = Typed(
                    label=f"{column.label} {said}",
                    help_text=column.hint,
                    initial=(value or {}).get(language),
                    widget=widget,
                )
            return [f"{path}.ar", f"{path}.en"]
        self.fields[path] = self.field_of(column, value)
        return [path]

    def field_of(self, column: Column, value: Any) -> Typed:
        kind = column.kind
        common: dict[str, Any] = {"label": column.label, "help_text": column.hint, "initial": value}
        if isinstance(kind, SeveralOf):
            return Typed(
                widget=forms.CheckboxSelectMultiple(choices=capitalised(kind.choices.choices)), **common
            )
        if isinstance(kind, OneOf):
            return Typed(
                widget=forms.Select(choices=[("", "—"), *capitalised(kind.choices.choices)]), **common
            )
        if isinstance(kind, Reference):
            return Typed(widget=forms.Select(choices=self.offered.choices(kind.among)), **common)
        if column.name == "department":
            return Typed(
                widget=forms.Select(choices=self.offered.choices("department")),
                label=column.label,
                initial=value,
            )
        if isinstance(kind, Truth):
            common["initial"] = "" if value is None else "yes" if value else "no"
            choices = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
            return Typed(widget=forms.Select(choices=choices), **common)
        if isinstance(kind, Whole | Year):
            return Typed(widget=forms.TextInput(), shown="digits", size="10", **common)
        if isinstance(kind, Degrees):
            return Typed(widget=forms.TextInput(), shown="code", size="14", **common)
        if isinstance(kind, Day):
            common["initial"] = list(reversed(value.split("-"))) if value else None
            if value and len(common["initial"]) < 3:
                common["initial"] = [""] * (3 - len(common["initial"])) + common["initial"]
            return Typed(widget=DayMonthYearWidget(), **common)
        if isinstance(kind, WeeklyHours):
            common["help_text"] = _(
                "Such as 08:00-14:00, or 08:00-12:00, 17:00-22:00. An empty day is closed."
            )
            return Typed(widget=WeekWidget(), **common)
        return Typed(widget=forms.TextInput(), **common)

    def changes(self) -> dict[str, Any]:
        """What was typed, part by part; rows that are empty or taken out are left out."""
        given: dict[str, Any] = {}
        for shown in self.shown:
            part = shown.part
            if isinstance(part, RowPart):
                given[part.name] = self.typed_rows(part, len(shown.rows))
            elif part.columns:
                values = self.typed_columns(part.columns, part.name)
                given[part.name] = values if any(value is not None for value in values.values()) else None
            else:
                given[part.name] = self.typed(part.as_column().kind, part.name)
        return given

    def typed_rows(self, part: RowPart, count: int) -> list[dict[str, Any]]:
        rows, places = [], []
        for position in range(count):
            path = f"{part.name}.{position}"
            values = self.typed_columns(part.columns, path)
            if (
                any(value is not None for value in values.values())
                and not self.cleaned_data[f"{path}.remove"]
            ):
                rows.append(values)
                places.append(position)
        self.places[part.name] = places
        return rows

    def typed_columns(self, columns: tuple[Column, ...], path: str) -> dict[str, Any]:
        return {column.name: self.typed(column.kind, f"{path}.{column.name}") for column in columns}

    def typed(self, kind: Kind, path: str) -> Any:
        if isinstance(kind, InBoth):
            said = {language: self.cleaned_data[f"{path}.{language}"] or None for language in ("ar", "en")}
            return said if any(said.values()) else None
        return plain(kind, self.cleaned_data[path])

    def led_to_fields(self, refusal: ValidationError) -> ValidationError:
        """The refusal with its paths led to the fields of this form, for `submit` to put there."""
        if not hasattr(refusal, "error_dict"):
            return refusal
        led: dict[str, Any] = {}
        for path, faults in refusal.error_dict.items():
            led.setdefault(self.field_at(path), []).extend(faults)
        return ValidationError(led)

    def field_at(self, path: str) -> str:
        """The field nearest to a path: itself, or the first below it."""
        steps = path.split(".")
        if len(steps) > 1 and steps[0] in self.places and steps[1].isdigit():
            places = self.places[steps[0]]
            if int(steps[1]) < len(places):
                steps[1] = str(places[int(steps[1])])
        here = ".".join(steps)
        below = (name for name in self.fields if name.startswith(f"{here}.") and not self[name].is_hidden)
        return here if here in self.fields else next(below, here)


def capitalised(choices: Any) -> list[tuple[str, str]]:
    return [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in choices]


def plain(kind: Kind, typed: Any) -> Any:
    """What was typed as the JSON it stands for; what stands for nothing stays as it is, to be refused in words."""
    if isinstance(kind, SeveralOf):
        return typed or None
    if isinstance(kind, WeeklyHours):
        days = [(text or "").strip() for text in typed]
        rules = (f"{DAY_NAMES[weekday]} {text}" for weekday, text in zip(WEEKDAYS, days, strict=True) if text)
        return "; ".join(rules) or None
    if isinstance(kind, Day):
        return typed_day(kind, [typed_quantity(part or "") for part in typed or ["", "", ""]])
    if isinstance(kind, Whole | Year):
        digits = typed_quantity(typed or "").replace(",", "")
        return int(digits) if WHOLE.fullmatch(digits) else digits or None
    if isinstance(kind, Degrees):
        degrees = INVISIBLE.sub("", latin_digits(typed or "")).replace("٫", ".").strip()
        return float(degrees) if DECIMAL.fullmatch(degrees) else degrees or None
    if isinstance(kind, Truth):
        return {"yes": True, "no": False, "": None}.get(typed or "", typed)
    return typed or None


def typed_day(kind: Day, parts: list[str]) -> str | None:
    """Day, month and year as YYYY-MM-DD, no more exact than was typed."""
    day, month, year = parts
    if not any(parts):
        return None
    if isinstance(kind, DayAsKnown) and not day:
        return f"{year}-{month:0>2}" if month else year
    return f"{year}-{month:0>2}-{day:0>2}"


class ReasonForm(forms.Form):
    """Why a proposal is returned."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        hint = _("Who proposed it reads this.")
        self.fields["reason"] = Typed(label=_("Reason"), help_text=hint, widget=forms.Textarea({"rows": 3}))


class NewFacilityForm(SheetForm):
    """A new facility: its code, and what it begins with."""

    def __init__(self, data: Any | None, *, sheet: Sheet) -> None:
        super().__init__(data, names=FIRST, sheet=sheet, explained=False)
        hint = _(
            "Two or three letters for the place, a dash, letters and a number, such as LX-H2. It stays for ever."
        )
        self.fields["code"] = Typed(
            label=_("Facility code"), help_text=hint, shown="code", size="10", widget=forms.TextInput()
        )
        self.order_fields(["code"])
