from django.urls import path

from services.records import api
from services.records.desk import api as desk
from services.records.given.api_urls import urlpatterns as given
from services.records.patients.api_urls import urlpatterns as patients

urlpatterns = [
    *given,
    *patients,
    path("desk/", desk.Desk.as_view(), name="api-desk"),
    path("desk/look-up", desk.DeskLookUp.as_view(), name="api-desk-look-up"),
    path("desk/day/", desk.DeskToday.as_view(), name="api-desk-day"),
    path("desk/queue-secret", desk.DeskQueueSecret.as_view(), name="api-desk-queue-secret"),
    path("desk/release", desk.DeskRelease.as_view(), name="api-desk-release"),
    path("service-records/", api.ServiceRecords.as_view(), name="api-service-records"),
    path("service-records/batch", api.ServiceRecordBatch.as_view(), name="api-service-record-batch"),
    path("service-records/<uuid:pk>/", api.OneServiceRecord.as_view(), name="api-service-record"),
    path(
        "service-records/<uuid:pk>/reverse/",
        api.ServiceRecordReversal.as_view(),
        name="api-service-record-reversal",
    ),
]
