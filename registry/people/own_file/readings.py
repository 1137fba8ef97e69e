"""Who opened a family's file: members of staff, from the audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from registry.people.models import Household
from uhis_portal.accounts.titles import titles_of
from uhis_portal.api.serializers import in_both_languages
from uhis_portal.audit.models import Event
from uhis_portal.calendar import CAIRO, day_bounds

# What staff do that shows them a family or one of its people, and how the family reads it.
OPENED = {
    "people.look_up": _("looked up by the national ID number"),
    "people.look_up_many": _("looked up together with others, from a list on paper"),
    "people.read_household": _("opened the family file"),
    "people.read_beneficiary": _("opened the file of one person"),
    "people.read_lifeevent": _("opened a reported change"),
    "records.open_at_desk": _("opened at the desk for a visit"),
    "records.identify": _("said that an earlier visit was this person's"),
    "records.read_services": _("read what was given at the own facility"),
    "records.read_services_everywhere": _("read what was given at all facilities"),
}


def readings_of(household: Household) -> QuerySet[Event]:
    """Events of reading, the latest first. Someone who left is asked for only while a member. Needs the system's reach."""
    about = Q(subject_id=str(household.pk))
    for event in household.events.values_list("pk", flat=True):
        about |= Q(subject_id=str(event))
    memberships = list(household.memberships.all())
    together = Event.objects.looked_up_with_many([one.beneficiary_id for one in memberships])
    for membership in memberships:
        person = membership.beneficiary_id
        during = Q(subject_id=str(person)) | Q(pk__in=together.get(person, ()))
        during &= Q(at__gte=day_bounds(membership.since)[0])
        if membership.until is not None:
            during &= Q(at__lt=day_bounds(membership.until)[0])
        about |= during
    return Event.objects.filter(about, action__in=OPENED).order_by("-at", "-pk")


def described(events: Sequence[Event], household: Household) -> list[dict[str, Any]]:
    """Events as the family reads them: when, what, who, about whom, why. At most three queries.

    Of many people who were looked up at once a family reads its own.
    """
    names = {str(one.beneficiary_id): one.beneficiary.full_name for one in household.memberships.all()}
    asked = {(event.account_id, event.at.astimezone(CAIRO).date()) for event in events if event.account_id}
    titles = titles_of(asked)
    places = facilities_of(event.facility for event in events)
    return [
        {
            "at": event.at,
            "what": {"code": event.action, "name": in_both_languages(OPENED[event.action])},
            "who": titles.get((event.account_id, event.at.astimezone(CAIRO).date()))
            if event.account_id
            else None,
            "facility": places.get(event.facility),
            "about": names.get(event.subject_id)
            or gettext(", ").join(names[one] for one in event.details.get("beneficiary", ()) if one in names)
            or None,
            "reason": event.reason,
        }
        for event in events
    ]


def facilities_of(codes: Iterable[str]) -> dict[str, Facility]:
    return {one.pk: one for one in Facility.objects.filter(pk__in={code for code in codes if code})}


def own_household(households: Iterable[UUID], pk: UUID) -> QuerySet[Household]:
    """The family `pk` with its people, if it is one of those that are held."""
    held = [one for one in households if one == pk]
    return Household.objects.filter(pk__in=held).with_members()
