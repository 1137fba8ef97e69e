from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "registry.applications"
    label = "applications"

    def ready(self) -> None:
        from registry.applications.actions import follow_number
        from uhis_portal.accounts.actions import number_changed

        number_changed.connect(follow_number, dispatch_uid="applications-follow-number")
