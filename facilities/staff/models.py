"""Posts: who works where, in which role, from when to when. Invitations: who is asked to take one."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from uhis_portal.arabic import comparable
from uhis_portal.audit.history import tracked
from uhis_portal.database.periods import Period
from uhis_portal.sealed_fields import SealedField, index_of

if TYPE_CHECKING:
    from facilities.staff.authority import Authority

TOKEN_BYTES = 16  # 128 bits: cannot be guessed, and the link still fits into a message of two parts


class Role(models.TextChoices):
    CLERK = "clerk", _("registration and records clerk")
    FACILITY_MANAGER = "facility_manager", _("facility manager")
    GOVERNORATE_ADMINISTRATOR = "governorate_administrator", _("governorate administrator")
    NATIONAL_ADMINISTRATOR = "national_administrator", _("national administrator")


AT_A_FACILITY = (Role.CLERK, Role.FACILITY_MANAGER)

# What is shown of people and of areas; no more is read.
NAMES = ("username", "name_ar", "name_en")
AREA_SHOWN = (
    "facility__code", "facility__name_ar", "facility__name_en",
    "governorate__code", "governorate__name_ar", "governorate__name_en",
)  # fmt: skip
POST_SHOWN = (
    "role", "since", "until", "version", "given_at", "ended_at", *AREA_SHOWN,
    "facility__governorate__code", "facility__governorate__name_ar", "facility__governorate__name_en",
    *(f"{person}__{name}" for person in ("account", "given_by", "ended_by") for name in NAMES),
)  # fmt: skip
INVITATION_SHOWN = (
    "name_ar", "name_en", "role", "since", "until", "version", "mobile", "made_at", "expires_at", "accepted_at",
    "withdrawn_at", "post__since", *AREA_SHOWN,
    *(f"{person}__{name}" for person in ("made_by", "withdrawn_by") for name in NAMES),
)  # fmt: skip


def searchable(*names: str) -> str:
    """Names of a person and of a place as one text in which any spelling of them is found."""
    return " ".join(filter(None, map(comparable, names)))


def with_words(queryset: Any, text: str) -> Any:
    """Rows whose `comparable` holds every word of `text`, in any spelling."""
    for word in comparable(text).split():
        queryset = queryset.filter(comparable__contains=word)
    return queryset


def name_order(person: str) -> str:
    """The column by which people are listed: Arabic order comes from the comparable words."""
    return f"{person}name_en" if get_language() == "en" else "comparable"


class PostQuerySet(models.QuerySet["Post"]):
    def held_on(self, day: date) -> PostQuerySet:
        """Posts in force on `day`; the day named in `until` is the first without it."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))

    def in_state(self, state: str, day: date) -> PostQuerySet:
        """Posts that on `day` are in one of Post.State."""
        if state == Post.State.CURRENT:
            return self.held_on(day)
        cancelled = Q(until=F("since"))
        if state == Post.State.FUTURE:
            return self.filter(since__gt=day).exclude(cancelled)
        if state == Post.State.ENDED:
            return self.filter(until__lte=day).exclude(cancelled)
        return self.filter(cancelled)

    def in_area_of(self, authority: Authority) -> PostQuerySet:
        """Posts that a manager or an administrator may look at."""
        if authority.everything:
            return self
        return self.filter(
            Q(facility__in=authority.facilities)
            | Q(facility__governorate__in=authority.governorates)
            | Q(governorate__in=authority.governorates)
        )

    def matching(self, text: str) -> PostQuerySet:
        """Posts of people or at facilities named by every word of `text`."""
        return with_words(self, text)

    def whole(self) -> PostQuerySet:
        """With what is shown of a post."""
        related = ("account", "facility__governorate", "governorate", "given_by", "ended_by")
        return self.select_related(*related).only(*POST_SHOWN)

    def by_name(self) -> PostQuerySet:
        return self.order_by(name_order("account__"), "-since", "pk")


