import uhis_portal.audit.models
import uhis_portal.database.together
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        uhis_portal.database.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Link',
                    fields=[
                        ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('event_id', models.UUIDField(unique=True)),
                        ('digest', models.BinaryField(help_text="SHA-256 of the previous digest and the event's canonical JSON")),
                        ('sealed_at', models.DateTimeField(auto_now_add=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Unsealed',
                    fields=[
                        ('event_id', models.UUIDField(primary_key=True, serialize=False)),
                    ],
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.UUIDField(default=uhis_portal.audit.models.event_id, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('account_id', models.UUIDField(help_text='who acted; no foreign key, so that no deletion reaches here', null=True)),
                        ('action', models.CharField(help_text='room.verb, such as people.look_up', max_length=60)),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.CharField(max_length=64)),
                        ('facility', models.CharField(blank=True, max_length=20)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('details', models.JSONField(default=dict)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['account_id', 'at'], name='events_of_an_account'), models.Index(fields=['subject_id', 'at'], name='events_about_a_subject')],
                    },
                ),
            ],
        ),
    ]
