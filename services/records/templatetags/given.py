"""What the ledger shows on a family's own page."""

from typing import Any

from django import template

from registry.people.models import Household
from services.records.given.people import given_to_family
from services.records.given.views import with_names
from uhis_portal.reach import system_reach

register = template.Library()
SHOWN = 3


@register.inclusion_tag("records/given_panel.html")
def services_given(household: Household | None) -> dict[str, Any]:
    """The latest services of the family, and the way to all of them; nothing for who has no family here."""
    if household is None or household == "":
        return {"household": None}
    with system_reach():  # the ledger is the facilities'; the family is one's own
        latest = list(given_to_family(household)[:SHOWN])
    return {"household": household, "records": with_names(latest)}
