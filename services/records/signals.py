"""What the ledger announces."""

from django.dispatch import Signal

# Sent inside the transaction that adds rows; rooms above listen (statistics has its numbers rolled up soon).
ledger_grew = Signal()
