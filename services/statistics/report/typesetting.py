"""Sets a document on paper: `python typesetting.py FONTS SECONDS < document.json > report.pdf`.

It runs as a process of its own: what Typst holds in memory, about 130 MB, is given back when it is done.
"""

import sys
from pathlib import Path

LAYOUT = Path(__file__).with_name("report.typ")


def main(fonts: str, made_at: str) -> None:
    """`fonts` is a folder of font files, `made_at` what the PDF says, in seconds since 1970. Asks no network."""
    import typst  # in this process only

    made = typst.compile(  # type: ignore[misc]
        LAYOUT.read_bytes(),
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"document": sys.stdin.buffer.read().decode()},
        timestamp=int(made_at),
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
