"""What a report tells: the numbers of a governorate and a period, beside those before and a year earlier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Choices

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Accreditation, Facility
from registry.people.models import Sex
from services.statistics.reading.care import Care
from services.statistics.reading.numbers import EXAMINATION, Numbers, ratio
from services.statistics.reading.parts import Part
from services.statistics.reading.periods import Period, months_after
from services.statistics.serializers import AGE_NAMES, parts, units
from uhis_portal.api.serializers import in_both_languages


def contents(of: Numbers, today: date) -> dict[str, Any]:
    """What `ReportNumbers` represents. None where nothing is known, or where nothing was counted yet.

    The services of a running period are compared with nothing.
    """
    is_over = of.period.end < today
    return {
        "governorate": {"code": of.area.code, "name": of.area.name},
        "period": of.period,
        "period_before": of.period.before(),
        "period_year_before": of.period.year_before(),
        "known_until": of.today,
        "is_over": is_over,
        "as_of": of.as_of,
        "population": of.area.governorate,
        "registered": registered(of),
        "services": services(of, is_over=is_over),
        "examined": {
            "code": EXAMINATION,
            "people": of.examined,
            "in_year": of.reached.in_year.get(EXAMINATION, 0) if of.reached else 0,
            "share": ratio(of.examined or 0, of.registered.total),
        },
        "homes": homes(of),
        "entries": of.writing,
        "facilities": facilities(of),
        "districts": districts(of),
        "reported": [reported for reported in of.reported if not reported.figure.facility],
    }


def registered(of: Numbers) -> dict[str, Any]:
    ends = of.registered.by_month
    return {
        "value": of.registered.total,
        "before": ends.get(months_after(of.period.first, -1)),
        "year_before": ends.get(months_after(of.period.last, -12)),
        "share": of.share,
        "by_sex": parts(Sex, of.registered.by_sex),
        "by_age": [
            {"code": str(age), "name": in_both_languages(AGE_NAMES[age]), "value": number}
            for age, number in of.registered.by_age.items()
        ],
    }


def services(of: Numbers, *, is_over: bool) -> dict[str, Any]:
    given = of.care
    begun = min((group.month for group in given.groups), default=None)

    def counted(period: Period) -> Period | None:
        return period if begun is not None and period.last >= begun and is_over else None

    before, year_before = counted(of.period.before()), counted(of.period.year_before())

    def compared(choices: type[Choices], sums: Callable[[Period], Mapping[str, int]]) -> list[dict[str, Any]]:
        columns = {
            "value": sums(of.period),
            "before": sums(before) if before else None,
            "year_before": sums(year_before) if year_before else None,
        }
        return [
            {"code": choice.value, "name": in_both_languages(choice.label)}
            | {name: None if by is None else by.get(choice.value, 0) for name, by in columns.items()}
            for choice in choices
            if any(by and by.get(choice.value) for by in columns.values())
        ]

    return {
        "value": given.total(of.period),
        "before": given.total(before) if before else None,
        "year_before": given.total(year_before) if year_before else None,
        "total": given.total(),
        "per_person": of.services_per_person,
        "by_level": compared(ServiceType.Level, given.by_level),
        "by_category": compared(ServiceType.Category, given.by_category),
        "by_kind": kinds(of, given, before=before is not None, year_before=year_before is not None),
    }


def kinds(of: Numbers, given: Care, *, before: bool, year_before: bool) -> list[dict[str, Any]]:
    """The kinds given in one of the periods, the most frequent first."""
    return [
        {
            "code": kind.code,
            "name": {"ar": of.kinds[kind.code].name_ar, "en": of.kinds[kind.code].name_en},
            "value": kind.in_period,
            "before": kind.before if before else None,
            "year_before": kind.year_before if year_before else None,
        }
        for kind in given.kinds
        if kind.in_period or kind.before or kind.year_before
    ]


def homes(of: Numbers) -> dict[str, Any]:
    at_home, away = of.care.at_home
    return {"at_home": at_home, "away": away, "share": of.home_share}


def facilities(of: Numbers) -> dict[str, Any]:
    known = of.places
    return {
        "total": known.total,
        "by_kind": parts(Facility.Kind, known.by_kind),
        "by_accreditation": parts(Accreditation.State, known.by_state),
        "accreditation_not_known": known.state_not_known,
        "units": units(of),
        "beds": {
            "number": known.beds,
            "known_of": len(known.with_beds),
            "hospital_services_per_bed": of.hospital_services_per_bed,
        },
    }


def districts(of: Numbers) -> list[dict[str, Any]]:
    """By district; what was counted where no district is known comes last, without a code."""
    listed = [district(part) for part in of.districts if part.area.code]
    totals = {
        "registered": of.registered.total,
        "value": of.care.total(of.period),
        "before": of.care.total(of.period.before()),
        "facilities": of.places.total,
    }
    rest = {name: total - sum(one[name] for one in listed) for name, total in totals.items()}
    return [*listed, {"code": "", "name": None, **rest}] if any(rest.values()) else listed


def district(part: Part) -> dict[str, Any]:
    return {
        "code": part.area.code,
        "name": part.area.name,
        "registered": part.registered,
        "value": part.in_period,
        "before": part.before,
        "facilities": part.facilities,
    }
