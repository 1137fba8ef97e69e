"""Adding, changing and withdrawing kinds of service in few words."""

from datetime import date, timedelta
from typing import Any

from facilities.catalogue import actions
from facilities.catalogue.models import KindVersion, ServiceType
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import SYSTEM

TODAY = cairo_today()
TOMORROW = TODAY + timedelta(days=1)
MONTH = TODAY + timedelta(days=30)
YEAR = TODAY + timedelta(days=365)
DECREE = "decree 12 of 2026"
NEW = {
    "code": "SEC-SLEEP",
    "name_ar": "دراسة النوم",
    "name_en": "Sleep study",
    "level": "secondary",
    "category": "diagnostic",
    "setting": "hospital",
    "copayment_class": "inpatient",
    "encounter_class": "AMB",
    "icd10_reason": "Z01.8",
    "loinc_document": "28570-0",
    "since": TODAY,
    "source": DECREE,
}


def add(by: Account, today: date = TODAY, **otherwise: Any) -> ServiceType:
    return actions.add_kind(by=by, reach=SYSTEM, today=today, **{**NEW, **otherwise})


def revise(
    by: Account, code: str = "PHC-LAB", since: date | None = TODAY, version: int | None = None, today: date = TODAY,
    source: str = DECREE, **attributes: str,
) -> KindVersion:  # fmt: skip
    seen = ServiceType.objects.get(pk=code).version if version is None else version
    return actions.revise_kind(
        by=by, reach=SYSTEM, code=code, since=since, source=source, version=seen, today=today, **attributes
    )


def withdraw(
    by: Account, code: str = "PHC-LAB", until: date | None = TODAY, version: int | None = None, today: date = TODAY,
    source: str = DECREE,
) -> ServiceType:  # fmt: skip
    seen = ServiceType.objects.get(pk=code).version if version is None else version
    return actions.withdraw_kind(
        by=by, reach=SYSTEM, code=code, until=until, source=source, version=seen, today=today
    )


def periods(code: str = "PHC-LAB") -> list[tuple[date | None, date | None, str]]:
    """From when to when a kind is what: (since, until, name in English)."""
    versions = actions.versions_of(ServiceType.objects.get(pk=code))
    return [(version.since, version.until, version.name_en) for version in versions]
