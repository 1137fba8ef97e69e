"""A file of staff: each row gives a post to an account, or invites someone who has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.staff.actions import give_post, invite
from facilities.staff.authority import Authority
from facilities.staff.models import Invitation, Post, Role
from uhis_portal.accounts.models import Account
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.arabic import comparable
from uhis_portal.calendar import cairo_today
from uhis_portal.files.cells import Cells
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.importing import Effect, Importer, Outcome, Row, Run, WrongCells, each_row
from uhis_portal.reach import Reach
from uhis_portal.readings import on_one_line

INVITED_OTHERWISE = _(
    "This person was invited to this post already, with other days or another number. Withdraw that invitation first;"
    " if it was accepted, write the user name."
)


class StaffImporter(Importer):
    """Whoever gives posts may import those they give. The same file again changes nothing.

    A link is known only when it is made: it goes to the mobile number of its row. Who has none is invited all the same,
    and gets the link on the page of the invitation, where a new one can be made.
    """

    title = _("Staff")
    note = _(
        "With a user name, the post is given to that account. Without one, the person is invited: the link goes to the "
        "mobile number, or, where there is none, is made on the invitation's page."
    )
    columns = (
        Column("name_ar", ar="الاسم بالعربية", en="Name in Arabic", example="منى سعيد",
               hint=_("In Arabic letters; needed where there is no user name.")),
        Column("name_en", ar="الاسم بالإنجليزية", en="Name in English", example="Mona Said",
               hint=_("In English letters; needed where there is no user name.")),
        Column("role", ar="الدور", en="Role", also=("الوظيفة",), required=True, example="clerk",
               hint=_("The name or code of the role, as far as it is yours to give.")),
        Column("facility", ar="رمز المنشأة", en="Facility code", also=("كود المنشأة",), kind=Kind.CODE, example="LX-H2",
               hint=_("For clerks and managers.")),
        Column("governorate", ar="رمز المحافظة", en="Governorate code", kind=Kind.CODE,
               hint=_("For governorate administrators, such as EG-LX.")),
        Column("since", ar="أول يوم", en="First day", required=True, kind=Kind.DAY, example="2026-12-01"),
        Column("until", ar="تنتهي في", en="Ends on", kind=Kind.DAY,
               hint=_("The first day without the post. Leave it empty when no end is planned.")),
        Column("mobile", ar="رقم المحمول", en="Mobile number", kind=Kind.CODE, example="01000000123",
               hint=_("The link of the invitation is sent there.")),
        Column("username", ar="اسم المستخدم", en="User name", kind=Kind.CODE,
               hint=_("Of someone who signs in here already; then no name is needed.")),
    )  # fmt: skip
    chunk_size = 100

    @classmethod
    def may_import(cls, account: Account, reach: Reach) -> bool:
        return bool(Authority.of(account, cairo_today()).roles)

    def identity(self, row: Row) -> str | None:
        person = row["username"] or f"{comparable(row['name_ar'])} {comparable(row['name_en'])}"
        area = f"{row['facility']} {row['governorate']}".upper()
        return f"{person}|{comparable(row['role'])}|{area}"

    def take(self, rows: Sequence[Row], run: Run) -> Iterable[Outcome]:
        return each_row(rows, lambda row: self.one(row, run))

    def one(self, row: Row, run: Run) -> Effect:
        """Give the post or make the invitation of a row, unless it was given or made before."""
        given = read(row)
        try:
            if row["username"]:
                return self.give(row["username"], given, run)
            return self.invite(row, given, run)
        except PermissionDenied as refusal:
            raise ValidationError(
                {"role": ValidationError(str(refusal), code="not_yours_to_give")}
            ) from refusal

    def give(self, username: str, given: dict[str, Any], run: Run) -> Effect:
        same = Post.objects.filter(account__username=username, since=given["since"], **area_of(given))
        if same.filter(Q(until=given["until"]) | Q(ended_by__isnull=False)).exists():
            return Effect.UNCHANGED
        give_post(by=run.by, username=username, today=run.today, now=run.now, **given)
        return Effect.NEW

    def invite(self, row: Row, given: dict[str, Any], run: Run) -> Effect:
        known = Invitation.objects.filter(
            Q(accepted_at__isnull=False) | Q(expires_at__gt=run.now),
            name_ar=on_one_line(row["name_ar"]),
            name_en=on_one_line(row["name_en"]),
            withdrawn_at__isnull=True,
            **area_of(given),
        )
        if known:
            if not any(says_the_same(invitation, row, given) for invitation in known):
                raise ValidationError(INVITED_OTHERWISE, code="invited")
            return Effect.UNCHANGED
        invite(
            by=run.by,
            name_ar=row["name_ar"],
            name_en=row["name_en"],
            mobile=row["mobile"],
            portal=settings.PORTAL_ADDRESS,
            today=run.today,
            now=run.now,
            **given,
        )
        return Effect.NEW


def read(row: Row) -> dict[str, Any]:
    """What a row says of the post; WrongCells for a role or a day that cannot be read."""
    cells = Cells(row)
    given = {
        "role": cells.choice("role", Role) or "",
        "facility": cells.code("facility") or "",
        "governorate": cells.code("governorate") or "",
        "since": cells.day("since"),
        "until": cells.day("until"),
    }
    if cells.faults:
        raise WrongCells(cells.faults)
    return given


def says_the_same(invitation: Invitation, row: Row, given: dict[str, Any]) -> bool:
    """Whether the row is that of this invitation; the number of one that was accepted is not kept."""
    if (invitation.since, invitation.until) != (given["since"], given["until"]):
        return False
    if invitation.accepted_at is not None:
        return True
    return (invitation.mobile or "") == (mobile_number(row["mobile"]) if row["mobile"] else "")


def area_of(given: dict[str, Any]) -> dict[str, Any]:
    """What finds posts or invitations of the same role and area."""
    if given["facility"]:
        return {"role": given["role"], "facility": given["facility"]}
    return {"role": given["role"], "facility": None, "governorate": given["governorate"] or None}
