"""Which of several families a citizen looks at: chosen once after signing in, and remembered in the session."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest

from registry.people.models import Household

CHOSEN = "household"


def remember(request: HttpRequest, household: UUID) -> None:
    """From now on this is the family that the citizen's page shows."""
    request.session[CHOSEN] = str(household)


def chosen(request: HttpRequest, families: Sequence[Household]) -> Household | None:
    """The family to show: the only one, else the one that was chosen and is still held; None when one has to choose."""
    if len(families) == 1:
        return families[0]
    return next((one for one in families if str(one.pk) == request.session.get(CHOSEN)), None)
