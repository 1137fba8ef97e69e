"""The figures of the founding articles and the remarks on them, from data/luxor_reported_figures.json, as published."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.statistics.models import ReportedCheck, ReportedFigure
from uhis_portal.reference import Report

PUBLISHED = Path(__file__).parent / "data" / "luxor_reported_figures.json"


def load(report: Report) -> None:
    """Make the tables hold what was published, and say what changed."""
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    report.keep(ReportedFigure, figures(published), by=("code",))
    report.keep(ReportedCheck, checks(published), by=("position",))


def figures(published: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows of ReportedFigure, in the order of the file."""
    for position, figure in enumerate(published["figures"], start=1):
        article = published["articles"][figure["article"]]
        yield {
            "code": figure["code"],
            "governorate": figure["governorate"],
            "facility": figure["facility"],
            "name_ar": figure["name"]["ar"],
            "name_en": figure["name"]["en"],
            "value": Decimal(figure["value"]),
            "unit": figure["unit"],
            "qualifier": figure["qualifier"],
            "published_on": article["published_on"] and date.fromisoformat(article["published_on"]),
            "published_precision": article["precision"],
            "source_ar": article["source"]["ar"],
            "source_en": article["source"]["en"],
            "note_ar": figure["note"]["ar"],
            "note_en": figure["note"]["en"],
            "position": position,
        }


def checks(published: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows of ReportedCheck, in the order of the file; None where a remark compares no two numbers."""
    for position, check in enumerate(published["checks"], start=1):
        yield {
            "position": position,
            "name_ar": check["name"]["ar"],
            "name_en": check["name"]["en"],
            "stated": None if check["stated"] is None else Decimal(check["stated"]),
            "added_up": None if check["added_up"] is None else Decimal(check["added_up"]),
            "verdict_ar": check["verdict"]["ar"],
            "verdict_en": check["verdict"]["en"],
        }
