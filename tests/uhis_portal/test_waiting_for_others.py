"""What is held by somebody else for too long is answered as busy, and nothing is saved or lost."""

from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connection
from django.test import Client

from facilities.directory.models import Facility
from registry.applications.models import Application
from tests.cast import sign_in
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def impatient() -> Iterator[None]:
    """The serving role waits for others for 50 ms, and not for ten seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    yield
    connection.close()


@pytest.fixture
def somebody_else(sent_application: Application) -> Iterator[psycopg2.extensions.connection]:
    """Holds the application that waits for review."""
    other = owner_connection(connection.settings_dict["NAME"])
    other.autocommit = False
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT FROM applications_application WHERE id = %s FOR UPDATE", [str(sent_application.pk)]
        )
    yield other
    other.close()


@pytest.mark.usefixtures("impatient", "somebody_else")
def test_a_page_says_that_the_portal_is_busy_and_shows_the_form_again(
    client: Client, clerk: Account, sent_application: Application
) -> None:
    sign_in(client, clerk)
    address = f"/en/desk/applications/{sent_application.pk}/refuse/"
    given = {"reason": "The address is not in Luxor.", "version": sent_application.version}
    for key in ({}, {"key": "one-try-of-this"}):
        answer = client.post(address, given | key)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "The portal is busy. Try again in a moment." in answer.content.decode()
        assert "The address is not in Luxor." in answer.content.decode()


@pytest.mark.usefixtures("impatient")
def test_the_same_try_succeeds_when_the_other_is_done(
    client: Client,
    clerk: Account,
    sent_application: Application,
    somebody_else: psycopg2.extensions.connection,
) -> None:
    sign_in(client, clerk)
    address = f"/en/desk/applications/{sent_application.pk}/approve/"
    given = {"version": sent_application.version, "key": "one-try-of-this"}
    assert client.post(address, given).status_code == 503
    somebody_else.rollback()
    assert client.post(address, given).status_code == 302
    with system_reach():
        sent_application.refresh_from_db()
    assert sent_application.status == "approved"


@pytest.mark.usefixtures("impatient", "somebody_else")
def test_an_endpoint_says_so_too(client: Client, clerk: Account, sent_application: Application) -> None:
    sign_in(client, clerk)
    answer = client.post(
        f"/api/v1/applications/{sent_application.pk}/approve/", {}, content_type="application/json"
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.usefixtures("impatient")
def test_a_page_that_cannot_even_be_drawn_says_busy_and_not_broken(
    client: Client, luxor_unit: Facility
) -> None:
    client.raise_request_exception = False
    other = owner_connection(connection.settings_dict["NAME"])
    other.autocommit = False
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE directory_facility IN ACCESS EXCLUSIVE MODE")
    try:
        answer = client.get(f"/en/facilities/{luxor_unit.pk}/")
    finally:
        other.close()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("address", ["/en/desk/", "/api/v1/service-records/"])
def test_a_database_that_goes_away_is_said_and_back_it_answers(
    client: Client, clerk: Account, address: str
) -> None:
    sign_in(client, clerk)
    client.raise_request_exception = False
    other = connection.copy()
    with connection.cursor() as cursor, other.cursor() as killer:
        cursor.execute("SELECT pg_backend_pid()")
        killer.execute("SELECT pg_terminate_backend(%s)", cursor.fetchone())
    other.close()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    connection.close()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/en/desk/", "/api/v1/service-records/"])
def test_a_connection_that_breaks_off_in_the_middle_of_an_answer_is_said_too(
    client: Client, clerk: Account, address: str
) -> None:
    sign_in(client, clerk)
    client.raise_request_exception = False

    def broken(*_asked: object) -> None:
        with connection.wrap_database_errors:
            raise psycopg2.DatabaseError("error with status PGRES_TUPLES_OK and no message from the libpq")

    with connection.execute_wrapper(broken):
        answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
