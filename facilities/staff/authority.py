"""Who may give and end which post. Pages, endpoints and files of staff ask here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from facilities.staff.models import AT_A_FACILITY, Post, Role
from uhis_portal.accounts.models import Account

# By whom a role is given, besides national administrators, who give all of them.
BY_A_MANAGER = frozenset({Role.CLERK})
BY_A_GOVERNORATE = frozenset({Role.CLERK, Role.FACILITY_MANAGER})


@dataclass(frozen=True)
class Appointment:
    """A role, where, and from when to when; `until` is the first day without it."""

    role: Role
    facility: Facility | None
    governorate: Governorate | None
    since: date
    until: date | None


@dataclass(frozen=True)
class Authority:
    """The areas over whose staff someone decides: as manager of facilities, as administrator of governorates, of all."""

    everything: bool = False
    governorates: frozenset[str] = field(default_factory=frozenset)
    facilities: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, account: Account, today: date) -> Authority:
        """What the posts held today give, read anew; a closed account decides nothing, the system itself over all."""
        if account.kind == Account.Kind.SYSTEM:
            return cls(everything=True)
        decides = account.kind == Account.Kind.STAFF and account.is_active
        return cls.by(list(account.posts.held_on(today)) if decides else [])

    @classmethod
    def by(cls, posts: list[Post]) -> Authority:
        """What these posts give together."""
        areas = {
            role: frozenset(
                filter(None, (p.facility_id or p.governorate_id for p in posts if p.role == role))
            )
            for role in Role
        }
        return cls(
            everything=any(post.role == Role.NATIONAL_ADMINISTRATOR for post in posts),
            governorates=areas[Role.GOVERNORATE_ADMINISTRATOR],
            facilities=areas[Role.FACILITY_MANAGER],
        )

    @property
    def roles(self) -> list[Role]:
        """The roles that may be given somewhere, in the order of Role."""
        given: frozenset[Role] = frozenset(Role) if self.everything else frozenset()
        if self.governorates:
            given |= BY_A_GOVERNORATE
        if self.facilities:
            given |= BY_A_MANAGER
        return [role for role in Role if role in given]

    def covers(self, role: str, facility: Facility | None) -> bool:
        """Whether posts of `role` at `facility` (None: without one) are given and ended with this authority."""
        if self.everything:
            return True
        if facility is None:
            return False
        own_governorate = facility.governorate_id in self.governorates
        return (role in BY_A_GOVERNORATE and own_governorate) or (
            role in BY_A_MANAGER and facility.pk in self.facilities
        )

    def refuse_giving(self, wish: Appointment) -> None:
        """PermissionDenied for a role that is not for them to give, ValidationError at `facility` for one elsewhere."""
        if wish.role not in self.roles:
            raise PermissionDenied(_("It is not for you to give this post."))
        if not self.covers(wish.role, wish.facility):
            raise ValidationError(
                {
                    "facility": ValidationError(
                        _("You give this post at the facilities of your own area only."), code="elsewhere"
                    )
                }
            )

    def refuse_ending(self, post: Post) -> None:
        """PermissionDenied when a post is not for them to end: who gives a post may end it."""
        if not self.covers(post.role, post.facility):
            raise PermissionDenied(_("It is not for you to end this post."))


def needs_facility(role: str) -> bool:
    return role in AT_A_FACILITY
