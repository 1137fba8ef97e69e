"""Numbers as DHIS2 data value sets, in JSON and CSV.

The format: https://docs.dhis2.org, Developer, Web API, Data values ("Sending bulks of data values", "CSV data value
format"). Data elements are named by the portal's codes of kinds of service and by REGISTERED; organisation units by
their DHIS2 code or, where chosen, their DHIS2 identifier. The file says so by its identifier schemes.
"""

# ruff: noqa: S608  (the statements are put together from constants)

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from services.statistics.exports.asking import AreaForm
from services.statistics.exports.kinds import NumbersExporter, answered
from services.statistics.models import Dhis2Unit, RegistrationsByMonth, ServicesByMonth
from services.statistics.reading.shown import shown
from uhis_portal.calendar import CAIRO
from uhis_portal.choice_field import AnyChoice
from uhis_portal.display import number
from uhis_portal.files.columns import Column
from uhis_portal.files.export import CSV_TYPE, Line
from uhis_portal.files.exports.exporting import Piece, Unwritable
from uhis_portal.files.exports.writing import Heading, Writer

REGISTERED = "REGISTERED"  # the data element of registered people at the end of the month
SCHEMES = {"code": "CODE", "uid": "UID"}
NAMED = 20  # facilities that are listed by name in a remark
HEADER = (
    "dataelement", "period", "orgunit", "catoptcombo", "attroptcombo", "value", "storedby", "lastupdated", "comment",
    "followup", "deleted",
)  # fmt: skip


@dataclass(frozen=True)
class Dhis2Heading(Heading):
    """By what organisation units are named (CODE or UID), and the day on which the values were counted."""

    scheme: str = "CODE"
    counted_on: str = ""


class Dhis2Json(Writer):
    """One data value set with a period and a unit at each value, as for bulks."""

    content_type = "application/json"
    heading: Dhis2Heading

    def begin(self) -> bytes:
        self.state["first"] = True
        return f'{{"dataElementIdScheme":"CODE","orgUnitIdScheme":"{self.heading.scheme}","dataValues":['.encode()

    def rows(self, rows: Iterable[Sequence[Any]]) -> bytes:
        values = [
            json.dumps(
                {
                    "dataElement": element,
                    "period": period,
                    "orgUnit": unit,
                    "value": str(value),
                    "lastUpdated": self.heading.counted_on,
                },
                separators=(",", ":"),
            )
            for element, period, unit, value in rows
        ]
        start = "\n" if self.state["first"] else ",\n"
        self.state["first"] = False
        return (start + ",\n".join(values)).encode()

    def end(self) -> bytes:
        return b"\n]}\n"


class Dhis2Csv(Writer):
    """The columns by their places, as DHIS2 reads them; it passes over the first row."""

    content_type = CSV_TYPE
    heading: Dhis2Heading

    def begin(self) -> bytes:
        return (",".join(HEADER) + "\r\n").encode()

    def rows(self, rows: Iterable[Sequence[Any]]) -> bytes:
        lines: list[str] = []
        line = Line()
        writer = csv.writer(line)
        for element, period, unit, value in rows:
            writer.writerow(
                [element, period, unit, "", "", value, "", self.heading.counted_on, "", "false", "false"]
            )
            lines.append(line.text)
        return "".join(lines).encode()


class Dhis2Form(AreaForm):
    def add_fields(self) -> None:
        super().add_fields()
        self.fields["org_units"] = AnyChoice(
            required=False,
            label=gettext_lazy("Facilities are named by"),
            choices=[
                ("code", gettext_lazy("Their code (idScheme CODE)")),
                ("uid", gettext_lazy("Their identifier in DHIS2 (idScheme UID)")),
            ],
            initial="code",
            widget=forms.RadioSelect,
        )


UNITS = f"""
    SELECT facility AS unit FROM {shown(ServicesByMonth)}
     WHERE {{services}} AND month BETWEEN %(first)s AND %(last)s GROUP BY 1
    UNION
    SELECT unit FROM {shown(RegistrationsByMonth)} WHERE {{people}} AND month <= %(last)s GROUP BY 1
    ORDER BY 1"""


