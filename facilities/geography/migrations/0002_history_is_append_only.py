from django.db import migrations

from uhis_portal.database.guards import append_only

HISTORY = ["geography_governorateevent", "geography_stageevent", "geography_districtevent"]


class Migration(migrations.Migration):
    dependencies = [("geography", "0001_initial")]

    operations = [append_only(table) for table in HISTORY]
