import uhis_portal.database.together
import uhis_portal.sealed_fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        uhis_portal.database.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('citizen', 'citizen'), ('staff', 'staff'), ('system', 'system')], max_length=8)),
                        ('username', models.CharField(blank=True, max_length=60, null=True, unique=True)),
                        ('name_ar', models.CharField(blank=True, max_length=120)),
                        ('name_en', models.CharField(blank=True, max_length=120)),
                        ('phone', uhis_portal.sealed_fields.SealedField(null=True)),
                        ('phone_index', models.BinaryField(null=True, unique=True)),
                        ('is_active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'citizen'), ('phone_index__isnull', False), ('username__isnull', True)), models.Q(('kind', 'staff'), ('phone_index__isnull', True), ('username__isnull', False)), models.Q(('kind', 'system'), ('phone_index__isnull', True)), _connector='OR'), name='account_has_the_identity_of_its_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='OneTimeCode',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('phone', uhis_portal.sealed_fields.SealedField()),
                        ('phone_index', models.BinaryField()),
                        ('digest', models.BinaryField()),
                        ('sent_at', models.DateTimeField()),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('used_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['phone_index', 'sent_at'], name='codes_of_a_number')],
                    },
                ),
            ],
        ),
    ]
