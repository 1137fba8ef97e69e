"""Make the first national administrator of an installation."""

import getpass
import os
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from facilities.staff.actions import give_post
from facilities.staff.models import Role
from uhis_portal.accounts.actions import make_staff_account
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach


class Command(BaseCommand):
    help = "Make a national administrator. The password is asked for, or read from ADMINISTRATOR_PASSWORD."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")
        parser.add_argument("--name-ar", required=True)
        parser.add_argument("--name-en", required=True)

    def handle(self, *, username: str, name_ar: str, name_en: str, **options: Any) -> None:
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or getpass.getpass(
            "Password (12 characters or more): "
        )
        try:
            with transaction.atomic(), system_reach():
                system = Account.system()
                account = make_staff_account(
                    by=system, username=username, password=password, name_ar=name_ar, name_en=name_en
                )
                give_post(by=system, account=account, role=Role.NATIONAL_ADMINISTRATOR, since=cairo_today())
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        self.stdout.write(f"{username} can sign in now.")
