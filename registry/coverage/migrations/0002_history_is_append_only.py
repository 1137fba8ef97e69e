from django.db import migrations

from uhis_portal.database.guards import append_only

HISTORY = [
    "coverage_contributioncategoryevent",
    "coverage_contributionrateevent",
    "coverage_copaymentcapevent",
    "coverage_copaymentexemptionevent",
    "coverage_copaymentruleevent",
]


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_initial")]

    operations = [append_only(table) for table in HISTORY]
