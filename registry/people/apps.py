from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "registry.people"
    label = "people"

    def ready(self) -> None:
        from registry.people.actions.access import follow_number
        from uhis_portal.accounts.actions import number_changed

        number_changed.connect(follow_number, dispatch_uid="people-follow-number")
