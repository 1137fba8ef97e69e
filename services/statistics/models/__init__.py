"""The numbers: deltas noted by triggers, roll-ups folded from them by the worker, and figures published elsewhere.

In one snapshot, at any moment, for each cell: roll-up + pending deltas = recount of the counted table.
Dimensions are plain codes, not foreign keys: a roll-up remembers what was true when it was counted.
"""

from services.statistics.models.applications import ApplicationDelta, ApplicationsByDay
from services.statistics.models.checks import Check, RollUp
from services.statistics.models.dhis2 import Dhis2Unit
from services.statistics.models.people import CareDelta, IdentityDelta, KnownAs, PeopleReached
from services.statistics.models.quality import JudgedFacility
from services.statistics.models.registrations import (
    PeopleOfGovernorate,
    PeopleOfUnit,
    RegistrationCell,
    RegistrationDelta,
    RegistrationsByDay,
    RegistrationsByMonth,
)
from services.statistics.models.reported import ReportedCheck, ReportedFigure
from services.statistics.models.reports import Report
from services.statistics.models.services import (
    ServiceCell,
    ServiceDelta,
    ServicesByDay,
    ServicesByMonth,
    ServicesOfFacility,
    ServicesOfFacilityByMonth,
    ServicesOfGovernorate,
    ServicesOfGroup,
)

__all__ = [
    "ApplicationDelta",
    "ApplicationsByDay",
    "CareDelta",
    "Check",
    "Dhis2Unit",
    "IdentityDelta",
    "JudgedFacility",
    "KnownAs",
    "PeopleOfGovernorate",
    "PeopleOfUnit",
    "PeopleReached",
    "RegistrationCell",
    "RegistrationDelta",
    "RegistrationsByDay",
    "RegistrationsByMonth",
    "Report",
    "ReportedCheck",
    "ReportedFigure",
    "RollUp",
    "ServiceCell",
    "ServiceDelta",
    "ServicesByDay",
    "ServicesByMonth",
    "ServicesOfFacility",
    "ServicesOfFacilityByMonth",
    "ServicesOfGovernorate",
    "ServicesOfGroup",
]
