from django.apps import AppConfig


class GeographyConfig(AppConfig):
    name = "facilities.geography"
    label = "geography"
