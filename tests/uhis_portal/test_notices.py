"""The outbox: an outage of the gateway loses nothing, and one bad message holds up no other."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection

from uhis_portal.notices import actions
from uhis_portal.notices.models import Message
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db


class Gateway(BaseHTTPRequestHandler):
    """A gateway that takes, refuses or fails, as `answers` says by number."""

    answers: dict[str, int]
    taken: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        number = next((n for n in self.answers if n in body), "")
        status = self.answers.get(number, 200)
        if status == 200:
            self.taken.append(body)
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(settings: Any) -> Iterator[type[Gateway]]:
    handler = type("Handler", (Gateway,), {"answers": {}, "taken": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.DEMO = False
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/send"
    yield handler
    server.shutdown()
    server.server_close()


def write(*numbers: str) -> None:
    for number in numbers:
        actions.send(to=number, body="hello")


def statuses() -> dict[str, str]:
    with system_reach():
        return {message.to: message.status for message in Message.objects.all()}


def test_waiting_messages_leave_once_each(gateway: type[Gateway]) -> None:
    write("01000000001", "01000000002")
    assert actions.send_waiting() == 2
    assert actions.send_waiting() == 0
    assert len(gateway.taken) == 2
    assert set(statuses().values()) == {"sent"}


@pytest.mark.parametrize("status", [500, 503, 429])
def test_an_outage_however_long_loses_nothing(gateway: type[Gateway], status: int) -> None:
    gateway.answers["01000000001"] = status
    write("01000000001")
    for _minute in range(20):
        actions.send_waiting()
    assert statuses() == {"01000000001": "waiting"}
    gateway.answers.clear()
    actions.send_waiting()
    assert statuses() == {"01000000001": "sent"}


def test_a_gateway_that_is_not_there_loses_nothing(gateway: type[Gateway], settings: Any) -> None:
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/send"
    write("01000000001")
    for _minute in range(20):
        actions.send_waiting()
    assert statuses() == {"01000000001": "waiting"}


def test_a_refused_message_lets_the_others_pass_and_is_given_up_in_the_end(gateway: type[Gateway]) -> None:
    gateway.answers["01000000001"] = 400
    write("01000000001", "01000000002")
    actions.send_waiting()
    for _again in range(Message.TRIES):
        actions.send_waiting()
    assert statuses() == {"01000000001": "failed", "01000000002": "sent"}
    assert len(gateway.taken) == 1


def test_a_message_that_cannot_be_opened_lets_the_others_pass(gateway: type[Gateway]) -> None:
    write("01000000001")
    with system_reach(), connection.cursor() as cursor:
        cursor.execute("UPDATE notices_message SET body = decode('026b316263', 'hex')")
    write("01000000002")
    for _again in range(Message.TRIES + 1):
        actions.send_waiting()
    with system_reach():
        rows = sorted(Message.objects.defer("to", "body").values_list("status", flat=True))
    assert rows == ["failed", "sent"]
