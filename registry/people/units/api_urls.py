from django.urls import path

from registry.people.units import api

ONE = "handovers/<uuid:pk>/"

urlpatterns = [
    path("unit-requests/", api.UnitRequests.as_view(), name="api-unit-requests"),
    path("unit-requests/<uuid:pk>/", api.UnitRequestView.as_view(), name="api-unit-request"),
    path(
        "unit-requests/<uuid:pk>/approve/", api.ApproveRequestView.as_view(), name="api-unit-request-approve"
    ),
    path("unit-requests/<uuid:pk>/refuse/", api.RefuseRequestView.as_view(), name="api-unit-request-refuse"),
    path("unit-requests/<uuid:pk>/withdraw/", api.WithdrawView.as_view(), name="api-unit-request-withdraw"),
    path("handovers/", api.Handovers.as_view(), name="api-handovers"),
    path(ONE, api.HandoverView.as_view(), name="api-handover"),
    path(f"{ONE}approve/", api.HandoverApproveView.as_view(), name="api-handover-approve"),
    path(f"{ONE}cancel/", api.HandoverCancelView.as_view(), name="api-handover-cancel"),
    path(f"{ONE}families/", api.HandoverFamilies.as_view(), name="api-handover-families"),
    path(f"{ONE}families/<uuid:family>/", api.HandoverFamilyView.as_view(), name="api-handover-family"),
]
