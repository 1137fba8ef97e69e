from django.urls import path

from registry.people.own_file import views

urlpatterns = [
    path("my-file/", views.my_file, name="my-file"),
    path("my-file/choose/", views.choose, name="file-choose"),
    path("my-file/<uuid:pk>/opened/", views.opened, name="file-opened"),
]
