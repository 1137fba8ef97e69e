"""Changes of families and people, and looking them up."""

from registry.people.actions.access import hold_file
from registry.people.actions.life import confirm, open_event, read_members, refuse, report, withdraw
from registry.people.actions.reading import (
    REASON_LENGTH,
    facility_of,
    look_up,
    look_up_many,
    note_list,
    note_reading,
)
from registry.people.actions.registering import (
    NewFamily,
    already_registered,
    next_file_number,
    register_household,
    register_households,
    registered_among,
)
from registry.people.identity import NewMember

__all__ = [
    "REASON_LENGTH",
    "NewFamily",
    "NewMember",
    "already_registered",
    "confirm",
    "facility_of",
    "hold_file",
    "look_up",
    "look_up_many",
    "next_file_number",
    "note_list",
    "note_reading",
    "open_event",
    "read_members",
    "refuse",
    "register_household",
    "register_households",
    "registered_among",
    "report",
    "withdraw",
]
