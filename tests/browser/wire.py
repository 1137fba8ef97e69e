"""The line between a browser and the portal: it counts what passes, and can be cut."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread


class Wire:
    """Hands every byte on between a port of its own and that of the portal."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.bytes = 0  # towards the browser, headers included
        self.whole = True
        self.ends: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        Thread(target=self.listen, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.listener.getsockname()[1]}"

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                browser, _address = self.listener.accept()
                if not self.whole:
                    browser.close()
                    continue
                portal = socket.create_connection(("127.0.0.1", self.port))
                self.ends += [browser, portal]
                Thread(target=self.hand_on, args=(browser, portal, False), daemon=True).start()
                Thread(target=self.hand_on, args=(portal, browser, True), daemon=True).start()

    def hand_on(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                self.bytes += len(piece) if counted else 0
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """No network any more."""
        self.whole = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.whole = True

    def close(self) -> None:
        self.cut()
        self.listener.close()
