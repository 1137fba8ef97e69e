from django.urls import path

from services.records import api
from services.records.given.api_urls import urlpatterns as given
from services.records.patients.api_urls import urlpatterns as patients

urlpatterns = [
    *given,
    *patients,
    path("service-records/", api.ServiceRecords.as_view(), name="api-service-records"),
    path("service-records/batch", api.ServiceRecordBatch.as_view(), name="api-service-record-batch"),
    path("service-records/<uuid:pk>/", api.OneServiceRecord.as_view(), name="api-service-record"),
    path(
        "service-records/<uuid:pk>/reverse/",
        api.ServiceRecordReversal.as_view(),
        name="api-service-record-reversal",
    ),
]
