from django.db import migrations

from uhis_portal.database.guards import append_only

HISTORY = ["directory_facilityevent", "directory_capacityevent", "directory_accreditationevent"]


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [append_only(table) for table in HISTORY]
