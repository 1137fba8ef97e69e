"""Many people at one web server, from one thread: each is a script that asks for pages one after the other.

A script is a generator that yields a Request and is sent its Answer. It costs the load generator little: the sockets
are waited for together, and pages are searched with regular expressions.
"""

from __future__ import annotations

import gzip
import heapq
import re
import select
import selectors
import socket
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

END_OF_HEAD = b"\r\n\r\n"
HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|key|version)" value="([^"]*)"')


class Failed(RuntimeError):
    """An answer that no family should see."""


class Ended(Exception):
    """The server ended a kept connection before it read what was sent."""


@dataclass(frozen=True)
class Request:
    """What is asked; `fields` make it a form that is sent, `json` a live part of a page. `pause`: seconds before it."""

    path: str
    fields: dict[str, str] | None = None
    json: bytes | None = None
    pause: float = 0.0


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took from the first byte sent to the last received."""

    status: int
    location: str
    refresh: float | None  # seconds after which the page asks to be opened again
    body: bytes
    seconds: float

    def hidden(self) -> dict[str, str]:
        """The hidden fields that a form sends along."""
        return {name.decode(): value.decode() for name, value in HIDDEN.findall(self.body)}


Script = Generator[Request, Answer, None]


@dataclass
class Browser:
    """One person's browser: a connection kept alive, and cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    socket: socket.socket | None = None
    received: bytearray = field(default_factory=bytearray)
    asked: Request | None = None
    begun: float = 0.0
    reused: bool = False

    def send(self, asked: Request) -> None:
        self.asked, self.begun = asked, time.perf_counter()
        self.received.clear()
        if self.socket is not None and select.select([self.socket], [], [], 0)[0]:
            self.socket.close()  # nothing is awaited: the server has ended a connection that was idle
            self.socket = None
        self.reused = self.socket is not None
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.socket.sendall(self.written(asked))
        except ConnectionError:
            if not self.reused:
                raise
            self.close()
            self.send(asked)

    def written(self, asked: Request) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{'GET' if asked.fields is None and asked.json is None else 'POST'} {asked.path} HTTP/1.1\r\n"
            f"Host: localhost\r\nAccept-Language: ar\r\nAccept-Encoding: gzip\r\nCookie: {cookies}\r\n"
        )
        if asked.json is not None:
            body, kind = asked.json, "application/json"
            head += f"X-CSRFToken: {self.cookies.get('csrftoken', '')}\r\n"
        elif asked.fields is not None:
            body, kind = urlencode(asked.fields).encode(), "application/x-www-form-urlencoded"
        else:
            return f"{head}\r\n".encode()
        return f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    def read(self) -> Answer | None:
        """Take in what has come; the answer when it is whole. Raises Ended for a kept connection that was ended meanwhile."""
        assert self.socket is not None
        try:
            piece = self.socket.recv(262_144)
        except ConnectionResetError:
            piece = b""
        if not piece and self.reused and not self.received:
            raise Ended
        if not piece:
            raise Failed(f"the connection was closed at {self.asked}")
        self.received += piece
        end = self.received.find(END_OF_HEAD)
        if end < 0:
            return None
        first, *lines = bytes(self.received[:end]).decode("latin-1").split("\r\n")
        headers = [line.split(": ", 1) for line in lines]
        named = {name.lower(): value for name, value in headers}
        body = bytes(self.received[end + len(END_OF_HEAD) :])
        if len(body) < int(named.get("content-length", 0)):
            return None
        for name, value in headers:
            if name.lower() == "set-cookie":
                cookie, content = value.split(";", 1)[0].split("=", 1)
                self.cookies[cookie] = content
        if named.get("connection", "").lower() == "close":
            self.close()
        if named.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        refresh = float(named["refresh"].split(";")[0]) if "refresh" in named else None
        seconds = time.perf_counter() - self.begun
        return Answer(int(first.split()[1]), named.get("location", ""), refresh, body, seconds)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def browse(
    port: int,
    people: Iterable[tuple[float, Callable[[Browser], Script]]],
    *,
    at_once: int | None = None,
    seen: Callable[[Request, Answer], Any] = lambda asked, answer: None,
) -> float:
    """Let each of `people` begin at its time (seconds from now), at most `at_once` together; the seconds it took."""
    selector, begun, order = selectors.DefaultSelector(), time.perf_counter(), 0
    due: list[tuple[float, int, Browser, Script, Request | None]] = []
    coming = iter(people)
    running = 0
    following = next(coming, None)
    while following is not None or running:
        now = time.perf_counter() - begun
        while following is not None and following[0] <= now and (at_once is None or running < at_once):
            browser = Browser(port)
            heapq.heappush(due, (following[0], order, browser, following[1](browser), None))
            running, order, following = running + 1, order + 1, next(coming, None)
        while due and due[0][0] <= now:
            _at, _order, browser, script, asked = heapq.heappop(due)
            browser.send(asked if asked is not None else next(script))
            assert browser.socket is not None
            selector.register(browser.socket, selectors.EVENT_READ, (browser, script))
        waits = [due[0][0] - now] if due else []
        if following is not None and (at_once is None or running < at_once):
            waits.append(following[0] - now)
        if not selector.get_map():
            time.sleep(max(min(waits, default=0.0), 0.0))
            continue
        for key, _events in selector.select(max(min(waits, default=30.0), 0.0)):
            browser, script = key.data
            connection = browser.socket
            try:
                answer = browser.read()
            except Ended:  # while the request was on its way: as browsers do, once more on a new connection
                selector.unregister(connection)
                assert browser.asked is not None
                browser.close()
                browser.send(browser.asked)
                selector.register(browser.socket, selectors.EVENT_READ, (browser, script))
                continue
            if answer is None:
                continue
            selector.unregister(connection)
            seen(browser.asked, answer)
            try:
                asked = script.send(answer)
            except StopIteration:
                browser.close()
                running -= 1
                continue
            order += 1
            heapq.heappush(due, (time.perf_counter() - begun + asked.pause, order, browser, script, asked))
    return time.perf_counter() - begun
