from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "facilities.catalogue"
    label = "catalogue"
