from django.urls import include, path

from facilities.directory import views

urlpatterns = [
    path("", include("facilities.directory.hours.urls")),
    path("", include("facilities.directory.keeping.urls")),
    path("facilities/", views.facilities, name="facilities"),
    path("facilities/<slug:code>/", views.facility, name="facility"),
]
