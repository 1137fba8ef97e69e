"""The room's reference data: contributions, co-payments, caps and exemptions, from data/insurance_rules.json."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from registry.coverage.models import (
    ContributionCategory,
    ContributionRate,
    CopaymentCap,
    CopaymentExemption,
    CopaymentRule,
)
from uhis_portal.reference import Report

RULES = Path(__file__).parent / "data" / "insurance_rules.json"
PRECISIONS = {1: "year", 2: "month", 3: "day"}


def both(field: str, text: dict[str, str] | None) -> dict[str, str | None]:
    """`{field}_ar` and `{field}_en` of a text in both languages; None where there is none."""
    return {f"{field}_{language}": text[language] if text else None for language in ("ar", "en")}


def decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def since(written: str | None) -> dict[str, Any]:
    """The first day of 2018, 2023-04 or 2026-01-02, and how exact that is."""
    if written is None:
        return {"valid_from": None, "valid_from_precision": ""}
    parts = written.split("-")
    whole = "-".join([*parts, "01", "01"][:3])
    return {"valid_from": date.fromisoformat(whole), "valid_from_precision": PRECISIONS[len(parts)]}


def load(report: Report) -> None:
    """Make the tables hold what the file says; rows that administrators added are left alone."""
    rules = json.loads(RULES.read_text(encoding="utf-8"))

    def dated(row: dict[str, Any]) -> dict[str, Any]:
        return {
            **since(row.get("valid_from")),
            "status": row["status"],
            **both("source", rules["sources"][row["source"]]),
            **both("note", row.get("note")),
        }

    categories = rules["contributions"]
    report.keep(
        ContributionCategory,
        (
            {"code": category["code"], **both("name", category["name"]), "position": position}
            for position, category in enumerate(categories)
        ),
        by=("code",),
    )
    report.keep(
        ContributionRate,
        (
            {
                "category_id": category["code"],
                "part": row["part"],
                "rate": decimal(row["rate"]),
                **both("base", rules["bases"][row["base"]] if "base" in row else None),
                **dated(row),
            }
            for category in categories
            for row in category["rates"]
        ),
        by=("category_id", "part", "valid_from"),
    )
    report.keep(
        CopaymentRule,
        (
            {
                "service_class": row["class"],
                "rate": decimal(row.get("rate")),
                "amount_egp": decimal(row.get("amount_egp")),
                **dated(row),
            }
            for row in rules["copayments"]
        ),
        by=("service_class", "valid_from"),
    )
    report.keep(
        CopaymentCap,
        (
            {"service_class": row["class"], "amount_egp": decimal(row["amount_egp"]), **dated(row)}
            for row in rules["caps"]
        ),
        by=("service_class", "valid_from"),
    )
    report.keep(
        CopaymentExemption,
        (
            {"code": row["code"], **both("name", row["name"]), "position": position, **dated(row)}
            for position, row in enumerate(rules["exemptions"])
        ),
        by=("code",),
    )
