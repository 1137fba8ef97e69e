"""What is shown of a roll-up: what was folded and what is pending, added up by the caller's statement."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model

from services.statistics.counting import ROLLS

ROLL_OF = {roll.model: roll for roll in ROLLS}


def shown(model: type[Model]) -> str:
    """A FROM item of the roll-up `model` with what is pending: rows named `cell`, not yet added up."""
    return f"({ROLL_OF[model].shown}) AS cell"


def read(statement: str, **values: Any) -> list[dict[str, Any]]:
    """The rows that a statement answers, by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
