"""What the person at the terminal is told while they wait."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str, *, end: str = "\n") -> None:
    """Print, if the terminal is still there."""
    try:
        print(text, end=end, flush=True)
    except OSError:
        pass


@contextmanager
def timed(title: str, *, shows_progress: bool = False) -> Iterator[None]:
    """A line that names a step and, once it is done, its seconds. What a step shows by itself stands below its name."""
    say(f"  {title} …", end="\n" if shows_progress else " ")
    started = time.monotonic()
    yield
    say(f"{f'  {title}: ' if shows_progress else ''}{time.monotonic() - started:.1f} s")
