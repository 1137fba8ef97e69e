from django.db import migrations

from uhis_portal.database.guards import OWN_ACCOUNT, row_security, within

OWN_AREA = [OWN_ACCOUNT, within("governorate", "governorates"), within("facility", "facilities")]


class Migration(migrations.Migration):
    dependencies = [("files", "0006_exports")]

    operations = [row_security(table, see=OWN_AREA) for table in ("files_export", "files_exportpart")]
