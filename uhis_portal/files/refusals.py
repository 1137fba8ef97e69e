"""Why a file, or a row of it, is not taken."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from uhis_portal.api.serializers import in_both_languages


class Unreadable(Exception):
    """The file as a whole cannot be read; `message` says why and what to do, with `parameters` filled in when shown."""

    def __init__(self, message: Any, *, code: str, **parameters: Any) -> None:
        super().__init__(code)
        self.message = message
        self.code = code
        self.parameters = parameters

    def as_fault_of(self, field: str) -> ValidationError:
        """The same refusal at a field of a form or a request."""
        return ValidationError({field: ValidationError(self.message, code=self.code, params=self.parameters)})

    def said(self) -> dict[str, str]:
        """The sentence in both languages: {ar, en}."""
        return in_both_languages(Sentence(self.message, self.parameters))


class TooLarge(Unreadable):
    """The file is larger than the portal takes (413)."""


class Sentence:
    """A translatable message and its parameters, put together in the language that is active when it is read."""

    def __init__(self, message: str | Promise, parameters: dict[str, Any]) -> None:
        self.message = message
        self.parameters = parameters

    def __str__(self) -> str:
        said = str(self.message)
        return (
            said % {name: str(value) for name, value in self.parameters.items()} if self.parameters else said
        )
