from django.urls import path

from services.records import views
from services.records.given.urls import urlpatterns as given
from services.records.patients.urls import urlpatterns as patients

urlpatterns = [
    *given,
    *patients,
    path("desk/", views.desk, name="desk"),
    path("desk/<uuid:pk>/", views.visit, name="desk-visit"),
    path("desk/undo/<uuid:pk>/", views.undo, name="desk-undo"),
]
