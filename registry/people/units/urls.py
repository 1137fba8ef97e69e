from django.urls import path

from registry.people.units.views import handovers, requests

urlpatterns = [
    path("my-file/<uuid:pk>/unit/", requests.ask, name="unit-ask"),
    path("my-file/unit-requests/<uuid:pk>/withdraw/", requests.withdraw, name="unit-request-withdraw"),
    path("desk/unit-requests/", requests.queue, name="unit-requests"),
    path("desk/unit-requests/<uuid:pk>/", requests.review, name="unit-request"),
    path("desk/unit-requests/<uuid:pk>/approve/", requests.approve, name="unit-request-approve"),
    path("desk/unit-requests/<uuid:pk>/refuse/", requests.refuse, name="unit-request-refuse"),
    path("desk/handovers/", handovers.handovers, name="handovers"),
    path("desk/handovers/<uuid:pk>/", handovers.handover, name="handover"),
    path("desk/handovers/<uuid:pk>/approve/", handovers.approve, name="handover-approve"),
    path("desk/handovers/<uuid:pk>/cancel/", handovers.cancel, name="handover-cancel"),
    path("desk/handovers/<uuid:pk>/families/<uuid:family_pk>/", handovers.family, name="handover-family"),
]
