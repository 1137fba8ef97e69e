"""Giving posts."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from facilities.staff.models import Post, Role
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note


def give_post(
    *,
    by: Account,
    account: Account,
    role: Role,
    since: date,
    facility: Facility | None = None,
    governorate: Governorate | None = None,
) -> Post:
    """Give `account` a role from `since` on; raises ValidationError when role and area do not belong together."""
    post = Post(account=account, role=role, facility=facility, governorate=governorate, since=since)
    with transaction.atomic():
        post.clean_fields(exclude=["facility", "governorate", "until"])
        post.validate_constraints()
        post.save()
        note(by=by, action="staff.give_post", subject=post, details={"role": role})
    return post
