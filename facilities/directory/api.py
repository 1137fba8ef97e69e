"""Endpoints of facilities. Public, for reading only."""

from rest_framework.generics import ListAPIView, RetrieveAPIView

from facilities.directory.filters import FacilityFilter
from facilities.directory.models import Facility
from facilities.directory.serializers import FacilityDetail, FacilityInList
from uhis_portal.api.paging import Pages
from uhis_portal.api.permissions import Anyone


class FinderPages(Pages):
    page_size = 20


class Facilities(ListAPIView):
    """The finder. `q` takes words in Arabic or English, current and former names, and decides what matches;
    `near=latitude,longitude` orders equals and gives `distance_km`. The best match comes first.
    """

    permission_classes = [Anyone]
    queryset = Facility.objects.in_list()
    serializer_class = FacilityInList
    filterset_class = FacilityFilter
    pagination_class = FinderPages


class OneFacility(RetrieveAPIView):
    """A facility by its code, such as LX-H2: what is known of it, and as of when."""

    permission_classes = [Anyone]
    pagination_class = None
    queryset = Facility.objects.in_full()
    serializer_class = FacilityDetail
    lookup_field = "code"
