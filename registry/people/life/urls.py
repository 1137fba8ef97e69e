from django.urls import path

from registry.people.life.views import deciding, reporting

urlpatterns = [
    path("changes/", deciding.queue, name="life-events"),
    path("changes/<uuid:pk>/", deciding.event, name="life-event"),
    path("changes/<uuid:pk>/confirm/", deciding.confirm, name="life-event-confirm"),
    path("changes/<uuid:pk>/refuse/", deciding.refuse, name="life-event-refuse"),
    path("changes/<uuid:pk>/withdraw/", deciding.withdraw, name="life-event-withdraw"),
    path("families/<uuid:household>/changes/new/", reporting.choose, name="life-event-choose"),
    path("families/<uuid:household>/changes/new/<slug:kind>/", reporting.new, name="life-event-new"),
]
