"""A load generator that costs little: connections kept alive, requests written in advance, one loop over sockets."""

import selectors
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass

CONNECTIONS = 8
END_OF_HEAD = b"\r\n\r\n"


class Failed(RuntimeError):
    """An answer other than 200, or none."""


@dataclass(frozen=True)
class Load:
    """What a run of requests took."""

    seconds: float
    requests: int
    mean_size: int  # bytes of a body


class Connection:
    """One kept-alive connection and the answer that it is reading."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.expected = 0

    def send(self, request: bytes) -> None:
        self.received.clear()
        self.expected = 0
        self.socket.sendall(request)

    def read(self) -> int | None:
        """Take in what has come; the size of the body when the answer is whole."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise Failed("the connection was closed")
        self.received += piece
        if not self.expected:
            end = self.received.find(END_OF_HEAD)
            if end < 0:
                return None
            head = bytes(self.received[:end])
            if not head.startswith(b"HTTP/1.1 200"):
                raise Failed(self.received[:2000].decode(errors="replace"))
            at = head.lower().index(b"content-length:") + len(b"content-length:")
            self.expected = end + len(END_OF_HEAD) + int(head[at:].split(b"\r\n", 1)[0])
            self.body_at = end + len(END_OF_HEAD)
        return self.expected - self.body_at if len(self.received) >= self.expected else None


def request(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAccept-Language: ar\r\n\r\n".encode()


def drive(port: int, requests: Iterable[bytes], connections: int = CONNECTIONS) -> Load:
    """Send all `requests`, on so many connections at once, and read their answers. Raises Failed for any but 200."""
    waiting = iter(requests)
    selector = selectors.DefaultSelector()
    pool = [Connection(port) for _ in range(connections)]
    begun = time.perf_counter()
    running = done = size = 0
    for connection in pool:
        following = next(waiting, None)
        if following is not None:
            connection.send(following)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            running += 1
    while running:
        for key, _events in selector.select(30):
            connection = key.data
            body = connection.read()
            if body is None:
                continue
            done += 1
            size += body
            following = next(waiting, None)
            if following is None:
                selector.unregister(connection.socket)
                running -= 1
            else:
                connection.send(following)
    seconds = time.perf_counter() - begun
    for connection in pool:
        connection.socket.close()
    return Load(seconds, done, size // max(done, 1))
