"""Posts: who works where, in which role, from when to when."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from uhis_portal.audit.history import tracked
from uhis_portal.database.periods import Period


class Role(models.TextChoices):
    CLERK = "clerk", _("registration and records clerk")
    GOVERNORATE_ADMINISTRATOR = "governorate_administrator", _("governorate administrator")
    NATIONAL_ADMINISTRATOR = "national_administrator", _("national administrator")


class PostQuerySet(models.QuerySet["Post"]):
    def held_on(self, day: date) -> PostQuerySet:
        """Posts in force on `day`; the day named in `until` is the first without it."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


@tracked()
class Post(models.Model):
    """One role of one member of staff: a clerk at a facility, an administrator of a governorate or of the whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=26, choices=Role.choices)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="posts")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, null=True, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_post_has_the_area_of_its_role",
                condition=Q(role="clerk", facility__isnull=False, governorate__isnull=True)
                | Q(role="governorate_administrator", facility__isnull=True, governorate__isnull=False)
                | Q(role="national_administrator", facility__isnull=True, governorate__isnull=True),
            ),
            models.CheckConstraint(
                name="a_post_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
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
        ]
