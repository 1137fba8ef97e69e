from django.db import migrations

from uhis_portal.database.guards import row_security


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [row_security("notices_message", see=[])]
