"""What the person at the terminal is told while they wait."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def say(text: str, *, end: str = "\n") -> None:
    """Print, if the terminal is still there."""
    with suppress(OSError):
        print(text, end=end, flush=True)


@contextmanager
def timed(title: str, *, shows_progress: bool = False) -> Iterator[None]:
    """A line that names a step and, once it is done, its seconds. What the step shows stands between."""
    say(f"  {title} …", end="\n" if shows_progress else " ")
    started = time.monotonic()
    yield
    say(f"{f'  {title}: ' if shows_progress else ''}{time.monotonic() - started:.1f} s")
