from django.db import migrations

from uhis_portal.database.guards import append_only

HISTORY = ["catalogue_servicetypeevent"]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [append_only(table) for table in HISTORY]
