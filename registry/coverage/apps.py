from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "registry.coverage"
    label = "coverage"
