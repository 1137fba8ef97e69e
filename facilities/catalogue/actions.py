"""Changing the catalogue: a kind of service is added, becomes something else from a day on, or is withdrawn.

Each keeps the kind's row in step with its versions; the clock does so when a version that was planned begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from facilities.catalogue.models import KindVersion, ServiceType
from facilities.catalogue.readings import (
    READERS,
    read_attributes,
    read_code,
    read_day_of_change,
    read_first_day,
    read_initiative,
    read_source,
    taken,
)
from facilities.catalogue.rights import may_keep_catalogue
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.display import day as written_day
from uhis_portal.reach import Reach
from uhis_portal.readings import Faults
from uhis_portal.refusals import Conflict, Stale

IN_STEP = (*KindVersion.ATTRIBUTES, "comparable")


def add_kind(
    *,
    by: Account,
    reach: Reach,
    code: str,
    since: date | None,
    source: str,
    today: date,
    initiative: str = "",
    **attributes: str,
) -> ServiceType:
    """Add a kind of service that is given from `since` on, under a code that was never given before.

    PermissionDenied for who does not keep the catalogue; ValidationError at the names of the arguments.
    """
    refuse_others(reach)
    faults = Faults()
    code = faults.read("code", read_code, code)
    first = faults.read("since", read_first_day, since, today)
    decided = faults.read("source", read_source, source)
    belongs_to = faults.read("initiative", read_initiative, initiative)
    read = read_attributes(faults, {name: attributes.get(name, "") for name in READERS})
    faults.refuse()
    kind = ServiceType(pk=code, initiative=belongs_to)
    version = KindVersion(service_type=kind, since=first, source=decided, **read)
    kind.become(version)
    with transaction.atomic():
        try:
            with transaction.atomic():
                kind.save(force_insert=True)
        except IntegrityError as fault:  # someone else gave the code in this very moment
            raise ValidationError({"code": taken()}) from fault
        version.save(force_insert=True)
        note(by=by, action="catalogue.add", subject=kind, details={"since": str(first), "source": decided})
    return kind


def revise_kind(
    *,
    by: Account,
    reach: Reach,
    code: str,
    since: date | None,
    source: str,
    version: int,
    today: date,
    **attributes: str,
) -> KindVersion:
    """Make a kind of service something else from `since` on; attributes that are not given stay as they are that day.

    What holds on `since` ends there, and what follows takes its place; one that begins on that very day is corrected. A
    kind that is withdrawn by then is given again. PermissionDenied for who does not keep the catalogue;
    ServiceType.DoesNotExist; Stale (412) when `version` is not the present one; ValidationError at the names of the
    arguments, and at the whole when nothing would differ.
    """
    refuse_others(reach)
    with transaction.atomic():
        kind = held(code, version)
        faults = Faults()
        first = faults.read("since", read_day_of_change, since, today)
        decided = faults.read("source", read_source, source)
        read = read_attributes(faults, attributes)
        faults.refuse()
        versions = versions_of(kind)
        running = next((one for one in versions if one.holds_on(first)), None)
        before = shown_on(versions, first).attributes
        after = {**before, **read}
        if running is not None and after == running.attributes:
            raise ValidationError(_("Nothing differs from what holds on that day."), code="same")
        if running is not None and running.since == first:
            begun = running
        else:
            later = [one.since for one in versions if one.since is not None and one.since > first]
            begun = KindVersion(service_type=kind, since=first, until=min(later, default=None))
            if running is not None:
                begun.until, begun.until_source = running.until, running.until_source
                running.until, running.until_source = first, ""
                running.save()
        for name, value in after.items():
            setattr(begun, name, value)
        begun.source = decided
        begun.save()
        keep(kind, today)
        note(
            by=by,
            action="catalogue.revise",
            subject=kind,
            details={
                "since": str(first),
                "source": decided,
                "changed": [name for name in after if after[name] != before[name]],
            },
        )
    return begun


def withdraw_kind(
    *, by: Account, reach: Reach, code: str, until: date | None, source: str, version: int, today: date
) -> ServiceType:
    """Give a kind of service no longer from `until` on, the first day without it; versions planned after that are dropped.

    What was given before stays readable. Raises as `revise_kind` does; ValidationError at `until` when the kind would
    never have been given, Conflict when it is withdrawn by then.
    """
    refuse_others(reach)
    with transaction.atomic():
        kind = held(code, version)
        faults = Faults()
        end = faults.read("until", read_day_of_change, until, today)
        decided = faults.read("source", read_source, source)
        faults.refuse()
        versions = versions_of(kind)
        dropped = [one for one in versions if one.since is not None and one.since >= end]
        earlier = versions[: len(versions) - len(dropped)]
        if not earlier:
            begins = written_day(dropped[0].since)
            sentence = _("It begins on %(day)s only. Enter a later day.") % {"day": begins}
            raise ValidationError({"until": ValidationError(sentence, code="before_since")})
        last = earlier[-1]
        if not dropped and last.until is not None and last.until <= end:
            raise Conflict(_("This kind of service is withdrawn by then already."), code="withdrawn")
        for one in dropped:
            one.delete()
        if last.until is None or last.until >= end:
            last.until, last.until_source = end, decided
            last.save()
        keep(kind, today)
        note(
            by=by,
            action="catalogue.withdraw",
            subject=kind,
            details={"until": str(end), "source": decided, "dropped": [str(one.since) for one in dropped]},
        )
    return kind


def take_effect(*, today: date) -> int:
    """Kinds of which another version is in force today become what it says; how many. Repeating it changes nothing."""
    behind = [
        version.service_type_id
        for version in KindVersion.objects.in_force_on(today).select_related("service_type")
        if version.attributes != version.service_type.attributes
    ]
    for code in sorted(behind):
        with transaction.atomic():
            kind = ServiceType.objects.select_for_update(no_key=True).get(pk=code)
            kind.become(shown_on(versions_of(kind), today))
            kind.save(update_fields=IN_STEP)
    return len(behind)


def held(code: str, version: int) -> ServiceType:
    """The kind, locked until the transaction ends; ServiceType.DoesNotExist, Stale."""
    kind = ServiceType.objects.select_for_update(no_key=True).get(pk=code)
    if kind.version != version:
        raise Stale(_("This has changed since you opened it. Look at it again."), code="stale")
    return kind


def versions_of(kind: ServiceType) -> list[KindVersion]:
    """The versions of a kind, the earliest first."""
    return list(kind.versions.order_by(F("since").asc(nulls_first=True)))


def shown_on(versions: Sequence[KindVersion], day: date) -> KindVersion:
    """Of a kind's versions, the earliest first, the one in force on `day`, else the last before it, else the first."""
    begun = [version for version in versions if version.since is None or version.since <= day]
    return begun[-1] if begun else versions[0]


def keep(kind: ServiceType, today: date) -> None:
    """Save the kind as its next version number, being what its versions say of today."""
    kind.become(shown_on(versions_of(kind), today))
    kind.version += 1
    kind.save(update_fields=[*IN_STEP, "version"])


def refuse_others(reach: Reach) -> None:
    if not may_keep_catalogue(reach):
        raise PermissionDenied(_("The catalogue is kept by the national administration."))
