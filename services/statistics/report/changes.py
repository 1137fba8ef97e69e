"""What differs between two revisions of a report, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from uhis_portal.api.serializers import in_both_languages


@dataclass(frozen=True)
class Figure:
    """One figure of a report. `name` is in both languages, `form` number, decimal or share; None where it is not known."""

    code: str
    name: dict[str, str]
    form: str
    value: float | None


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures that differ, in the order of the report; what went away comes last. For `Change`."""
    earlier = {figure.code: figure for figure in figures(before)}
    later = {figure.code: figure for figure in figures(now)}
    return [
        {"code": code, "name": figure.name, "form": figure.form, "before": values[0], "now": values[1]}
        for code, figure in (
            later | {code: gone for code, gone in earlier.items() if code not in later}
        ).items()
        if (values := (value_of(earlier, code), value_of(later, code)))[0] != values[1]
    ]


def value_of(figures: dict[str, Figure], code: str) -> float | None:
    return figures[code].value if code in figures else None


def figures(of: dict[str, Any]) -> Iterator[Figure]:
    """Every figure that a reader compares, in the order of the report."""
    registered, services, facilities = of["registered"], of["services"], of["facilities"]

    def one(code: str, label: Any, value: float | None, form: str = "number") -> Figure:
        return Figure(code, in_both_languages(label), form, value)

    yield one("population", _("Population"), of["population"]["value"])
    yield one("registered", _("Registered people"), registered["value"])
    yield one("registered.share", _("Registered of the population"), registered["share"], "share")
    yield one("registered.before", _("Registered before the period"), registered["before"])
    yield one("registered.year_before", _("Registered a year earlier"), registered["year_before"])
    for name, heading in (("by_sex", _("Registered people")), ("by_age", _("Registered people"))):
        yield from parts(f"registered.{name}", heading, registered[name])
    yield one("services", _("Services of the period"), services["value"])
    yield one("services.before", _("Services of the months before"), services["before"])
    yield one("services.year_before", _("Services a year earlier"), services["year_before"])
    yield one("services.per_person", _("Services per registered person"), services["per_person"], "decimal")
    for name in ("by_level", "by_category", "by_kind"):
        for column, heading in (
            ("value", _("Services of the period")),
            ("before", _("Services of the months before")),
            ("year_before", _("Services a year earlier")),
        ):
            yield from parts(f"services.{name}.{column}", heading, services[name], column)
    yield one("examined", _("Had the comprehensive examination"), of["examined"]["people"])
    yield one("examined.share", _("Examined of the registered people"), of["examined"]["share"], "share")
    yield one("homes.share", _("Care given in the patient's own governorate"), of["homes"]["share"], "share")
    yield one("facilities", _("Open facilities"), facilities["total"])
    yield from parts("facilities.by_kind", _("Facilities"), facilities["by_kind"])
    yield from parts("facilities.by_accreditation", _("Accreditation"), facilities["by_accreditation"])
    yield one(
        "facilities.accreditation_not_known",
        _("Facilities whose accreditation is not known"),
        facilities["accreditation_not_known"],
    )
    yield one("beds", _("Beds that are known"), facilities["beds"]["number"])
    yield one("units.places", _("Places of family-medicine units"), facilities["units"]["places"])
    yield one("units.taken", _("Places taken in family-medicine units"), facilities["units"]["taken"])
    for column, heading in (
        ("registered", _("Registered people")),
        ("value", _("Services of the period")),
        ("before", _("Services of the months before")),
        ("facilities", _("Open facilities")),
    ):
        yield from parts(f"districts.{column}", heading, of["districts"], column)
    yield from parts("reported", _("Published elsewhere"), of["reported"])
    yield from parts("counted", _("In the portal, beside what was published"), of["reported"], "counted")


def parts(code: str, heading: Any, rows: list[dict[str, Any]], column: str = "value") -> Iterator[Figure]:
    """One figure of each part of a whole, named by both."""
    said, not_known = in_both_languages(heading), in_both_languages(_("district not known"))
    for row in rows:
        name = row["name"] or not_known
        both = {language: f"{said[language]}: {name[language]}" for language in ("ar", "en")}
        yield Figure(f"{code}.{row['code']}", both, "number", row[column])
