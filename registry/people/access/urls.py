from django.urls import path

from registry.people.access import views

urlpatterns = [
    path("my-file/join/", views.join, name="file-join"),
    path("desk/files/", views.counter, name="file-access"),
    path("desk/files/join/", views.counter_number, {"act": "join"}, name="file-access-join"),
    path("desk/files/join/card/", views.counter_join_card, name="file-access-join-card"),
    path("desk/files/number/", views.counter_number, {"act": "number"}, name="file-access-number"),
    path("desk/files/number/card/", views.counter_number_card, name="file-access-number-card"),
    path("desk/files/code/", views.counter_code, name="file-access-code"),
    path("desk/files/end/", views.counter_end, name="file-access-end"),
]
