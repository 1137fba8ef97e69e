"""How every endpoint behaves."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "uhis_portal.api"
    label = "api"
