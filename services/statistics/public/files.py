"""Public figures as CSV, and the tag by which whoever has them already need not be sent them again."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import Any

from services.statistics.public.figures import LEVELS
from uhis_portal.files.export import Line

COLUMNS = (
    "month",
    "code",
    "name_ar",
    "name_en",
    "services",
    *(f"services_{level}" for level in LEVELS),
    "registered",
)
KEPT_FOR = 3600  # seconds in which a cache need not ask again


def csv_of(figures: dict[str, Any]) -> str:
    """The country and the governorates, one a row: a rounded number, "<10", or empty where there is no data."""
    line = Line()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    lines = ["\ufeff", line.text]
    for area in (figures["country"], *figures["governorates"]):
        numbers = [area["services"], *(level["number"] for level in area["levels"]), area["registered"]]
        name = area["name"]
        writer.writerow([figures["month"], area["code"], name["ar"], name["en"], *map(cell, numbers)])
        lines.append(line.text)
    return "".join(lines)


def cell(number: dict[str, Any] | None) -> str:
    if number is None:
        return ""
    return f"<{number['fewer_than']}" if number["value"] is None else str(number["value"])


def tag_of(figures: dict[str, Any], *more: str) -> str:
    """A weak ETag: it changes with the numbers, and not with the moment at which they were asked for."""
    numbers = {name: value for name, value in figures.items() if name != "as_of"}
    content = json.dumps([numbers, *more], sort_keys=True, ensure_ascii=False).encode()
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
