"""The ledger as a file in small pieces, for a worker that is stopped in the middle of one."""

from datetime import datetime
from typing import Any
from unittest.mock import patch

from services.statistics.exports import ledger
from uhis_portal.files.exports.exporting import Piece

AT_ONCE = 3  # rows of a piece


class LedgerInSmallPieces(ledger.LedgerExporter):
    """As the portal's own, in pieces that a few entries fill several of."""

    def piece(self, place: Any, as_of: datetime) -> Piece:
        with patch.object(ledger, "AT_ONCE", AT_ONCE):
            return super().piece(place, as_of)
