"""The PDF of a report: the document that the page shows, set by Typst with the Cairo font inside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from django.utils.translation import gettext as _

from services.statistics.report import typesetting
from services.statistics.report.document import Document
from uhis_portal.refusals import Busy

# With a vowel mark on it a letter has no text of its own in a PDF: words that are copied would lose letters.
VOWEL_MARKS = re.compile("[\u064b-\u0652\u0670]")
WITHIN = 20  # seconds; it takes less than one
PATIENCE = 3  # seconds in which another report may be done
at_once = BoundedSemaphore(2)  # in a web process


def pdf(document: Document, made_at: datetime) -> bytes:
    """The same document gives the same bytes. Busy (503) when too many are asked for at once, or it takes too long."""
    if not at_once.acquire(timeout=PATIENCE):
        raise busy()
    try:
        done = subprocess.run(
            [
                sys.executable,
                "-P",
                str(Path(typesetting.__file__)),
                str(settings.PRINT_FONTS),
                str(int(made_at.timestamp())),
            ],
            input=said(document).encode(),
            stdout=subprocess.PIPE,
            timeout=WITHIN,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise busy() from None
    finally:
        at_once.release()
    return done.stdout


def busy() -> Busy:
    return Busy(_("The portal is busy. Try again in a moment."), code="busy", retry_after=5)


def said(document: Document) -> str:
    """The document as the layout reads it."""
    told = asdict(document) | {"publisher": _("Universal Health Insurance")}
    for section in told["sections"]:
        for one in section["tables"]:
            for row in one["rows"]:
                row["cells"] = [cell["text"] for cell in row["cells"]]
    return VOWEL_MARKS.sub("", json.dumps(told, ensure_ascii=False))
