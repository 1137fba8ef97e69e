from django.db import migrations

from uhis_portal.database.guards import OWN_ACCOUNT, row_security, within


class Migration(migrations.Migration):
    dependencies = [("files", "0003_documents")]

    operations = [row_security("files_document", see=[OWN_ACCOUNT, within("governorate", "reviews")])]
