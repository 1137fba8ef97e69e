from django.urls import path

from services.records import views
from services.records.given.urls import urlpatterns as given
from services.records.patients.urls import urlpatterns as patients

urlpatterns = [
    *given,
    *patients,
    path("desk/", views.desk, name="desk"),
    path("desk/shell/", views.shell, name="desk-shell"),
    path("desk/manifest.webmanifest", views.manifest, name="desk-manifest"),
    path("desk/locked/", views.locked, name="desk-locked"),
    path("desk/other/", views.other, name="desk-other"),
    path("desk/<uuid:pk>/", views.visit, name="desk-visit"),
    path("desk/undo/<uuid:pk>/", views.undo, name="desk-undo"),
]
