"""Make a national administrator: the first of an installation, or one more when nobody else can."""

import getpass
import os
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from facilities.staff.actions import give_post
from facilities.staff.models import Post, Role
from uhis_portal.accounts.actions import make_staff_account
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import system_reach


class Command(BaseCommand):
    help = (
        "Make the first national administrator. The password is asked for, or read from ADMINISTRATOR_PASSWORD."
        " Where there is one, others are invited on the portal's staff pages; --another makes one here all the same."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")
        parser.add_argument("--name-ar", required=True)
        parser.add_argument("--name-en", required=True)
        parser.add_argument(
            "--another", action="store_true", help="although there is an administrator already"
        )

    def handle(self, *, username: str, name_ar: str, name_en: str, another: bool, **options: Any) -> None:
        today = cairo_today()
        if not another:
            refuse_a_second(today)
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or getpass.getpass(
            "Password (12 characters or more): "
        )
        try:
            with transaction.atomic(), system_reach():
                system = Account.objects.select_for_update(no_key=True).get(pk=Account.system().pk)
                if not another:
                    refuse_a_second(today)  # anyone who ran this command meanwhile was waited for
                make_staff_account(
                    by=system, username=username, password=password, name_ar=name_ar, name_en=name_en
                )
                give_post(
                    by=system,
                    username=username,
                    role=Role.NATIONAL_ADMINISTRATOR,
                    since=today,
                    today=today,
                    now=cairo_now(),
                )
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        self.stdout.write(f"{username} can sign in now.")


def refuse_a_second(today: date) -> None:
    """CommandError where someone is national administrator already."""
    held = Post.objects.held_on(today).filter(role=Role.NATIONAL_ADMINISTRATOR, account__is_active=True)
    first = held.select_related("account").order_by("since").first()
    if first is not None:
        raise CommandError(
            f"There is a national administrator already: {first.account.username}, who can invite others on the"
            " portal's staff pages. If nobody can sign in as one any more, run this again with --another."
        )
