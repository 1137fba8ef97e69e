from django.db import migrations

from uhis_portal.database.guards import private_history, row_security, within

# Names and mobile numbers of people who have no account yet: seen by whoever looks after posts there.
AREA = [within("governorate_id", "governorates"), within("facility_id", "facilities")]


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_posts_and_invitations")]

    operations = [
        row_security("staff_invitation", see=AREA),
        *private_history("staff_invitationevent"),
    ]
