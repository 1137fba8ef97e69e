"""A PostgreSQL and a Valkey of a campaign's own, made for it and removed after it: they may be killed."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings as django_settings
from django.db import connections

from tests.template import fill
from uhis_portal.embedded import processes
from uhis_portal.embedded.place import PROJECT, Place
from uhis_portal.embedded.servers import Servers

# Any name but "test": the servers are those of `make run`, which keep what they acknowledged.
PLACE = Place(PROJECT, "chaos")
ENDS_WITHIN = 10  # seconds


@contextmanager
def own_servers() -> Iterator[Servers]:
    """Servers with an empty, migrated database; while they live, the environment's addresses lead to them."""
    servers, before = Servers(PLACE), dict(os.environ)
    with PLACE.locked("campaign", otherwise="Another campaign kills these servers. Let it finish first."):
        remove(servers)
        try:
            with servers.in_use() as variables:
                os.environ.update(variables)
                fill({})
                yield servers
        finally:
            os.environ.clear()
            os.environ.update(before)
            if django_settings.configured:
                connections.close_all()
            remove(servers)


def remove(servers: Servers) -> None:
    """Stop the servers and forget their data and keys; the lock and the logs stay."""
    servers.stop()
    for folder in (PLACE.postgresql_data, PLACE.valkey_data, PLACE.stamps, PLACE.sockets):
        shutil.rmtree(folder, ignore_errors=True)
    PLACE.environment_file.unlink(missing_ok=True)


def kill_postgresql(servers: Servers, *, whole: bool) -> None:
    """Kill the postmaster, or all of PostgreSQL's processes as a machine without memory does."""
    postmaster = int((servers.postgresql.data / "postmaster.pid").read_text().split()[0])
    processes.send(signal.SIGKILL, servers.postgresql.processes() if whole else {postmaster})
    if not processes.wait_until(lambda: postmaster not in servers.postgresql.processes(), ENDS_WITHIN):
        raise RuntimeError("the postmaster outlived a SIGKILL")
