"""Endpoints of kinds of service. Public, for reading only."""

from rest_framework.generics import ListAPIView, RetrieveAPIView

from facilities.catalogue.filters import ServiceTypeFilter
from facilities.catalogue.models import ServiceType
from facilities.catalogue.serializers import ServiceTypeRepresentation
from uhis_portal.api.permissions import Anyone


class ServiceTypes(ListAPIView):
    """The 89 kinds of service, by level of care and category."""

    permission_classes = [Anyone]
    queryset = ServiceType.objects.order_by("code")
    serializer_class = ServiceTypeRepresentation
    filterset_class = ServiceTypeFilter


class OneServiceType(RetrieveAPIView):
    """A kind of service by its code, such as PHC-LAB."""

    permission_classes = [Anyone]
    pagination_class = None
    queryset = ServiceType.objects.all()
    serializer_class = ServiceTypeRepresentation
    lookup_field = "code"
