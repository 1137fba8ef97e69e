from django.urls import path

from uhis_portal.accounts import api

urlpatterns = [
    path("session/", api.SessionView.as_view(), name="api-session"),
    path("session/number/", api.NumberView.as_view(), name="api-session-number"),
    path("session/codes/", api.CodeView.as_view(), name="api-session-codes"),
]
