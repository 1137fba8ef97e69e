"""Endpoints of governorates and districts. Public, for reading only."""

from typing import Any

from rest_framework.generics import ListAPIView, RetrieveAPIView

from facilities.geography.filters import DistrictFilter
from facilities.geography.models import District, Governorate
from facilities.geography.serializers import DistrictRepresentation, GovernorateDetail, GovernorateInList
from uhis_portal.api.permissions import Anyone
from uhis_portal.calendar import cairo_today


class Governorates(ListAPIView):
    """The 27 governorates: phase and stage of the roll-out today, population and census, each with its date."""

    permission_classes = [Anyone]
    queryset = Governorate.objects.prefetch_related("stages").order_by("comparable")
    serializer_class = GovernorateInList

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "today": cairo_today()}


class OneGovernorate(RetrieveAPIView):
    """A governorate by its ISO 3166-2 code, such as EG-LX, with its outline for maps."""

    permission_classes = [Anyone]
    pagination_class = None
    queryset = Governorate.objects.defer(None).prefetch_related("stages")
    serializer_class = GovernorateDetail
    lookup_field = "code"

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "today": cairo_today()}


class Districts(ListAPIView):
    """The 389 districts by the codes of CAPMAS; `?governorate=EG-LX` for those of one governorate."""

    permission_classes = [Anyone]
    queryset = District.objects.select_related("governorate").defer("governorate__outline").order_by("code")
    serializer_class = DistrictRepresentation
    filterset_class = DistrictFilter


class OneDistrict(RetrieveAPIView):
    """A district by its code, such as 3607."""

    permission_classes = [Anyone]
    pagination_class = None
    queryset = District.objects.select_related("governorate")
    serializer_class = DistrictRepresentation
    lookup_field = "code"
