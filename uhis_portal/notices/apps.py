"""Messages to people:  outbox and gateway."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "uhis_portal.notices"
    label = "notices"
