from django.urls import path

from uhis_portal.notices import views

urlpatterns = [path("messages/", views.messages_page, name="messages")]
