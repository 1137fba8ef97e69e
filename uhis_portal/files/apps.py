"""The one way in and out for files: imports with a dry run, exports."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "uhis_portal.files"
    label = "files"
