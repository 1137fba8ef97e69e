"""Facilities and what is known of them. What is not known is empty or has no row, and the pages say so."""

from facilities.directory.models.equipment import Building, Capacity, Department, ServiceOffered
from facilities.directory.models.facility import Facility
from facilities.directory.models.hours import HoursException, OpeningHours, Season
from facilities.directory.models.naming import Contact, OtherName
from facilities.directory.models.revisions import Proposal, Revision
from facilities.directory.models.standing import Accreditation, Programme, RolePeriod, StatusPeriod

__all__ = [
    "Accreditation",
    "Building",
    "Capacity",
    "Contact",
    "Department",
    "Facility",
    "HoursException",
    "OpeningHours",
    "OtherName",
    "Programme",
    "Proposal",
    "Revision",
    "RolePeriod",
    "Season",
    "ServiceOffered",
    "StatusPeriod",
]
