from django.urls import include, path

from services.records import api
from services.records.desk import api as desk
from services.records.given.api_urls import urlpatterns as given
from services.records.patients.api_urls import urlpatterns as patients

ledger = [
    path("", api.ServiceRecords.as_view(), name="api-service-records"),
    path("batch", api.ServiceRecordBatch.as_view(), name="api-service-record-batch"),
    path("<uuid:pk>/", api.OneServiceRecord.as_view(), name="api-service-record"),
    path("<uuid:pk>/reverse/", api.ServiceRecordReversal.as_view(), name="api-service-record-reversal"),
]
at_the_desk = [
    path("", desk.Desk.as_view(), name="api-desk"),
    path("look-up", desk.DeskLookUp.as_view(), name="api-desk-look-up"),
    path("day/", desk.DeskToday.as_view(), name="api-desk-day"),
    path("queue-secret", desk.DeskQueueSecret.as_view(), name="api-desk-queue-secret"),
    path("release", desk.DeskRelease.as_view(), name="api-desk-release"),
]
urlpatterns = [
    path("service-records/", include(ledger)),
    path("desk/", include(at_the_desk)),
    *given,
    *patients,
]
