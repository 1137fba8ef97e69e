"""The environment that the settings read: the servers' addresses, and secrets that are made once and kept."""

import base64
import os
import secrets
from pathlib import Path

from uhis_portal.embedded import Trouble
from uhis_portal.embedded.place import Place
from uhis_portal.embedded.postgresql import DATABASE

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
HEADING = "# Made by the first start. Without these keys nothing that they sealed can be read again.\n"


def names_other_servers() -> bool:
    """Whether the caller's environment names the servers to use. Raises Trouble when it names only some."""
    missing = [name for name in ADDRESSES if not os.environ.get(name)]
    if missing and len(missing) < len(ADDRESSES):
        raise Trouble(
            f"Set {' and '.join(missing)} too: to use other servers the portal needs {', '.join(ADDRESSES)}. "
            "With none of them set it starts its own."
        )
    return not missing


def new_secrets() -> dict[str, str]:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {"SECRET_KEY": secrets.token_urlsafe(48), "SEALING_KEYS": f"k1:{key()}", "INDEX_KEY": key()}


def kept(place: Place, **addresses: str) -> dict[str, str]:
    """What the place's portal.env holds, made or completed: `addresses` as given, the rest as found."""
    place.make_folders()
    found = read(place.environment_file)
    complete = {**new_secrets(), **found, **addresses}
    if complete != found:
        write(place.environment_file, complete)
    return complete


def of_embedded_servers(place: Place) -> dict[str, str]:
    """What leads to the place's own servers. Raises Trouble when its data are there and their keys are not."""
    if place.postgresql_data.exists() and not place.environment_file.exists():
        raise Trouble(
            f"The keys that sealed the data in {place.folder} are gone: {place.environment_file.name} is missing. "
            "Put it back from a copy, or forget the data with `make reset`."
        )
    return kept(
        place,
        DATABASE_URL=f"postgres://uhis_app@/{place.sockets}/{DATABASE}",
        DATABASE_OWNER_URL=f"postgres://uhis_owner@/{place.sockets}/{DATABASE}",
        REDIS_URL=f"unix://{place.valkey_socket}",
        AUDIT_HEADS_FILE=str(place.folder / "audit-heads"),
        DEMO=os.environ.get("DEMO", "1"),
    )


def read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = (line for line in file.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def write(file: Path, variables: dict[str, str]) -> None:
    """Replace `file` as a whole, readable for its owner only."""
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(HEADING + "".join(f"{name}={value}\n" for name, value in variables.items()))
        handle.flush()
        os.fsync(handle.fileno())
    unfinished.replace(file)
