"""The summary of a report, in sentences that can be read out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uhis_portal.display import bilingual, day, number, percent

MOST_FREQUENT = 3  # kinds of service that are named


def summary(of: dict[str, Any]) -> list[str]:
    """What would be said first, a paragraph for each subject; what is not known is not said here."""
    return [" ".join(filter(None, subject(of))) for subject in (people, care, reach, places)]


def people(of: dict[str, Any]) -> list[str]:
    registered, population = of["registered"], of["population"]
    told = [
        ngettext(
            "On %(day)s, %(shown)s person was registered in %(governorate)s.",
            "On %(day)s, %(shown)s people were registered in %(governorate)s.",
            registered["value"],
        )
        % {
            "day": day(of["known_until"]),
            "shown": number(registered["value"]),
            "governorate": bilingual(of["governorate"]),
        }
    ]
    if registered["share"] is not None:
        told.append(
            _("That is %(share)s of the population, which CAPMAS estimates at %(population)s (%(year)s).")
            % {
                "share": percent(registered["share"], 2),
                "population": number(population["value"]),
                "year": population["as_of"][:4],
            }
        )
    if registered["before"] is not None:
        told.append(grown(registered["value"] - registered["before"]))
    return told


def grown(more: int) -> str:
    if not more:
        return _("That is as many as before the period.")
    said = {"shown": number(abs(more))}
    if more > 0:
        return (
            ngettext(
                "That is %(shown)s person more than before the period.",
                "That is %(shown)s people more than before the period.",
                more,
            )
            % said
        )
    return (
        ngettext(
            "That is %(shown)s person fewer than before the period.",
            "That is %(shown)s people fewer than before the period.",
            -more,
        )
        % said
    )


def care(of: dict[str, Any]) -> list[str]:
    services = of["services"]
    told = [
        ngettext(
            "In the period, %(shown)s service was given.",
            "In the period, %(shown)s services were given.",
            services["value"],
        )
        % {"shown": number(services["value"])},
        moved(services["value"], services["before"], year=False),
        moved(services["value"], services["year_before"], year=True),
    ]
    most = [kind for kind in services["by_kind"][:MOST_FREQUENT] if kind["value"] > 0]
    if len(most) == MOST_FREQUENT:
        named = [f"{bilingual(kind)} ({number(kind['value'])})" for kind in most]
        told.append(
            _("The most frequent were: %(first)s, %(second)s and %(third)s.")
            % dict(zip(("first", "second", "third"), named, strict=True))
        )
    return told


def moved(now: int, before: int | None, *, year: bool) -> str:
    """How services moved; "" where nothing was counted before."""
    if not before:
        return ""
    said = {"share": percent(abs(now - before) / before, 1), "before": number(before)}
    if now == before:
        return (
            _("That is as many as a year earlier.") if year else _("That is as many as in the months before.")
        )
    if year:
        more, fewer = (
            _("That is %(share)s more than in the same months a year earlier (%(before)s)."),
            _("That is %(share)s fewer than in the same months a year earlier (%(before)s)."),
        )
    else:
        more, fewer = (
            _("That is %(share)s more than in the months before (%(before)s)."),
            _("That is %(share)s fewer than in the months before (%(before)s)."),
        )
    return (more if now > before else fewer) % said


def reach(of: dict[str, Any]) -> list[str]:
    examined, homes = of["examined"], of["homes"]
    told = [
        ngettext(
            "%(shown)s person has had the comprehensive examination so far.",
            "%(shown)s people have had the comprehensive examination so far.",
            examined["people"],
        )
        % {"shown": number(examined["people"])}
    ]
    if examined["share"] is not None:
        told.append(
            _("That is %(share)s of the registered people.") % {"share": percent(examined["share"], 1)}
        )
    if homes["share"] is not None:
        told.append(
            _(
                "Of the services to registered people, %(share)s were given in the governorate in which they are registered."
            )
            % {"share": percent(homes["share"], 1)}
        )
    return told


def places(of: dict[str, Any]) -> list[str]:
    facilities, beds = of["facilities"], of["facilities"]["beds"]
    told = [
        ngettext(
            "%(shown)s facility is open, as far as the directory knows.",
            "%(shown)s facilities are open, as far as the directory knows.",
            facilities["total"],
        )
        % {"shown": number(facilities["total"])}
    ]
    if beds["number"] is not None:
        told.append(
            ngettext(
                "%(shown)s bed is known of.",
                "%(shown)s beds are known of.",
                beds["number"],
            )
            % {"shown": number(beds["number"])}
        )
    return told
