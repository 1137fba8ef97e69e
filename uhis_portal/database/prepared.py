"""Statements that are planned once in each connection: planning them takes longer than running them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


class Prepared:
    """A statement with its parameters and their types, such as `{"account": "uuid"}`, written as `%(account)s`.

    `text` may be made at the first use, where it depends on models.
    """

    def __init__(self, name: str, parameters: Mapping[str, str], text: str | Callable[[], str]) -> None:
        self.name = name
        self.parameters = parameters
        self.text = text
        self.run = f"EXECUTE {name} ({', '.join(f'%({parameter})s' for parameter in parameters)})"

    def execute(self, cursor: CursorWrapper, **values: Any) -> None:
        """Run it on `cursor`, with a value for each parameter."""
        client, known = getattr(connection, "prepared", (None, set[str]()))
        if client is not connection.connection:
            known = set()
            connection.prepared = (connection.connection, known)  # type: ignore[attr-defined]
        if self.name not in known:
            self.prepare()
            known.add(self.name)
        cursor.execute(self.run, values)

    def prepare(self) -> None:
        text = self.text if isinstance(self.text, str) else self.text()
        numbered = {parameter: f"${number}" for number, parameter in enumerate(self.parameters, 1)}
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(
                f"PREPARE {self.name} ({', '.join(self.parameters.values())}) AS {text % numbered}"
            )
