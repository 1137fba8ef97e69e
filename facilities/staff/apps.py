from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "facilities.staff"
    label = "staff"

    def ready(self) -> None:
        from facilities.directory.actions.revisions import facilities_renamed
        from facilities.staff.actions import follow_new_names

        facilities_renamed.connect(follow_new_names, dispatch_uid="staff-follow-new-names")
