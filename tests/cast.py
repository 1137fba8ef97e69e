"""The cast: the same few people in every test. One clerk belongs to another governorate and must see nothing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from facilities.directory.models import Facility, StatusPeriod
from facilities.geography.models import Governorate
from facilities.staff.models import Post, Role
from uhis_portal.accounts.models import Account
from uhis_portal.sealed_fields import index_of


def staff(username: str, role: Role, **area: Any) -> Account:
    """A member of staff with one post since 2020; no password, since tests sign in by the session."""
    account = Account.objects.create(
        kind="staff", username=username, name_ar="موظف", name_en=username, password="!"
    )
    Post.objects.create(account=account, role=role, since=date(2020, 1, 1), **area)
    return account


def with_phone(phone: str) -> Account:
    """A citizen's account of a made-up number."""
    return Account.objects.create(
        kind="citizen", phone=phone, phone_index=index_of("phone", phone), password="!"
    )


def sign_in(client: Client, account: Account) -> Client:
    """Begin a session of `account` in a test client."""
    client.force_login(account, backend="uhis_portal.accounts.backends.Accounts")
    return client


def english(name: str, *arguments: Any) -> str:
    """The address of a page in English, whatever language was spoken last."""
    with translation.override("en"):
        return reverse(name, args=arguments)


def has_status(facility: Facility, status: str, *, since: date) -> None:
    """From a day on `facility` has another status than open."""
    StatusPeriod.objects.filter(facility=facility).update(until=since)
    StatusPeriod.objects.create(facility=facility, status=status, since=since)


@pytest.fixture
def luxor_unit(db: None) -> Facility:
    """A family-medicine unit in Luxor, where both clerks of the cast work."""
    return (
        Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit", district__isnull=False)
        .order_by("code")
        .first()
    )


@pytest.fixture
def port_said_unit(db: None) -> Facility:
    """A family-medicine unit of another governorate."""
    return (
        Facility.objects.filter(governorate="EG-PTS", kind__in=Facility.FAMILY_MEDICINE)
        .order_by("code")
        .first()
    )


@pytest.fixture
def clerk(luxor_unit: Facility) -> Account:
    return staff("clerk", Role.CLERK, facility=luxor_unit)


@pytest.fixture
def other_clerk(luxor_unit: Facility) -> Account:
    return staff("other-clerk", Role.CLERK, facility=luxor_unit)


@pytest.fixture
def manager(luxor_unit: Facility) -> Account:
    return staff("manager", Role.FACILITY_MANAGER, facility=luxor_unit)


@pytest.fixture
def foreign_clerk(port_said_unit: Facility) -> Account:
    return staff("foreign-clerk", Role.CLERK, facility=port_said_unit)


@pytest.fixture
def governorate_admin(db: None) -> Account:
    return staff(
        "governorate-admin", Role.GOVERNORATE_ADMINISTRATOR, governorate=Governorate.objects.get(pk="EG-LX")
    )


@pytest.fixture
def national_admin(db: None) -> Account:
    return staff("national-admin", Role.NATIONAL_ADMINISTRATOR)


@pytest.fixture
def citizen(db: None) -> Account:
    return with_phone("01000000001")


@pytest.fixture
def other_citizen(db: None) -> Account:
    return with_phone("01000000002")
