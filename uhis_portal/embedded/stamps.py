"""Work that is skipped while nothing it depends on has changed. Any may be repeated, so doubt repeats it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from uhis_portal.embedded.place import PROJECT


def digest(patterns: Iterable[str], *, besides: str = "") -> str:
    """One hash over the project's files that match `patterns`, names and content, and the text `besides`."""
    total = hashlib.sha256(besides.encode())
    for pattern in patterns:
        for file in sorted(PROJECT.glob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(f"\0{file.relative_to(PROJECT)}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def put(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    unfinished = stamp.with_suffix(".new")
    unfinished.write_text(value)
    unfinished.replace(stamp)
