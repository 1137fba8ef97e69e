from django.urls import path

from facilities.directory.hours import api

urlpatterns = [
    path("calendar/", api.CalendarView.as_view(), name="api-calendar"),
    path("calendar/ramadan/<int:hijri_year>/", api.RamadanView.as_view(), name="api-calendar-ramadan"),
    path("calendar/days/", api.CalendarDays.as_view(), name="api-calendar-days"),
    path("calendar/days/<uuid:exception>/", api.CalendarDay.as_view(), name="api-calendar-day"),
    path("facilities/<slug:code>/hours/", api.FacilityHoursView.as_view(), name="api-facility-hours"),
    path("facilities/<slug:code>/days/", api.FacilityDays.as_view(), name="api-facility-days"),
    path("facilities/<slug:code>/days/<uuid:exception>/", api.FacilityDay.as_view(), name="api-facility-day"),
]