class Dhis2Exporter(NumbersExporter):
    """Services by kind, month and facility, and registered people at the end of each month by unit."""

    title = gettext_lazy("For DHIS2: data value sets")
    note = gettext_lazy(
        "Services by kind, month and facility, and registered people at the end of each month, as DHIS2 imports them."
        " Months that are over only."
    )
    more = "statistics/exports/dhis2.html"
    rule = gettext_lazy(
        "Services by the day on which the care was given; people with a membership on the last day."
    )
    stem = "dhis2"
    form = Dhis2Form
    finished = True
    writers = {"json": Dhis2Json, "csv": Dhis2Csv}
    columns: Sequence[Column] = ()

    @classmethod
    def more_asked(cls, given: Mapping[str, str]) -> dict[str, str]:
        chosen = given.get("org_units", "").strip() or "code"
        if chosen not in SCHEMES:
            raise ValidationError(
                {"org_units": ValidationError(_("Choose code or uid."), code="unknown")},
            )
        return {"org_units": chosen}

    def heading(self, as_of: datetime) -> Dhis2Heading:
        counted_on = as_of.astimezone(CAIRO).date().isoformat()
        return Dhis2Heading(str(self.title), scheme=SCHEMES[self.about["org_units"]], counted_on=counted_on)

    @property
    def statement(self) -> str:
        return f"""
            SELECT service_type AS element, to_char(month, 'YYYYMM') AS period, facility AS unit,
                   sum(quantity)::bigint AS value
              FROM {shown(ServicesByMonth)}
             WHERE {self.area.where()} AND month BETWEEN %(first)s AND %(last)s GROUP BY 1, month, 3
            UNION ALL
            SELECT '{REGISTERED}', to_char(ends.month, 'YYYYMM'), unit, sum(people)::bigint
              FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS ends (month)
              JOIN {shown(RegistrationsByMonth)} ON cell.month <= ends.month
             WHERE {self.area.where(facility="unit")} GROUP BY ends.month, unit
             ORDER BY 2, 3, 1"""

    @cached_property
    def named(self) -> dict[str, str]:
        """What DHIS2 calls facilities, by our codes, as far as it is known."""
        by = self.about["org_units"]
        return dict(Dhis2Unit.objects.exclude(**{by: ""}).values_list("facility_id", by))

    def unmapped(self) -> list[str]:
        """Codes of the facilities of this file of which is not known what DHIS2 calls them."""
        units = UNITS.format(services=self.area.where(), people=self.area.where(facility="unit"))
        return [unit for (unit,) in answered(units, self.values) if unit not in self.named]

    def piece(self, place: Any, as_of: datetime) -> Piece:
        if self.about["org_units"] == "uid" and (missing := self.unmapped()):
            raise Unwritable(
                gettext_lazy(
                    "The identifiers in DHIS2 of %(number)s facilities are not known: %(facilities)s. Choose codes, or have"
                    " them entered in the table of DHIS2 units."
                ),
                code="unmapped",
                number=number(len(missing)),
                facilities=listed(missing),
            )
        return super().piece(place, as_of)

    def row(self, found: Sequence[Any]) -> Sequence[Any]:
        element, period, unit, value = found
        return element, period, self.named.get(unit, unit), value

    def remarks(self) -> Sequence[str]:
        missing = self.unmapped() if self.about["org_units"] == "code" else []
        if not missing:
            return ()
        said = ngettext(
            "%(number)s facility is not in the table of DHIS2 units and stands with the portal's own code: %(facilities)s.",
            "%(number)s facilities are not in the table of DHIS2 units and stand with the portal's own codes:"
            " %(facilities)s.",
            len(missing),
        )
        return (said % {"number": number(len(missing)), "facilities": listed(missing)},)


def listed(codes: Sequence[str]) -> str:
    """The first of some codes."""
    return ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
