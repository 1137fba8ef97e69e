"""Adults whom somebody else's application names: told by a message, and able to say that they do not belong there.

Whoever disputes learns that an application names them, as what, and since when: nobody else in it. A message goes only
to the number of a family file whose head they are today: any other number might be read by somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.applications.actions.deciding import hold_received
from registry.applications.actions.keeping import keep, refuse_other_version
from registry.applications.mending import read_reason
from registry.applications.models import Applicant, Application
from registry.people.actions import facility_of
from registry.people.ages import ADULT_YEARS
from registry.people.models import Household, Membership, Relation
from registry.people.national_id import parse
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.calendar import CAIRO
from uhis_portal.notices.actions import send as send_message
from uhis_portal.reach import system_reach
from uhis_portal.refusals import Conflict
from uhis_portal.sealed_fields import index_of

UNDECIDED = (Application.Status.RECEIVED, Application.Status.RETURNED)
LOOKED_BACK = timedelta(hours=2)  # over which a lost task is made up for
AT_ONCE = 200


@dataclass(frozen=True)
class Naming:
    """An application of somebody else that names the one who asks: as what, and since when."""

    id: UUID
    relation: str
    sent_at: datetime | None
    disputed: bool


def tell_named(*, now: datetime) -> int:
    """Tell those whom applications sent lately name, each once; returns how many were told."""
    grown_up = years_before(now.astimezone(CAIRO).date(), ADULT_YEARS)
    with system_reach():
        own_file = heads().filter(beneficiary__national_id_index=OuterRef("national_id_index"))
        named = (
            Applicant.objects.filter(
                application__status=Application.Status.RECEIVED,
                application__touched_at__gt=now - LOOKED_BACK,  # sent then, for the first time or mended
                told_at=None,
                birth_date__lte=grown_up,
            )
            .annotate(
                file=Subquery(
                    own_file.exclude(household__phone_index=OuterRef("application__phone_index")).values(
                        "household"
                    )[:1]
                )
            )
            .filter(file__isnull=False)
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("pk")[:AT_ONCE]
        )
        told = list(named)
        files = Household.objects.in_bulk([row.file for row in told])
        for row in told:
            family = files[row.file]
            with override(family.language):
                body = _("A family's application names you. Not right? Say so in your file or at a counter.")
                send_message(to=family.phone or "", body=body)
        Applicant.objects.filter(pk__in=[row.pk for row in told]).update(told_at=now)
    return len(told)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for a 29th that the year does not have."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def heads() -> QuerySet[Membership]:
    """The heads of the families of today whose file has a number."""
    return Membership.objects.filter(
        relation=Relation.HEAD,
        until=None,
        beneficiary__died_on=None,
        beneficiary__merged_into=None,
        beneficiary__national_id_index__isnull=False,
        household__closed_on=None,
        household__phone_index__isnull=False,
    )


def naming(account: Account) -> list[Naming]:
    """Undecided applications of others that name the head of a family whose file `account` holds with its own number."""
    with system_reach():
        found = naming_rows(account).select_related("application").order_by("application__sent_at", "pk")
        return [
            Naming(row.pk, row.relation, row.application.sent_at, row.disputed_at is not None)
            for row in found
        ]


def naming_rows(account: Account) -> QuerySet[Applicant]:
    """The rows behind `naming`; asked with everything in reach, since they belong to others."""
    own = heads().filter(
        household__phone_index=account.phone_index,
        household__holders__account=account,
        household__holders__ended_at=None,
    )
    return Applicant.objects.filter(
        national_id_index__in=own.values("beneficiary__national_id_index"), application__status__in=UNDECIDED
    ).exclude(application__account=account)


def dispute(*, by: Account, applicant_id: UUID, now: datetime) -> Applicant:
    """`by` says not to belong to an application that names them; until a reviewer settles it, it is not approved.

    Applicant.DoesNotExist when it does not name `by`; Conflict when it was decided meanwhile. Said twice, it is once.
    """
    with transaction.atomic():
        with system_reach():
            row = naming_rows(by).get(pk=applicant_id)
            dispute_row(row, now=now)
        note(by=by, action="applications.dispute", subject=row)
    return row


def dispute_at_counter(*, by: Account, national_id: str, card_seen: bool, now: datetime, today: date) -> None:
    """The person before the clerk, whose card the clerk holds, disputes every application that names them.

    The answer is the same whether there is one or not. Raises ValidationError at `national_id` and `card_seen`.
    """
    faults = {}
    try:
        number = parse(national_id, today=today)
    except ValidationError as fault:
        faults["national_id"] = fault
    if not card_seen:
        faults["card_seen"] = ValidationError(
            _("Look at the card of the person before you, then confirm it here."), code="required"
        )
    if faults:
        raise ValidationError(faults)
    index = index_of("national_id", number.digits)
    with transaction.atomic():
        with system_reach():
            rows = Applicant.objects.filter(
                national_id_index=index, application__status__in=UNDECIDED, disputed_at=None
            )
            found = list(rows.order_by("application_id"))
            for row in found:
                dispute_row(row, now=now)
        note(
            by=by,
            action="applications.dispute_at_counter",
            subject=by,
            facility=facility_of(by),
            details={"national_id_index": index.hex(), "applicant": [str(row.pk) for row in found]},
        )


def dispute_row(row: Applicant, *, now: datetime) -> None:
    """Mark the person as disputed, under the lock that an approval takes too."""
    application = Application.objects.select_for_update().get(pk=row.application_id)
    if application.status not in UNDECIDED:
        raise Conflict(_("This application was already decided."), code="decided")
    Applicant.objects.filter(pk=row.pk, disputed_at=None).update(disputed_at=now)


def settle_dispute(
    *, by: Account, application_id: UUID, applicant_id: UUID, reason: str, version: int | None = None
) -> Application:
    """A reviewer found that the person belongs to the family after all; `reason` says how, and is kept.

    One who does not belong there is taken out by the family: return the application, or refuse it. Raises as `approve`
    does, and at `reason`; Applicant.DoesNotExist when the application has no such person. Settled already, it stays.
    """
    with transaction.atomic():
        application, _decided = hold_received(by, application_id, "")
        row = application.applicants.get(pk=applicant_id)
        try:
            found = read_reason(reason)
        except ValidationError as fault:
            raise ValidationError({"reason": fault}) from fault
        if row.disputed_at is None:
            return application
        refuse_other_version(application, version)
        Applicant.objects.filter(pk=row.pk).update(disputed_at=None)
        keep(
            application,
            by=by,
            action="applications.settle_dispute",
            details={"applicant": str(row.pk), "reason": found},
        )
    return application


def carry_disputes(application: Application) -> None:
    """Who disputed being named, was taken out or overwritten and stands there again, is disputed until that is settled."""
    events = apps.get_model("applications", "ApplicantEvent").objects.filter(application=application)
    with system_reach():  # history is read by nobody in service
        if not events.filter(disputed_at__isnull=False).exists():
            return
        story = events.order_by("pgh_id").values_list("pgh_obj_id", "national_id_index", "disputed_at")
        for index, at in disputed_in(story).items():
            application.applicants.filter(national_id_index=index, disputed_at=None).update(disputed_at=at)


def disputed_in(story: Iterable[tuple[UUID, bytes | None, datetime | None]]) -> dict[bytes, datetime]:
    """Who is disputed, by index, after all that became of the rows; (row, index, disputed at) in order.

    Settled is what the very same person's row ceases to say: a row may also be overwritten with somebody else.
    """
    saying: dict[UUID, bytes | None] = {}  # whom each row says to be disputed
    disputed: dict[bytes, datetime] = {}
    for row, sealed, at in story:
        index = bytes(sealed) if sealed else None
        if index is not None and at is not None:
            disputed[index] = at
        elif index is not None and saying.get(row) == index:
            disputed.pop(index, None)
        saying[row] = index if at is not None else None
    return disputed
