from django.db import migrations

from uhis_portal.database.guards import append_only, private_history, row_security, within

# Names and mobile numbers of people who have no account yet: seen by whoever looks after posts there.
AREA = [within("governorate_id", "governorates"), within("facility_id", "facilities")]


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    replaces = [("staff", "0002_history_is_append_only"), ("staff", "0004_invitations_are_private")]

    operations = [
        append_only("staff_postevent"),
        row_security("staff_invitation", see=AREA),
        *private_history("staff_invitationevent"),
    ]
