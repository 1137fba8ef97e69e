from django.urls import path

from registry.people.access import api

urlpatterns = [
    path("households/join/", api.JoinView.as_view(), name="api-household-join"),
    path("desk/holders/", api.CounterJoinView.as_view(), name="api-file-access-join"),
    path("desk/holders/end/", api.CounterEndView.as_view(), name="api-file-access-end"),
    path("desk/holders/number/", api.CounterNumberView.as_view(), name="api-file-access-number"),
    path("desk/join-codes/", api.CounterCodeView.as_view(), name="api-file-access-code"),
]
