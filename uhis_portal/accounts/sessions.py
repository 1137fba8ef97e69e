"""Sessions in PostgreSQL, so that a dead Redis signs nobody out."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Django's own store; a key that could never have been given out is refused before the database is asked."""

    def _validate_session_key(self, key: Any) -> bool:
        plausible = super()._validate_session_key(key)  # type: ignore[misc]  # not in the stubs
        return plausible and key.isascii() and key.isalnum()
