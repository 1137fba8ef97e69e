from django.urls import path

from registry.applications import api

urlpatterns = [
    path("applications/", api.Applications.as_view(), name="api-applications"),
    path("applications/<uuid:pk>/", api.ApplicationView.as_view(), name="api-application"),
    path("applications/<uuid:pk>/send/", api.SendView.as_view(), name="api-application-send"),
    path("applications/<uuid:pk>/approve/", api.ApproveView.as_view(), name="api-application-approve"),
    path("applications/<uuid:pk>/refuse/", api.RefuseView.as_view(), name="api-application-refuse"),
]
