"""The building itself: what every migration of every room stands on."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PortalConfig(AppConfig):
    name = "uhis_portal"
    label = "uhis_portal"

    def ready(self) -> None:
        from uhis_portal import celery  # noqa: F401  (every process hands its tasks to this application's broker)
        from uhis_portal.database import rights

        pre_migrate.connect(rights.grant_defaults, sender=self, dispatch_uid="portal-rights")
        post_migrate.connect(rights.close_ignore_switch, dispatch_uid="portal-ignore-switch")
