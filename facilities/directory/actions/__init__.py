"""Changes of facilities: what is known of them, and the places that families take."""

from facilities.directory.actions.places import add_to_places, take_places
from facilities.directory.actions.proposals import approve, propose, return_proposal, withdraw
from facilities.directory.actions.revisions import create_facility, revise

__all__ = [
    "add_to_places",
    "approve",
    "create_facility",
    "propose",
    "return_proposal",
    "revise",
    "take_places",
    "withdraw",
]
