"""Sessions in PostgreSQL, so that a dead Redis signs nobody out."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

from uhis_portal.database.prepared import Prepared

READ = Prepared(
    "accounts_session",
    {"key": "text", "now": "timestamptz"},
    "SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s",
)


class SessionStore(DatabaseStore):
    """Django's own store, read by a statement that is written out once."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            READ.execute(cursor, key=self.session_key, now=timezone.now())
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        kept: dict[str, Any] = self.decode(row[0])
        return kept

    def _validate_session_key(self, key: Any) -> bool:
        """A key that could never have been given out is refused before the database is asked."""
        plausible = super()._validate_session_key(key)  # type: ignore[misc]  # not in the stubs
        return plausible and key.isascii() and key.isalnum()
