"""When a session ends: what is asked of it and of its account at every request."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.cast import sign_in, with_phone
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client, clerk: Account) -> Client:
    sign_in(client, clerk)
    assert is_let_in(client)
    return client


def is_let_in(client: Client) -> bool:
    return client.get("/api/v1/service-records/").status_code == 200


def test_a_session_ends_at_its_hour(signed_in: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_let_in(signed_in)


def test_a_session_that_is_gone_lets_nobody_in(signed_in: Client) -> None:
    Session.objects.all().delete()
    assert not is_let_in(signed_in)


def test_an_account_that_was_shut_is_let_in_no_more(signed_in: Client, clerk: Account) -> None:
    Account.objects.filter(pk=clerk.pk).update(is_active=False)
    assert not is_let_in(signed_in)


def test_a_new_password_ends_the_sessions_of_the_old(signed_in: Client, clerk: Account) -> None:
    clerk.set_password("another long enough phrase")
    clerk.save()
    assert not is_let_in(signed_in)
    assert not Session.objects.exists()


def test_what_was_altered_in_the_table_is_no_session(signed_in: Client) -> None:
    kept = Session.objects.get()
    Session.objects.update(
        session_data=kept.session_data[:-1] + ("a" if kept.session_data[-1] != "a" else "b")
    )
    assert not is_let_in(signed_in)


def test_the_number_of_a_citizen_is_read_where_it_is_needed(client: Client) -> None:
    citizen = with_phone("01000000001")
    sign_in(client, citizen)
    client.get("/api/v1/session/")
    user = client.get("/en/").wsgi_request.user
    assert user.get_deferred_fields() == {"phone", "phone_index"}
    assert user.phone == "01000000001"
