from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "facilities.staff"
    label = "staff"
