"""What runs beside the servers: web, worker and clock, under a supervisor that restarts what dies."""

import configparser
import os
import shlex
import sys
from pathlib import Path

from uhis_portal.embedded.place import PROJECT, Place

STOPS_WITHIN = 8  # seconds, after which the supervisor kills


def programs(place: Place, addresses: list[str]) -> dict[str, list[str]]:
    """The command line of each program; `addresses` is where the web server listens."""
    celery = ["celery", "-A", "uhis_portal"]
    listening = [part for address in addresses for part in ("--bind", address)]
    return {
        "web": ["gunicorn", "-c", "python:uhis_portal.web_server", *listening],
        "worker": [
            *celery,
            "worker",
            "--concurrency=1",
            "--loglevel=INFO",
            "--without-gossip",
            "--without-mingle",
        ],
        # No pid file: one that a kill leaves behind would keep the next clock from starting.
        "clock": [
            *celery,
            "beat",
            f"--schedule={place.folder / 'clock'}",
            "--pidfile=",
            "--loglevel=WARNING",
        ],
    }


def command(place: Place, addresses: list[str]) -> list[str]:
    """Write the supervisor's configuration and say how to start it, in the foreground."""
    file = place.folder / "supervisor.conf"
    configuration = configparser.RawConfigParser()
    configuration["supervisord"] = {
        "nodaemon": "true",
        "silent": "true",
        "logfile": _literal(place.logs / "supervisor.log"),
        "pidfile": _literal(place.folder / "supervisor.pid"),
        **({"user": "root"} if os.getuid() == 0 else {}),
    }
    commands = programs(place, addresses)
    # One group, so that all of them are stopped at the same time and not one after the other.
    configuration["group:portal"] = {"programs": ",".join(commands)}
    for name, arguments in commands.items():
        configuration[f"program:{name}"] = {
            "command": _literal(shlex.join([sys.executable, "-m", *arguments])),
            "directory": _literal(PROJECT),
            "autorestart": "true",
            "startretries": "1000",
            "stopwaitsecs": str(STOPS_WITHIN),
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": _literal(place.logs / f"{name}.log"),
            "stdout_logfile_maxbytes": "10MB",
            "stdout_logfile_backups": "2",
        }
    with open(file, "w") as handle:
        configuration.write(handle)
    return [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)]


def _literal(text: str | Path) -> str:
    """The supervisor fills in what stands between % signs."""
    return str(text).replace("%", "%%")
