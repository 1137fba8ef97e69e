from django.db import migrations

from uhis_portal.database.guards import OWN_ACCOUNT, row_security


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [row_security("api_storedanswer", see=[OWN_ACCOUNT])]
