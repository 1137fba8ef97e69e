"""Writing to the ledger. Rows are only ever added."""

from services.records.actions.desk import open_at_desk, own_facility
from services.records.actions.finding import Found, find_at_desk
from services.records.actions.identifying import identify, open_patient, take_back_identity
from services.records.actions.logging import (
    MOST_IN_A_BATCH,
    MOST_LINES,
    Item,
    Line,
    Result,
    log_batch,
    log_visit,
)
from services.records.actions.patients import Guest, enter_patient
from services.records.actions.releasing import release_queue
from services.records.actions.reversing import reverse

__all__ = [
    "MOST_IN_A_BATCH",
    "MOST_LINES",
    "Found",
    "Guest",
    "Item",
    "Line",
    "Result",
    "enter_patient",
    "find_at_desk",
    "identify",
    "log_batch",
    "log_visit",
    "open_at_desk",
    "open_patient",
    "own_facility",
    "release_queue",
    "reverse",
    "take_back_identity",
]
