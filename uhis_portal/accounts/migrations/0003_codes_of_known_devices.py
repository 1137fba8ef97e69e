from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_system_account")]

    operations = [
        migrations.AddField(
            model_name="onetimecode",
            name="device",
            field=models.UUIDField(
                help_text="from which it was asked for, if the number's account entered there before", null=True
            ),
        ),
    ]
