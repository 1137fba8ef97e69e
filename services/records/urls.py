from django.urls import path

from services.records import views
from services.records.given.urls import urlpatterns as given

urlpatterns = [
    *given,
    path("desk/", views.desk, name="desk"),
    path("desk/<uuid:pk>/", views.visit, name="desk-visit"),
    path("desk/undo/<uuid:pk>/", views.undo, name="desk-undo"),
]
