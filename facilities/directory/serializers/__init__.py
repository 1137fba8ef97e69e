"""Facilities as they leave the portal."""

from facilities.directory.serializers.detail import FacilityDetail
from facilities.directory.serializers.in_list import FacilityInList

__all__ = ["FacilityDetail", "FacilityInList"]
