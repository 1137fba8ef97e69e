from django.urls import path

from facilities.directory.hours import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/ramadan/<int:hijri_year>/", views.ramadan, name="calendar-ramadan"),
    path("calendar/days/", views.calendar_days, name="calendar-days"),
    path("calendar/days/<uuid:exception>/remove/", views.remove_calendar_day, name="calendar-day-remove"),
    path("facilities/<slug:code>/days/", views.facility_days, name="facility-days"),
    path(
        "facilities/<slug:code>/days/<uuid:exception>/remove/",
        views.remove_facility_day,
        name="facility-day-remove",
    ),
]
