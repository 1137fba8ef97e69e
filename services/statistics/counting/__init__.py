"""What is counted, from where, and into which roll-ups. A room joins by a declaration here; the mechanism stays as it is."""

from services.statistics.counting.applications import APPLICATIONS
from services.statistics.counting.declared import Roll, Source
from services.statistics.counting.people import PEOPLE
from services.statistics.counting.registrations import REGISTRATIONS
from services.statistics.counting.services import SERVICES

SOURCES = (SERVICES, REGISTRATIONS, APPLICATIONS)
ROLLS: tuple[Roll, ...] = (*(roll for source in SOURCES for roll in source.rolls), *PEOPLE)

__all__ = ["ROLLS", "SOURCES", "Roll", "Source"]
