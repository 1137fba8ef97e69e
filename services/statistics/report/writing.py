"""Numbers of a report become its document, in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from services.statistics.report.document import Document, Section, Table, table
from services.statistics.report.sentences import summary
from uhis_portal.display import LEFT_TO_RIGHT_MARK, bilingual, day, moment, number, percent

KINDS_NAMED = 15
NOT_OF_IT = "—"  # there is no such number
FORMS = {"number": (number, 0), "decimal": (number, 2), "share": (percent, 2)}


def document(
    numbers: dict[str, Any],
    *,
    facts: Iterable[tuple[str, str]],
    changes: Sequence[dict[str, Any]],
    mark: str = "",
) -> Document:
    """`facts` about the report itself come before what all reports say of theirs."""
    name = bilingual(numbers["governorate"])
    return Document(
        language=get_language() or "ar",
        title=_("Achievements report: %(governorate)s") % {"governorate": name},
        period=months_in_words(numbers["period"]),
        mark=mark,
        facts=(
            (_("Governorate"), name),
            (_("Period"), months_in_words(numbers["period"])),
            (_("Known up to"), day(numbers["known_until"])),
            (_("Numbers as of"), moment(numbers["as_of"])),
            *facts,
        ),
        sections=tuple(sections(numbers, changes)),
    )


def sections(of: dict[str, Any], changes: Sequence[dict[str, Any]]) -> Iterator[Section]:
    yield Section(_("In short"), paragraphs=tuple(summary(of)))
    if changes:
        yield Section(_("What changed since the last revision"), tables=tuple(changed(changes)))
    yield Section(_("Main figures"), tables=tuple(main_figures(of)))
    yield Section(_("Registered people"), tables=tuple(of_people(of["registered"])))
    yield Section(_("Services"), tables=tuple(of_services(of)))
    yield Section(_("Facilities"), tables=tuple(of_facilities(of["facilities"])))
    if of["districts"]:
        yield Section(_("Districts"), tables=(of_districts(of),))
    if of["reported"]:
        yield Section(
            _("Published elsewhere"),
            paragraphs=(
                _(
                    "Figures published elsewhere, kept as published, beside what the portal itself counts."
                    " Differences are shown, never repaired."
                ),
            ),
            tables=tuple(of_publications(of["reported"])),
        )
    yield Section(_("How it was counted"), points=tuple(rules(of)))
    yield Section(_("What is not known"), points=tuple(not_known(of)))


def months_in_words(period: dict[str, str]) -> str:
    """ "March 2026", or "January 2026 to March 2026"."""
    first, last = (month_in_words(period[end]) for end in ("from", "to"))
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def month_in_words(month: str) -> str:
    return date_format(date.fromisoformat(f"{month}-01"), "YEAR_MONTH_FORMAT")


def figure(value: float | None, form: str = "number") -> str:
    write, decimals = FORMS[form]
    return _("no data") if value is None else write(value, decimals)


def change(now: int, before: int | None) -> str:
    """How a number moved, as a share of what it was."""
    if before is None or before <= 0:
        return _("no data")
    share = percent((now - before) / before, 1)
    return f"{LEFT_TO_RIGHT_MARK}+{share}" if now > before else share


def changed(changes: Sequence[dict[str, Any]]) -> Iterator[Table]:
    """The figures that are written otherwise now."""
    rows = [
        (capfirst(bilingual(one)), figure(one["before"], one["form"]), figure(one["now"], one["form"]))
        for one in changes
    ]
    seen = [row for row in rows if row[1] != row[2]]
    if seen:
        yield table(_("Figures that are other ones now"), (_("Figure"), _("Before"), _("Now")), seen)


def main_figures(of: dict[str, Any]) -> Iterator[Table]:
    registered, services, examined, homes = of["registered"], of["services"], of["examined"], of["homes"]
    yield table(
        _("The period, the months before, and a year earlier"),
        (_("Figure"), _("In this period"), _("In as many months before"), _("A year earlier")),
        [compared(_("Registered people"), registered), compared(_("Services"), services)],
        note=_(
            "Registered people: on the last day of each. Counted by the portal; population: estimate of CAPMAS."
        ),
    )
    yield table(
        _("Shares and reach"),
        (_("Figure"), _("Number")),
        [
            (_("Population"), figure(of["population"]["value"])),
            (_("Registered of the population"), figure(registered["share"], "share")),
            (_("Services per registered person"), figure(services["per_person"], "decimal")),
            (_("Had the comprehensive examination, so far"), figure(examined["people"])),
            (_("Examined of the registered people"), figure(examined["share"], "share")),
            (_("Care given in the patient's own governorate"), figure(homes["share"], "share")),
            (_("Care given to people of other governorates"), figure(homes["away"])),
            (_("Services since the portal began to count"), figure(services["total"])),
        ],
    )


def compared(name: str, of: dict[str, Any]) -> tuple[str, ...]:
    return (name, figure(of["value"]), figure(of["before"]), figure(of["year_before"]))


def of_people(registered: dict[str, Any]) -> Iterator[Table]:
    for caption, parts in ((_("By sex"), registered["by_sex"]), (_("By age"), registered["by_age"])):
        if parts and registered["value"]:
            yield table(
                caption,
                (_("Group"), _("Registered people"), _("Share")),
                [
                    (
                        capfirst(bilingual(part)),
                        number(part["value"]),
                        percent(part["value"] / registered["value"], 1),
                    )
                    for part in parts
                ],
                total=(_("All"), number(registered["value"]), percent(1, 1)),
            )


def of_services(of: dict[str, Any]) -> Iterator[Table]:
    services = of["services"]
    for caption, heading, parts in (
        (_("By level of care"), _("Level of care"), services["by_level"]),
        (_("By group"), _("Group of services"), services["by_category"]),
        (_("By kind, the most frequent first"), _("Kind of service"), services["by_kind"]),
    ):
        if parts:
            yield table(
                caption,
                (
                    heading,
                    _("In this period"),
                    _("Against before"),
                    _("In as many months before"),
                    _("A year earlier"),
                ),
                [moved(capfirst(bilingual(part)), part) for part in with_the_rest(parts)],
                total=moved(_("All services"), services),
            )


def with_the_rest(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first ones, and what the others come to together."""
    rest = parts[KINDS_NAMED:]
    if not rest:
        return parts
    name = ngettext("%(shown)s other kind", "%(shown)s other kinds", len(rest)) % {"shown": number(len(rest))}
    sums = {
        column: None if rest[0][column] is None else sum(part[column] for part in rest)
        for column in ("value", "before", "year_before")
    }
    return [*parts[:KINDS_NAMED], {"name": name, **sums}]


