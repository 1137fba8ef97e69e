from django.urls import path

from registry.people import views

urlpatterns = [path("my-file/", views.my_file, name="my-file")]
