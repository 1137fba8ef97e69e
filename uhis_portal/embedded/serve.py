"""`make run`: from an empty folder to an open door, and back to nothing running."""

import errno
import http.client
import os
import shutil
import signal
import socket
import subprocess

from uhis_portal.embedded import Trouble, preparation, processes, supervision
from uhis_portal.embedded.place import PROJECT, Place
from uhis_portal.embedded.postgresql import tail
from uhis_portal.embedded.servers import Servers
from uhis_portal.embedded.terminal import say
from uhis_portal.embedded.use import ignore_signals, leave_on_signals, servers_in_use

LEAST_FREE = 300  # MB on the disk that holds .local/
OPENS_WITHIN = 90  # seconds from the supervisor's start to the first answer
MARK = "PORTAL_SERVED_FROM"  # in the environment of every process that is started here
ALREADY = (
    "`make run` is running in this clone already. Stop it with Ctrl-C where it runs, or with `make stop`."
)


def serve(place: Place, port: int) -> None:
    """Prepare what is missing, keep the door at localhost:`port` open until a signal comes, stop it all."""
    leave_on_signals()
    with place.locked("serving", otherwise=ALREADY):
        _end_what_is_left(place, patience=0)
        addresses = free_addresses(port)
        refuse_full_disk(place)
        say(f"The portal starts. What it keeps is in {place.folder}")
        os.environ[MARK] = str(place.folder)
        os.environ.setdefault("HTTPS", "0")  # the door opens to this machine only
        os.environ.setdefault("PORTAL_ADDRESS", f"http://localhost:{port}")
        with servers_in_use(place) as servers:
            preparation.build_assets()
            preparation.prepare_database(place, servers.postgresql.state if servers else None)
            _keep_open(place, port, addresses, servers)


def stop(place: Place) -> None:
    """End a `serve` that runs in this place, or what is left of a killed one, and wait until all is gone."""
    launcher = place.holder("serving")
    if launcher is not None:
        processes.send(signal.SIGTERM, {launcher})
    with place.locked("serving"):
        _end_what_is_left(place, patience=0)


def _end_what_is_left(place: Place, patience: float) -> None:
    processes.end(lambda: processes.marked(f"{MARK}={place.folder}"), patience)


def free_addresses(port: int) -> list[str]:
    """This machine's own addresses, as Gunicorn writes them. Raises Trouble when the port cannot be had."""
    found = []
    for family, host, written in (
        (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
        (socket.AF_INET6, "::1", "[::1]"),
    ):
        try:
            with socket.socket(family) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(
                    f"Port {port} is taken by another program. Choose another: `make run PORT={port + 1}`."
                ) from None
            if error.errno == errno.EACCES:
                raise Trouble(
                    f"Port {port} is kept for root. Choose one above 1023: `make run PORT=8000`."
                ) from None
            if family == socket.AF_INET:
                raise
        else:
            found.append(f"{written}:{port}")
    return found


def refuse_full_disk(place: Place, needed: int = LEAST_FREE) -> None:
    """Raise Trouble when the disk that holds `place` has less than `needed` MB of room."""
    free = shutil.disk_usage(place.folder).free // 1024**2
    if free < needed:
        raise Trouble(f"The disk is full: {place.folder} needs {needed} MB of room, and {free} MB are free.")


def _keep_open(place: Place, port: int, addresses: list[str], servers: Servers | None) -> None:
    supervisor = subprocess.Popen(
        supervision.command(place, addresses), cwd=PROJECT, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        processes.wait_until(lambda: supervisor.poll() is not None or _answers(port), OPENS_WITHIN)
        if not _answers(port):
            log = place.logs / "web.log"
            raise Trouble(f"The web server does not answer. The end of {log}:\n{tail(log, lines=25)}")
        say(f"\nThe portal is open at http://localhost:{port}\n")
        if os.environ.get("DEMO") == "1":
            say(place.sign_ins.read_text())
        say(f"Logs: {place.logs}\nCtrl-C stops it.")
        while not _ended_within_a_second(supervisor):
            if servers is not None:
                _mend(servers)
        log = place.logs / "supervisor.log"
        raise Trouble(f"The supervisor ended by itself. The end of {log}:\n{tail(log)}")
    finally:
        ignore_signals()
        supervisor.terminate()
        _end_what_is_left(place, patience=supervision.STOPS_WITHIN + 2)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _ended_within_a_second(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return False
    return True


def _mend(servers: Servers) -> None:
    """Start again what was killed. When that fails it is said, and tried again a second later."""
    try:
        servers.start()
    except (Trouble, OSError) as trouble:
        say(str(trouble))
