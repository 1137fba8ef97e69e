from django.db import migrations

from facilities.directory.changes import change_table, watch_facilities


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0007_what_may_not_change"),
        ("geography", "0002_history_is_append_only"),
        ("catalogue", "0002_history_is_append_only"),
    ]

    operations = [change_table(), *watch_facilities()]
