from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "facilities.directory"
    label = "directory"