def moved(name: str, of: dict[str, Any]) -> tuple[str, ...]:
    return (
        name,
        number(of["value"]),
        change(of["value"], of["before"]),
        figure(of["before"]),
        figure(of["year_before"]),
    )


def of_facilities(facilities: dict[str, Any]) -> Iterator[Table]:
    headings = (_("Kind of facility"), _("Open facilities"))
    if facilities["by_kind"]:
        yield table(
            _("By kind"),
            headings,
            [(capfirst(bilingual(part)), number(part["value"])) for part in facilities["by_kind"]],
            total=(_("All"), number(facilities["total"])),
        )
        yield table(
            _("Accreditation, as far as it is known"),
            (_("State"), _("Open facilities")),
            [
                *(
                    (capfirst(bilingual(part)), number(part["value"]))
                    for part in facilities["by_accreditation"]
                ),
                (_("Not known"), number(facilities["accreditation_not_known"])),
            ],
        )
    units, beds = facilities["units"], facilities["beds"]
    yield table(
        _("Room and load"),
        (_("Figure"), _("Number"), _("Known of")),
        [
            (_("Family-medicine units and centres"), number(units["number"]), NOT_OF_IT),
            (
                _("Registered people per family-medicine unit"),
                rounded(units["people_per_unit"], 0),
                NOT_OF_IT,
            ),
            (_("Places of family-medicine units"), figure(units["places"]), number(units["places_known_of"])),
            (
                _("Places taken in family-medicine units"),
                figure(units["taken"] if units["places_known_of"] else None),
                number(units["places_known_of"]),
            ),
            (_("Hospital beds"), figure(beds["number"]), number(beds["known_of"])),
            (
                _("Hospital services of the period per known bed"),
                rounded(beds["hospital_services_per_bed"], 1),
                number(beds["known_of"]),
            ),
        ],
        note=_("Known of: so many facilities said how many they have."),
    )


def rounded(value: float | None, decimals: int) -> str:
    return _("no data") if value is None else number(value, decimals)


def of_districts(of: dict[str, Any]) -> Table:
    def row(name: str, registered: int, one: dict[str, Any], facilities: int) -> tuple[str, ...]:
        before = one["before"] if of["is_over"] else None
        moved = change(one["value"], before)
        return (name, number(registered), number(one["value"]), moved, number(facilities))

    return table(
        _("People and services by district"),
        (_("District"), _("Registered people"), _("Services"), _("Against before"), _("Open facilities")),
        [
            row(bilingual(one["name"]) or _("District not known"), one["registered"], one, one["facilities"])
            for one in of["districts"]
        ],
        total=row(_("All"), of["registered"]["value"], of["services"], of["facilities"]["total"]),
    )


