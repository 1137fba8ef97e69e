"""Giving, ending and inviting in few words."""

from datetime import date, timedelta
from typing import Any

from facilities.staff import actions
from facilities.staff.models import Invitation, Post
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, within

TODAY = cairo_today()
TOMORROW = TODAY + timedelta(days=1)
PASSWORD = "reed-canal-dawn-7"


def colleague(username: str = "colleague") -> Account:
    """A member of staff without a post."""
    return Account.objects.create(
        kind="staff", username=username, name_ar="سمير عادل", name_en="Samir Adel", password="!"
    )


def give(by: Account, account: Account, role: str, since: date = TODAY, **given: Any) -> Post:
    return actions.give_post(
        by=by, username=account.username or "", role=role, since=since, today=TODAY, now=cairo_now(), **given
    )


def end(by: Account, post: Post, until: date | None = TODAY, version: int | None = None) -> Post:
    seen = post.version if version is None else version
    return actions.end_post(by=by, post_id=post.pk, until=until, version=seen, today=TODAY, now=cairo_now())


def invite(by: Account, role: str = "clerk", since: date = TODAY, **given: Any) -> tuple[Invitation, str]:
    """An invitation made within the inviter's own reach, and its token."""
    names = {"name_ar": "منى سعيد", "name_en": "Mona Said"}
    with within(reach_of(by)):
        return actions.invite(
            by=by, role=role, since=since, portal="https://uhis.example/", today=TODAY, now=cairo_now(),
            **{**names, **given},
        )  # fmt: skip


def accept(token: str, username: str = "mona.said", **given: Any) -> Post:
    moment = {"today": TODAY, "now": cairo_now(), **given}
    return actions.accept_invitation(token=token, username=username, password=PASSWORD, **moment)


def codes(fault: Any) -> dict[str, str]:
    """The code of the first fault at each field; those of the whole stand at ""."""
    if not hasattr(fault, "error_dict"):
        return {"": fault.error_list[0].code}
    return {name.replace("__all__", ""): faults[0].code for name, faults in fault.error_dict.items()}
