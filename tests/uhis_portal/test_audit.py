"""The audit cannot be changed, not even by the owner, and the chain tells when somebody did."""

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import broken_link, note, seal
from uhis_portal.audit.models import Event, Link, Unsealed
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)


def three_events(account: Account) -> None:
    with system_reach():
        for reason in ("first", "second", "third"):
            note(by=account, action="people.look_up", subject=account, reason=reason, details={"n": 1.5})


@pytest.mark.parametrize("statement", [
    "UPDATE audit_event SET reason = 'other'", "DELETE FROM audit_event", "TRUNCATE audit_event",
    "UPDATE audit_link SET digest = ''", "DELETE FROM audit_link", "TRUNCATE audit_link",
])  # fmt: skip
def test_neither_the_serving_role_nor_the_owner_changes_what_was_noted(
    clerk: Account, statement: str
) -> None:
    three_events(clerk)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    owner = owner_connection(connection.settings_dict["NAME"])
    with pytest.raises(psycopg2.Error), owner.cursor() as cursor:
        cursor.execute(statement)
    owner.close()


def test_waiting_events_are_sealed_once_each(clerk: Account) -> None:
    three_events(clerk)
    with system_reach():
        assert Unsealed.objects.count() == 3
        assert seal() == 3
        assert seal() == 0
        assert [link.position for link in Link.objects.order_by("position")] == [1, 2, 3]
        assert broken_link() is None


def tamper(statement: str) -> None:
    """As a superuser could: with the triggers asleep."""
    owner = owner_connection(connection.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
    owner.close()


@pytest.mark.parametrize("statement", [
    "UPDATE audit_event SET reason = 'other' WHERE reason = 'second'",
    "DELETE FROM audit_event WHERE reason = 'second'",
    "DELETE FROM audit_link WHERE position = 2",
])  # fmt: skip
def test_tampering_is_found_at_the_link_where_it_happened(clerk: Account, statement: str) -> None:
    three_events(clerk)
    with system_reach():
        seal()
    tamper(statement)
    with system_reach():
        assert broken_link() == 2


def test_a_chain_cut_at_its_end_is_found_by_the_head_kept_outside(clerk: Account) -> None:
    three_events(clerk)
    with system_reach():
        seal()
        head = {3: bytes(Link.objects.get(position=3).digest)}
    tamper("DELETE FROM audit_link WHERE position = 3; DELETE FROM audit_event WHERE reason = 'third'")
    with system_reach():
        assert broken_link() is None
        assert broken_link(head) == 3


def test_an_act_whose_audit_cannot_be_written_leaves_nothing_behind(
    clerk: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from uhis_portal.accounts import actions

    def refuse(**_: object) -> None:
        raise DatabaseError("no audit")

    monkeypatch.setattr(actions, "note", refuse)
    with pytest.raises(DatabaseError):
        actions.make_staff_account(
            by=clerk, username="new", password="a long enough phrase", name_ar="جديد", name_en="New"
        )
    assert not Account.objects.filter(username="new").exists()
    assert not Event.objects.exists()
