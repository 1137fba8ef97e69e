from django.db import migrations

from uhis_portal.database.guards import append_only

HISTORY = ["staff_postevent"]


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [append_only(table) for table in HISTORY]
