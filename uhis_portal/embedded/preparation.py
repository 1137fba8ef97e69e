"""The steps between running servers and an open door: assets, tables, reference data, demo people."""

import os
import subprocess
import sys
from collections.abc import Callable

from uhis_portal.embedded import Trouble, environment, stamps
from uhis_portal.embedded.place import PROJECT, Place
from uhis_portal.embedded.postgresql import tail
from uhis_portal.embedded.terminal import timed

WINGS = ("uhis_portal", "facilities", "registry", "services")
CODE = ["manage.py", "requirements.txt", *(f"{wing}/**/*.py" for wing in WINGS)]
DATA = [f"{wing}/**/*.{kind}" for wing in WINGS for kind in ("csv", "json", "geojson", "sql")]
# What is built counts too: where it is missing or was touched, it is built again.
ASSETS = [
    "package-lock.json",
    *(f"{wing}/**/static/**/*" for wing in WINGS),
    "templates/**/*",
    "locale/**/*",
    "static-built/staticfiles.json",
]


def build_assets() -> None:
    """Cut the font, compile the catalogues, collect the static files; nothing when that is done already.

    It needs neither servers nor secrets: without them the settings get addresses where nobody answers.
    """
    place = Place()
    stamp = place.folder.parent / "assets.stamp"
    nowhere = {"DATABASE_URL": "postgres://nobody@localhost/none", "REDIS_URL": "redis://localhost"}
    with place.locked("assets"):
        if stamps.is_current(stamp, stamps.digest([*CODE, *ASSETS])):
            return
        with timed("Styles, font and translations"):
            manage(place, "build_assets", otherwise={**nowhere, **environment.new_secrets()})
        stamps.put(stamp, stamps.digest([*CODE, *ASSETS]))


def prepare_database(place: Place, state: Callable[[], str] | None = None) -> None:
    """Migrate, load the reference data and, for a demo, make its people.

    `state` tells one database from another. Where it is given, nothing is done unless it or the code has
    changed since the last time.
    """
    is_demo = os.environ.get("DEMO") == "1"
    stamp = place.stamps / "database"

    def now() -> str:
        return stamps.digest([*CODE, *DATA], besides=f"{state and state()} {is_demo}")

    if state is not None and stamps.is_current(stamp, now()) and (place.sign_ins.exists() or not is_demo):
        return
    with timed("Tables"):
        manage(place, "migrate", "--noinput")
    with timed("Reference data"):
        manage(place, "load_reference_data")
    if is_demo:
        with timed("Demo people", shows_progress=True):
            manage(place, "make_demo", shows_progress=True)
        place.sign_ins.write_text(manage(place, "print_sign_ins"))
    if state is not None:
        stamps.put(stamp, now())


def manage(
    place: Place, *arguments: str, shows_progress: bool = False, otherwise: dict[str, str] | None = None
) -> str:
    """Run a command of manage.py and hand over what it printed, unless it shows that itself.

    Raises Trouble when it fails. The variables in `otherwise` are set where the environment lacks them.
    """
    log = place.logs / "preparation.log"
    output = None if shows_progress else subprocess.PIPE
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**(otherwise or {}), **os.environ},
        stdout=output,
        stderr=output and subprocess.STDOUT,
        text=True,
        check=False,
        start_new_session=True,  # Ctrl-C reaches the launcher alone, which ends this
    )
    with open(log, "a") as record:
        record.write(f"$ manage.py {' '.join(arguments)}\n{done.stdout or ''}")
    if done.returncode:
        shown = "" if shows_progress else f" The end of {log}:\n{tail(log, lines=25)}"
        raise Trouble(f"`manage.py {' '.join(arguments)}` did not succeed.{shown}")
    return done.stdout or ""
