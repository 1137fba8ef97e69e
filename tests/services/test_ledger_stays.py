"""What stands in the tables of the ledger stays there, whoever asks for a change; and who may add to it no longer may."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.test import Client
from uuid_utils.compat import uuid4

from facilities.directory.models import Facility
from facilities.staff.models import Post
from registry.people.models import Beneficiary
from services.records.actions import Guest, enter_patient, identify
from services.records.models import Identification, OtherPatient, ServiceRecord
from tests.cast import sign_in
from tests.services.test_batch import item, rows, send
from tests.services.visits import lines_of, own_reach, person_of, visit
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import system_reach, within

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = {
    "records_servicerecord": "quantity = 5",
    "records_otherpatient": "full_name = 'x'",
    "records_identification": "reason = 'x'",
}
STATEMENTS = (
    "UPDATE {table} SET {change}",
    "UPDATE {table} SET {change} WHERE false",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE false",
    "TRUNCATE {table} CASCADE",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET {change}",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
)


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@pytest.fixture
def serving() -> Iterator[Any]:
    """The serving role's own connection, with everything in reach."""
    settings = connection.settings_dict
    direct = psycopg2.connect(
        dbname=settings["NAME"], host=settings["HOST"], port=settings["PORT"] or None,
        user=settings["USER"], password=settings["PASSWORD"] or None,
    )  # fmt: skip
    direct.autocommit = True
    with direct.cursor() as cursor:
        cursor.execute("SET portal.everything = 'on'")
        yield cursor
    direct.close()


@pytest.fixture
def filled(clerk: Account, luxor_unit: Facility, person: Beneficiary) -> list[tuple[Any, ...]]:
    """A row in each table; what they hold."""
    visit(clerk, luxor_unit.pk, person.pk, lines_of("PHC-FM"))
    with within(own_reach(clerk)):
        guest = Guest(uuid4(), "unregistered", full_name="رجل بلا أوراق")
        enter_patient(by=clerk, facility=luxor_unit.pk, guest=guest, now=cairo_now())
        identify(by=clerk, patient=guest.id, beneficiary=person.pk, reason="saw the card", now=cairo_now())
    return content()


def content() -> list[tuple[Any, ...]]:
    with system_reach():
        return [
            row
            for model in (ServiceRecord, OtherPatient, Identification)
            for row in model.objects.values_list()
        ]


@pytest.mark.parametrize("table", TABLES)
def test_the_serving_role_changes_nothing(table: str, serving: Any, filled: list[tuple[Any, ...]]) -> None:
    for statement in STATEMENTS:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            serving.execute(statement.format(table=table, change=TABLES[table]))
    assert content() == filled


@pytest.mark.parametrize("table", TABLES)
def test_the_owner_changes_nothing_while_the_triggers_stand(
    table: str, filled: list[tuple[Any, ...]]
) -> None:
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute("SET portal.everything = 'on'")
        for statement in STATEMENTS[:5]:
            with pytest.raises(psycopg2.errors.RestrictViolation):
                cursor.execute(statement.format(table=table, change=TABLES[table]))
    owner.close()
    assert content() == filled


def test_a_clerk_whose_post_has_ended_logs_nothing_more(
    client: Client, clerk: Account, luxor_unit: Facility, person: Beneficiary
) -> None:
    sign_in(client, clerk)
    kept = item(person)
    assert send(client, luxor_unit.pk, [kept]).status_code == 200
    Post.objects.filter(account=clerk).update(until=cairo_today())
    for again in ([kept], [item(person)]):
        assert send(client, luxor_unit.pk, again).status_code == 403
    assert rows() == 1
    Post.objects.filter(account=clerk).update(until=cairo_today() + timedelta(days=1))
    assert send(client, luxor_unit.pk, [item(person)]).status_code == 200
