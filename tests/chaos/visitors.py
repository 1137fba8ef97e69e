"""People at the doors: a signed-in account, over a kept-alive connection to the web server."""

from __future__ import annotations

import http.client
import json
import select
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from uhis_portal.accounts.models import Account

BUSY = 503
TRIES = 20  # of a request that is answered "busy"


@dataclass(frozen=True)
class Answer:
    """What a door answered."""

    status: int
    location: str
    body: bytes
    ask_again: bool = False  # the server said after how long

    def json(self) -> Any:
        return json.loads(self.body)


class Visitor:
    """Someone who is signed in, with one connection to a running web server. What is busy is asked again; what breaks, raises."""

    def __init__(self, port: int, account: Account) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        token = "t" * 32
        session = signed_in(account).cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Host": "localhost",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token,
            "Accept-Language": "en",
        }
        self.requests = self.busy = 0

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, None, {})

    def form(self, path: str, fields: dict[str, Any]) -> Answer:
        body = urlencode({"key": str(uuid.uuid4()), **fields}).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def api(self, path: str, body: dict[str, Any]) -> Answer:
        more = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        return self.ask("POST", path, json.dumps(body).encode(), more)

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        for _time in range(TRIES):
            answer = self.try_once(method, path, body, headers)
            if answer is None:
                continue  # it was idle too long; what is sent twice has one key, and is done once
            if answer.status != BUSY:
                return answer
            self.busy += 1
        raise TimeoutError(f"{path} was not answered {TRIES} times")

    def try_once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer | None:
        """The answer; None when the connection broke, and nobody knows what became of the request."""
        try:
            self.connection.request(method, path, body, {**self.headers, **headers})
            response = self.connection.getresponse()
            again = "Retry-After" in response.headers
            answer = Answer(response.status, response.headers.get("Location", ""), response.read(), again)
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return None
        self.requests += 1
        return answer

    def cut(self, path: str, body: bytes, headers: dict[str, str], *, after: str) -> None:
        """Send a request over a connection of its own and hang up without reading an answer.

        `after` says when: "half" of the body, "sending" all of it, or the "commit", which came before the first byte
        of the answer.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.connection.port, timeout=120)
        head = {**self.headers, **headers, "Content-Length": str(len(body))}
        connection.request("POST", path, body[: len(body) // 2] if after == "half" else body, head)
        if after == "commit" and not select.select([connection.sock], [], [], 120)[0]:
            raise TimeoutError(f"{path} was not answered")
        connection.close()


def signed_in(account: Account) -> Client:
    """A test client with a session of `account`."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(account, backend="uhis_portal.accounts.backends.Accounts")
    return client
