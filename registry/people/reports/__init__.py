"""What a report of a change in a family says, read and checked against the family as it is.

It looks at nothing but what was typed and the family's own members: whoever reports learns nothing of others.
"""

from registry.people.reports.corrections import ABOUT_A_PERSON, ALIVE, CORRECTIONS
from registry.people.reports.kinds import FIELDS, HERE, MEMBER, OWN, PERSON, SPOUSE, THERE, read_report
from registry.people.reports.reading import Report

__all__ = [
    "ABOUT_A_PERSON", "ALIVE", "CORRECTIONS", "FIELDS", "HERE", "MEMBER", "OWN", "PERSON", "SPOUSE", "THERE",
    "Report", "read_report",
]  # fmt: skip
