"""The command line: `python -m uhis_portal.embedded COMMAND`."""

import argparse
import errno
import os
import secrets
import shutil
import sys
from pathlib import Path

from uhis_portal.embedded import Trouble, environment, preparation, serve, use
from uhis_portal.embedded.place import PROJECT, Place
from uhis_portal.embedded.servers import Servers
from uhis_portal.embedded.terminal import say


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m uhis_portal.embedded", description="The portal with servers of its own."
    )
    parser.add_argument(
        "--root", type=Path, default=PROJECT, help="the folder that holds .local/ (default: the project)"
    )
    parser.add_argument(
        "--instance", default="portal", help="the name of the place inside .local/ (default: %(default)s)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("up", help="start the servers and leave them running")
    commands.add_parser("down", help="stop everything that runs in this place")
    commands.add_parser(
        "status", help="say of each server whether it answers; the exit code is 0 when both do"
    )
    running = commands.add_parser(
        "run", help="run a command with servers, and with their addresses in its environment"
    )
    running.add_argument("arguments", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    serving = commands.add_parser("serve", help="the whole portal, until Ctrl-C")
    serving.add_argument("--port", default=os.environ.get("PORT") or "8000")
    commands.add_parser("assets", help="build styles, font and translations, unless they are built already")
    commands.add_parser("reset", help="forget everything in .local/")
    commands.add_parser("secrets", help="print new secrets, as docker-compose.yml reads them from .env")
    asked = parser.parse_args()
    place = Place(asked.root.resolve(), asked.instance)
    try:
        return carry_out(asked, place)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(
            f"\nThe disk is full: {error.filename or place.folder} cannot be written. Make room for it.",
            file=sys.stderr,
        )
    return 1


def carry_out(asked: argparse.Namespace, place: Place) -> int:
    """Do what the command line asks for; the exit code."""
    match asked.command:
        case "up":
            Servers(place).stay_up()
            say(f"PostgreSQL and Valkey answer. How to reach them is in {place.environment_file}")
        case "down":
            down(place)
        case "status":
            answers = Servers(place).answers()
            for server, answer in answers.items():
                say(f"{server} {'answers' if answer else 'does not answer'}")
            return 0 if all(answers.values()) else 1
        case "run":
            return use.run(place, asked.arguments[asked.arguments[:1] == ["--"] :])
        case "serve":
            serve.serve(place, port_number(asked.port))
        case "assets":
            preparation.build_assets()
        case "reset":
            reset(place.root)
        case "secrets":
            passwords = {
                name: secrets.token_hex(24)
                for name in ("SUPERUSER_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD")
            }
            for name, value in (environment.new_secrets() | passwords).items():
                say(f"{name}={value}")
    return 0


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is no port: give a number from 1 to 65535, such as `make run PORT=8001`.")
    return int(text)


def down(place: Place) -> None:
    serve.stop(place)
    Servers(place).stop_for_good()


def reset(root: Path) -> None:
    """Stop what runs in any place below `root`, then remove .local/ and nothing else."""
    local = root / ".local"
    for file in local.glob("*/portal.env"):
        place = Place(root, file.parent.name)
        down(place)
        shutil.rmtree(place.sockets, ignore_errors=True)
    if local.exists():
        shutil.rmtree(local)
    say(f"{local} is gone: the embedded databases, their keys and logs. Nothing else was touched.")


if __name__ == "__main__":
    sys.exit(main())
