from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statistics", "0002_capture")]

    operations = [
        migrations.RenameField("reportedfigure", "source", "source_en"),
        migrations.AddField(
            "reportedfigure", "source_ar", models.CharField(default="", max_length=300), preserve_default=False
        ),
    ]
