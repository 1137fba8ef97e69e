from django.db import migrations

from uhis_portal.database.guards import OWN_ACCOUNT, row_security

TABLES = ("files_import", "files_importpart", "files_importblock", "files_importfault", "files_importidentity")


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [row_security(table, see=[OWN_ACCOUNT]) for table in TABLES]
