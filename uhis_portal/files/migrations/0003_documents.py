import django.db.models.deletion
import uhis_portal.sealed_fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('governorate', models.CharField(blank=True, max_length=6)),
                ('content', uhis_portal.sealed_fields.SealedBytesField(help_text='JPEG')),
                ('digest', models.BinaryField(help_text='SHA-256 of the JPEG')),
                ('size', models.PositiveIntegerField(help_text='bytes of the JPEG')),
                ('width', models.PositiveSmallIntegerField(help_text='pixels')),
                ('height', models.PositiveSmallIntegerField(help_text='pixels')),
                ('made_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
