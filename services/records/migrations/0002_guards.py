from django.db import migrations

from uhis_portal.database.guards import append_only, row_security, within


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        append_only("records_servicerecord"),
        row_security(
            "records_servicerecord",
            see=[within("facility_id", "facilities"), within("governorate_id", "governorates")],
            write=[within("facility_id", "facilities")],
        ),
    ]
