"""What changes the numbers: folding deltas, and mending what a recount finds to differ."""

from services.statistics.actions.checking import begin_check, check_next
from services.statistics.actions.folding import AT_ONCE, DRAINING, fold, roll_up_soon

__all__ = ["AT_ONCE", "DRAINING", "begin_check", "check_next", "fold", "roll_up_soon"]
