"""Writes the lock files from pyproject.toml: every package by hash, every direct one with its reason."""

import os
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
HEADING = "# Written by `make lock` from pyproject.toml.\n"
WHOLE = [
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--upgrade",
]
# A dependency and its reason: "name ~= 1.0",  # the reason
DECLARED = re.compile(r'^\s*"([A-Za-z0-9._-]+)[^"]*",\s*#\s*(.+)$', re.MULTILINE)
LOCKED = re.compile(r"^([a-z0-9-]+)(?=(\[[^]]*\])?==)", re.MULTILINE)


def lock(target: str, *arguments: str) -> None:
    """Resolve into `target`, from the default registry, whatever this machine's configuration adds to it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    command = [
        sys.executable,
        "-m",
        "uv",
        "--no-config",
        "pip",
        "compile",
        "--quiet",
        *WHOLE,
        "--output-file",
        target,
    ]
    subprocess.run(
        [*command, *arguments], cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    file = PROJECT / target
    file.write_text(HEADING + with_reasons(file.read_text()))


def with_reasons(locked: str) -> str:
    """The lock file's text with a line above each direct dependency that says why it is there."""
    declared = DECLARED.findall((PROJECT / "pyproject.toml").read_text())
    reasons = {re.sub(r"[._-]+", "-", name).lower(): reason for name, reason in declared}
    return LOCKED.sub(
        lambda found: f"# why: {reasons[found[1]]}\n{found[0]}" if found[1] in reasons else found[0], locked
    )


if __name__ == "__main__":
    lock("requirements.txt", "pyproject.toml")
    lock("tests/requirements.txt", "--group", "pyproject.toml:dev", "--constraints", "requirements.txt")