@tracked()
class Post(models.Model):
    """One role of one member of staff: at a facility, in a governorate, or for the whole.

    A post that ends on the day it begins was never held: it was cancelled.
    """

    class State(models.TextChoices):
        CURRENT = "current", pgettext_lazy("post", "held now")
        FUTURE = "future", pgettext_lazy("post", "not yet begun")
        ENDED = "ended", pgettext_lazy("post", "ended")
        CANCELLED = "cancelled", pgettext_lazy("post", "cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=26, choices=Role.choices)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="posts")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, null=True, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day without it")
    comparable = models.TextField(default="", help_text="names of the person and of the facility, to search")
    version = models.PositiveIntegerField(default=1)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, help_text="when its end was decided")

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_post_has_the_area_of_its_role",
                condition=Q(
                    role__in=("clerk", "facility_manager"), facility__isnull=False, governorate__isnull=True
                )
                | Q(role="governorate_administrator", facility__isnull=True, governorate__isnull=False)
                | Q(role="national_administrator", facility__isnull=True, governorate__isnull=True),
            ),
            models.CheckConstraint(
                name="a_post_does_not_end_before_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("A post cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="one_clerk_post_at_a_time",
                expressions=[
                    (F("account"), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                condition=Q(role="clerk"),
                violation_error_message=_("This clerk already has a post in that time."),
            ),
            ExclusionConstraint(
                name="one_post_of_a_role_and_area_at_a_time",
                expressions=[
                    (F("account"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (Coalesce(F("facility"), F("governorate"), Value("")), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                condition=~Q(role="clerk"),
                violation_error_code="same_post",
                violation_error_message=_("This person already has this very post in that time."),
            ),
        ]
        indexes = [
            GinIndex(fields=["comparable"], opclasses=["gin_trgm_ops"], name="posts_by_words"),
        ]

    def state(self, day: date) -> Post.State:
        """Where the post stands on `day`."""
        if self.until == self.since:
            return self.State.CANCELLED
        if self.until is not None and self.until <= day:
            return self.State.ENDED
        return self.State.FUTURE if self.since > day else self.State.CURRENT

    @property
    def place(self) -> Governorate | None:
        """The governorate in which the post is; None for the whole country."""
        return self.facility.governorate if self.facility else self.governorate


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def in_state(self, state: str, now: datetime) -> InvitationQuerySet:
        """Invitations that at `now` are in one of Invitation.State."""
        if state == Invitation.State.ACCEPTED:
            return self.filter(accepted_at__isnull=False)
        if state == Invitation.State.WITHDRAWN:
            return self.filter(withdrawn_at__isnull=False)
        undecided = self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
        if state == Invitation.State.WAITING:
            return undecided.filter(expires_at__gt=now)
        return undecided.filter(expires_at__lte=now)

    def in_area_of(self, authority: Authority) -> InvitationQuerySet:
        """Invitations that a manager or an administrator may look at."""
        if authority.everything:
            return self
        return self.filter(Q(facility__in=authority.facilities) | Q(governorate__in=authority.governorates))

    def with_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token_digest=digest_of(token))

    def matching(self, text: str) -> InvitationQuerySet:
        """Invitations of people or to facilities named by every word of `text`."""
        return with_words(self, text)

    def whole(self) -> InvitationQuerySet:
        """With what is shown of an invitation."""
        related = ("facility", "governorate", "made_by", "withdrawn_by", "post")
        return self.select_related(*related).only(*INVITATION_SHOWN)

    def latest_first(self) -> InvitationQuerySet:
        return self.order_by("-made_at", "pk")


def new_token() -> str:
    """What opens an invitation; it is shown once and kept nowhere."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> bytes:
    """The keyed digest by which an invitation is found."""
    return index_of("invitation", token)


@tracked(without=["mobile"])
class Invitation(models.Model):
    """Someone without an account is asked to take a post. Who has the link chooses user name and password.

    `governorate` is that of the facility for a post at one: whoever administers it sees the invitation.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("invitation", "waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")
        EXPIRED = "expired", pgettext_lazy("invitation", "expired")

    LIFETIME = timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    role = models.CharField(max_length=26, choices=Role.choices)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day without the post")
    comparable = models.TextField(help_text="names of the person and of the facility, to search")
    mobile = SealedField(null=True, help_text="kept until the invitation is answered")
    token_digest = models.BinaryField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    post = models.OneToOneField(Post, on_delete=models.PROTECT, null=True, related_name="invitation")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_invitation_has_the_area_of_its_role",
                condition=Q(
                    role__in=("clerk", "facility_manager"), facility__isnull=False, governorate__isnull=False
                )
                | Q(role="governorate_administrator", facility__isnull=True, governorate__isnull=False)
                | Q(role="national_administrator", facility__isnull=True, governorate__isnull=True),
            ),
            models.CheckConstraint(
                name="an_invitation_is_answered_once",
                condition=Q(accepted_at__isnull=True, post__isnull=True)
                | Q(accepted_at__isnull=False, post__isnull=False, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_withdrawn_invitation_says_by_whom",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["facility", "-made_at"], name="invitations_of_a_facility"),
            models.Index(fields=["governorate", "-made_at"], name="invitations_of_a_governorate"),
        ]

    def is_over(self, day: date) -> bool:
        """Whether the post would have ended by `day`."""
        return self.until is not None and self.until <= day

    def state(self, now: datetime) -> Invitation.State:
        """Where the invitation stands at `now`."""
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        return self.State.WAITING if now < self.expires_at else self.State.EXPIRED
