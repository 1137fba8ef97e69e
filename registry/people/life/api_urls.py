from django.urls import path

from registry.people.life import api

urlpatterns = [
    path("changes/", api.Changes.as_view(), name="api-changes"),
    path("changes/<uuid:pk>/", api.ChangeView.as_view(), name="api-change"),
    path("changes/<uuid:pk>/confirm/", api.ConfirmChange.as_view(), name="api-change-confirm"),
    path("changes/<uuid:pk>/refuse/", api.RefuseChange.as_view(), name="api-change-refuse"),
    path("changes/<uuid:pk>/withdraw/", api.WithdrawChange.as_view(), name="api-change-withdraw"),
    path("households/<uuid:pk>/changes/", api.ReportChange.as_view(), name="api-household-changes"),
    path("households/<uuid:pk>/members/", api.MembersOnADay.as_view(), name="api-household-members"),
]
