"""Messages to people:  outbox and gateway."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "uhis_portal.notices"
    label = "notices"

    def ready(self) -> None:
        from uhis_portal.notices import gateway  # noqa: F401  (registers its check)