def of_publications(reported: list[dict[str, Any]]) -> Iterator[Table]:
    """One table for each publication, in the order of the figures."""
    publications: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in reported:
        publications.setdefault((bilingual(one["source"]), published(one)), []).append(one)
    for (source, when), figures in publications.items():
        yield table(
            f"{source} · {when}",
            (_("Figure"), _("As published"), _("In the portal")),
            [(bilingual(one), as_published(one), in_the_portal(one["counted"])) for one in figures],
        )


def published(one: dict[str, Any]) -> str:
    known = one["published"]
    if known is None:
        return _("date not stated")
    if known["precision"] == "year":
        return known["date"]
    if known["precision"] == "month":
        return month_in_words(known["date"])
    return day(known["date"])


def as_published(one: dict[str, Any]) -> str:
    """A published figure with "more than" and its unit, where it has these."""
    written = number(one["value"], 0 if one["value"] == int(one["value"]) else 2)
    unit = one["unit"]["code"]
    if unit == "percent":
        written = f"{written}%"
    elif unit in ("egp", "square_metres"):
        written = f"{written} {bilingual(one['unit'])}"
    return f"{bilingual(one['qualifier'])} {written}" if one["qualifier"] else written


def in_the_portal(counted: float | None) -> str:
    return _("not counted") if counted is None else number(counted)


def rules(of: dict[str, Any]) -> Iterator[str]:
    yield _(
        "All numbers were read at one moment: everything saved up to then is counted, and nothing after it."
    )
    yield _(
        "Registered people are those with a membership on the last day known; families that wait are not among them."
    )
    yield _(
        "Services are counted on the day of the care, by quantity, where they were given; what was undone is taken off."
    )
    yield _("The months before are as many months, directly before; a year earlier are the same months.")
    yield _("For the comprehensive examination each person is counted once, however often it was given.")
    yield _(
        "Care in one's own governorate: of the services to people who were registered when they were given."
    )
    yield _("Places, beds and accreditation are those that were known when the numbers were read.")
    yield _("Shares are reckoned from whole numbers and then rounded.")
    population = of["population"]
    if population["value"] is None:
        yield _("Sources: the portal's ledger, register and directory.")
    else:
        yield _(
            "Sources: the portal's ledger, register and directory; population: CAPMAS, estimate for %(day)s."
        ) % {"day": day(population["as_of"])}


def not_known(of: dict[str, Any]) -> Iterator[str]:
    services, facilities = of["services"], of["facilities"]
    if not of["is_over"]:
        yield _(
            "The period is not over: what comes after %(day)s is not in this report, and its services are compared with nothing."
        ) % {"day": day(of["known_until"])}
    read_on, last = (date.fromisoformat(of[name][:10]) for name in ("as_of", "known_until"))
    if read_on - last < timedelta(days=settings.LATEST_ENTRY_DAYS):
        yield ngettext(
            "Care may be entered up to %(shown)s day after it was given: numbers of the last weeks may still grow.",
            "Care may be entered up to %(shown)s days after it was given: numbers of the last weeks may still grow.",
            settings.LATEST_ENTRY_DAYS,
        ) % {"shown": number(settings.LATEST_ENTRY_DAYS)}
    if of["population"]["value"] is None:
        yield _("The population of the governorate is not known, so no share of it is given.")
    if of["districts"]:
        yield _("The population of districts is not known.")
    if of["is_over"] and services["before"] is None:
        yield _("The portal counted no services yet in the months before.")
    if of["is_over"] and services["year_before"] is None:
        yield _("The portal counted no services yet a year earlier.")
    if facilities["accreditation_not_known"]:
        yield ngettext(
            "What GAHAR decided is not known of %(shown)s facility.",
            "What GAHAR decided is not known of %(shown)s facilities.",
            facilities["accreditation_not_known"],
        ) % {"shown": number(facilities["accreditation_not_known"])}
    without_beds = facilities["total"] - facilities["beds"]["known_of"]
    if without_beds:
        yield ngettext(
            "How many beds there are is not known of %(shown)s facility; some have none.",
            "How many beds there are is not known of %(shown)s facilities; some have none.",
            without_beds,
        ) % {"shown": number(without_beds)}
    if of["homes"]["share"] is None:
        yield _("No service of the period was given to a person who was registered then.")
    yield _("What the system bore and what people paid is not counted yet.")
