"""The sheet of a facility: all of it that people may change, described once.

Pages, endpoints, proposals, history, import and export are all made from this. A part is one value of the facility
(FieldPart), or the rows of one kind that belong to it (RowPart).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.directory.models import (
    Accreditation,
    Building,
    Capacity,
    Contact,
    Department,
    Facility,
    OpeningHours,
    OtherName,
    Programme,
    RolePeriod,
    ServiceOffered,
    StatusPeriod,
)
from facilities.directory.models.hours import Part as PartOfDay
from facilities.directory.near import LATITUDES, LONGITUDES
from facilities.directory.sheet import row_rules
from facilities.directory.sheet.kinds import (
    Day,
    DayAsKnown,
    Degrees,
    InBoth,
    Kind,
    OneOf,
    Reference,
    SeveralOf,
    Text,
    TextOrEmpty,
    Truth,
    WeeklyHours,
    Whole,
    Year,
)

MOST_ROWS = 90  # of one part: a form of that many stays within what the portal reads
SERVICES_BEGAN = date(1900, 1, 1)
GAHAR_BEGAN = date(2018, 1, 1)  # Law 2/2018


class PrecisionOfPosition(models.TextChoices):
    """Facility.Precision of a position that is known."""

    POINT = Facility.Precision.POINT.value, Facility.Precision.POINT.label
    VILLAGE = Facility.Precision.VILLAGE.value, Facility.Precision.VILLAGE.label
    CITY = Facility.Precision.CITY.value, Facility.Precision.CITY.label


def outside() -> str:
    return _("This is not in Egypt: latitude is 21 to 33, longitude 24 to 38 degrees.")


@dataclass(frozen=True)
class Column:
    """One field of a row, or of a value that has several."""

    name: str
    label: str | Promise
    kind: Kind
    required: bool = False
    attribute: str = ""  # of the database row, where it is called otherwise
    hint: str | Promise = ""

    def of_row(self, row: models.Model) -> Any:
        return self.kind.of_row(row, self.attribute or self.name)

    def to_row(self, value: Any) -> dict[str, Any]:
        return self.kind.to_row(value, self.attribute or self.name)


@dataclass(frozen=True)
class FieldPart:
    """One value of the facility; with `columns`, an object of several that are known together or not at all."""

    name: str
    label: str | Promise
    kind: Kind | None = None
    required: bool = False
    columns: tuple[Column, ...] = ()
    hint: str | Promise = ""

    def as_column(self) -> Column:
        assert self.kind is not None  # noqa: S101 (it has one, or columns)
        return Column(self.name, self.label, self.kind, self.required, hint=self.hint)


@dataclass(frozen=True)
class RowPart:
    """Rows of one kind. `unique` and `apart` repeat the constraints of the table named beside them, so that the
    fault is told at its row: the columns that no two rows share, and those that no two rows share at a time.
    """

    name: str
    label: str | Promise
    one: str | Promise  # what a row is called
    model: type[models.Model]
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    apart: tuple[str, ...] | None = None
    constraint: str = ""
    check: Callable[[dict[str, Any]], row_rules.Faults] = row_rules.nothing_more

    @property
    def message(self) -> str:
        """What its constraint says."""
        return str(
            next(
                constraint.violation_error_message
                for constraint in self.model._meta.constraints
                if constraint.name == self.constraint
            )
        )


Part = FieldPart | RowPart


def since(label: str | Promise | None = None) -> Column:
    return Column("since", label or gettext_lazy("Since"), Day(SERVICES_BEGAN))


def until() -> Column:
    hint = gettext_lazy("The first day without it; empty: no end is known.")
    return Column("until", gettext_lazy("Until"), Day(SERVICES_BEGAN), hint=hint)


def source(*, needed: bool = False) -> Column:
    return Column("source", gettext_lazy("Source"), TextOrEmpty(300), needed)


def name(longest: int) -> Column:
    return Column("name", gettext_lazy("Name"), InBoth(longest), required=True)


FIELDS = (
    FieldPart("name", gettext_lazy("Name"), InBoth(160), required=True),
    FieldPart("kind", gettext_lazy("Kind of facility"), OneOf(Facility.Kind), required=True),
    FieldPart("owner", gettext_lazy("Run by"), OneOf(Facility.Owner), required=True),
    FieldPart("levels", gettext_lazy("Levels of care"), SeveralOf(Facility.Level), required=True),
    FieldPart("emergency", gettext_lazy("Receives emergencies"), Truth()),
    FieldPart(
        "places",
        gettext_lazy("Places for families"),
        Whole(0, 1_000_000),
        hint=gettext_lazy("How many people a family-medicine unit can take."),
    ),
    FieldPart("governorate", gettext_lazy("Governorate"), Reference("governorates"), required=True),
    FieldPart("district", gettext_lazy("District"), Reference("districts")),
    FieldPart("address", gettext_lazy("Address"), InBoth(300, needed=1, strict=False)),
    FieldPart(
        "position",
        gettext_lazy("Position"),
        columns=(
            Column("latitude", gettext_lazy("Latitude"), Degrees(*LATITUDES, outside), required=True),
            Column("longitude", gettext_lazy("Longitude"), Degrees(*LONGITUDES, outside), required=True),
            Column(
                "precision",
                gettext_lazy("How exact"),
                OneOf(PrecisionOfPosition),
                required=True,
                attribute="position_precision",
            ),
            Column(
                "source",
                gettext_lazy("Source of the position"),
                TextOrEmpty(200),
                required=True,
                attribute="position_source",
                hint=gettext_lazy(
                    "Begin with OpenStreetMap or GeoNames if it is theirs: only such positions are open data."
                ),
            ),
        ),
    ),
    FieldPart("source", gettext_lazy("Source"), TextOrEmpty(300), required=True),
    FieldPart("note", gettext_lazy("Note"), TextOrEmpty(200)),
)

ROWS = (
    RowPart(
        "other_names",
        gettext_lazy("Other names"),
        gettext_lazy("Other name"),
        OtherName,
        (
            Column("kind", gettext_lazy("Kind of name"), OneOf(OtherName.Kind), required=True),
            Column(
                "name", gettext_lazy("Name"), InBoth(160, needed=1, strict=False), required=True,
                hint=gettext_lazy("One language is enough."),
            ),
            Column("from_year", gettext_lazy("First year"), Year(), hint=gettext_lazy("Of a former name.")),
            Column("until_year", gettext_lazy("Last year"), Year(), hint=gettext_lazy("Of a former name.")),
            source(),
        ),
        unique=("kind", "name"),
        constraint="one_other_name_once",
        check=row_rules.other_name,
    ),
    RowPart(
        "contacts",
        gettext_lazy("Contacts"),
        gettext_lazy("Contact"),
        Contact,
        (
            Column("kind", gettext_lazy("Kind of contact"), OneOf(Contact.Kind), required=True),
            Column("value", gettext_lazy("Number or address"), Text(160), required=True),
        ),
        unique=("kind", "value"),
        constraint="one_contact_once",
        check=row_rules.contact,
    ),
    RowPart(
        "departments",
        gettext_lazy("Departments"),
        gettext_lazy("Department"),
        Department,
        (name(120),),
        unique=("name.ar",),
        constraint="one_department_per_name",
    ),
    RowPart(
        "services",
        gettext_lazy("Services"),
        gettext_lazy("Service"),
        ServiceOffered,
        (
            Column("service_type", gettext_lazy("Kind of service"), Reference("services"), required=True),
            Column(
                "department", gettext_lazy("Department"), Text(120),
                hint=gettext_lazy("The Arabic name of one of its departments."),
            ),
            since(),
            until(),
            source(),
        ),
        apart=("service_type", "department"),
        constraint="a_service_is_offered_once_at_a_time",
        check=row_rules.period,
    ),
    RowPart(
        "capacities",
        gettext_lazy("What it has"),
        gettext_lazy("Entry"),
        Capacity,
        (
            Column("kind", gettext_lazy("Of what"), OneOf(Capacity.Kind), required=True),
            Column("quantity", gettext_lazy("How many"), Whole(0, 20_000), required=True),
            Column("as_of", gettext_lazy("As of"), Day(SERVICES_BEGAN, ahead=0)),
            source(needed=True),
        ),
        unique=("kind", "as_of"),
        constraint="one_capacity_per_kind_and_day",
    ),
    RowPart(
        "buildings",
        gettext_lazy("Buildings"),
        gettext_lazy("Building"),
        Building,
        (
            name(120),
            Column("state", gettext_lazy("State of work"), OneOf(Building.State), required=True),
            Column("percent", gettext_lazy("Per cent done"), Whole(0, 100), hint=gettext_lazy("While under construction.")),
            Column("due", gettext_lazy("Due"), Day(date(2000, 1, 1)), hint=gettext_lazy("When it shall be ready.")),
            Column("as_of", gettext_lazy("As of"), Day(SERVICES_BEGAN, ahead=0)),
            source(),
        ),
        unique=("name.ar",),
        constraint="one_building_per_name",
        check=row_rules.building,
    ),
    RowPart(
        "accreditations",
        gettext_lazy("Accreditation"),
        gettext_lazy("Event"),
        Accreditation,
        (
            Column("state", gettext_lazy("What GAHAR said"), OneOf(Accreditation.State), required=True),
            Column(
                "since", gettext_lazy("When"), DayAsKnown(GAHAR_BEGAN, ahead=0),
                hint=gettext_lazy("Leave day, or day and month, empty if no more is known."),
            ),
            Column(
                "until", gettext_lazy("Until"), Day(GAHAR_BEGAN),
                hint=gettext_lazy("The first day without it, if GAHAR named one; else one or three years are counted."),
            ),
            source(needed=True),
        ),
        unique=("state", "since"),
        constraint="one_accreditation_per_state_and_day",
        check=row_rules.period,
    ),
    RowPart(
        "statuses",
        gettext_lazy("Status"),
        gettext_lazy("Period"),
        StatusPeriod,
        (
            Column("status", gettext_lazy("Status"), OneOf(Facility.Status), required=True),
            since(),
            until(),
            source(),
        ),
        apart=(),
        constraint="one_status_at_a_time",
        check=row_rules.period,
    ),
    RowPart(
        "roles",
        gettext_lazy("Roles"),
        gettext_lazy("Role"),
        RolePeriod,
        (
            Column("role", gettext_lazy("Role"), OneOf(RolePeriod.Role), required=True),
            since(),
            until(),
            source(),
        ),
        apart=("role",),
        constraint="a_role_is_held_once_at_a_time",
        check=row_rules.period,
    ),
    RowPart(
        "programmes",
        gettext_lazy("Programmes"),
        gettext_lazy("Programme"),
        Programme,
        (
            Column("kind", gettext_lazy("Kind of programme"), OneOf(Programme.Kind), required=True),
            name(160),
            since(),
            until(),
            source(),
        ),
        apart=("kind", "name.ar"),
        constraint="a_programme_runs_once_at_a_time",
        check=row_rules.period,
    ),
    RowPart(
        "opening_hours",
        gettext_lazy("Opening hours"),
        gettext_lazy("Table of hours"),
        OpeningHours,
        (
            Column("of", gettext_lazy("Of what"), OneOf(PartOfDay), required=True),
            Column(
                "service_type", gettext_lazy("Service"), Reference("services"),
                hint=gettext_lazy("Only where a service keeps other hours than the facility."),
            ),
            Column("season", gettext_lazy("When"), OneOf(OpeningHours.Season), required=True),
            Column("hours", gettext_lazy("Hours"), WeeklyHours(), required=True),
            source(),
        ),
        unique=("of", "service_type", "season"),
        constraint="hours_of_a_day_do_not_overlap",
        check=row_rules.hours,
    ),
)  # fmt: skip

PARTS: dict[str, Part] = {part.name: part for part in (*FIELDS, *ROWS)}
ROW_PARTS: dict[str, RowPart] = {part.name: part for part in ROWS}
FIELD_PARTS: dict[str, FieldPart] = {part.name: part for part in FIELDS}


def columns_of(part: Part) -> tuple[Column, ...]:
    """The columns that a value of the part has; one for a plain value."""
    return part.columns or (part.as_column(),)  # type: ignore[union-attr]
