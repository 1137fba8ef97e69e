import django.db.models.deletion
import django.db.models.expressions
import uhis_portal.database.together
import uhis_portal.sealed_fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        uhis_portal.database.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Import',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=40)),
                        ('file_name', models.CharField(max_length=200)),
                        ('size', models.PositiveIntegerField(help_text='bytes')),
                        ('digest', models.BinaryField(help_text='SHA-256 of the file')),
                        ('format', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX')], max_length=4)),
                        ('read_as', models.JSONField(default=dict, help_text='encoding and delimiter, or sheet and number of sheets')),
                        ('columns', models.JSONField(default=list, help_text='names of the columns in the file, in its order')),
                        ('merged', models.JSONField(default=list, help_text='[first row, last row, name of the column] of merged cells')),
                        ('state', models.CharField(choices=[('checking', 'being checked'), ('checked', 'checked, not saved'), ('saving', 'being saved'), ('saved', 'saved'), ('cancelled', 'cancelled'), ('failed', 'stopped by a fault')], default='checking', max_length=9)),
                        ('read', models.BooleanField(default=False, help_text='all rows stand in blocks, and the file itself is gone')),
                        ('right_rows_only', models.BooleanField(default=False, help_text='saved although some rows are wrong')),
                        ('place', models.PositiveIntegerField(default=0, help_text='number of the last row that is done with')),
                        ('rows_total', models.PositiveIntegerField(default=0)),
                        ('rows_done', models.PositiveIntegerField(default=0, help_text='in the pass that is running or ran last')),
                        ('rows_new', models.PositiveIntegerField(default=0)),
                        ('rows_changed', models.PositiveIntegerField(default=0)),
                        ('rows_unchanged', models.PositiveIntegerField(default=0)),
                        ('rows_wrong', models.PositiveIntegerField(default=0)),
                        ('failed_while', models.CharField(blank=True, choices=[('checking', 'being checked'), ('checked', 'checked, not saved'), ('saving', 'being saved'), ('saved', 'saved'), ('cancelled', 'cancelled'), ('failed', 'stopped by a fault')], max_length=9)),
                        ('reason', models.JSONField(help_text='why it failed: {code, ar, en}', null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('version', models.PositiveIntegerField(default=1, help_text='goes up with each change of the state')),
                        ('made_at', models.DateTimeField()),
                        ('touched_at', models.DateTimeField(help_text="the worker's last step, or the owner's")),
                        ('checked_at', models.DateTimeField(null=True)),
                        ('saving_at', models.DateTimeField(help_text='when its owner had it saved', null=True)),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('forgotten_at', models.DateTimeField(help_text='since when rows and faults are no longer kept', null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['account', '-made_at'], name='imports_of_an_account'), models.Index(condition=models.Q(('state__in', ['checking', 'saving'])), fields=['touched_at'], name='imports_under_way')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('rows_done', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('rows_new'), '+', models.F('rows_changed')), '+', models.F('rows_unchanged')), '+', models.F('rows_wrong')))), name='import_counts_add_up')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportBlock',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first', models.PositiveIntegerField(help_text='number of the first row in it')),
                        ('last', models.PositiveIntegerField()),
                        ('rows', uhis_portal.sealed_fields.SealedField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='files.import')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'last'), name='one_block_per_last_row')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportFault',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row', models.PositiveIntegerField()),
                        ('position', models.PositiveSmallIntegerField(help_text='among the faults of the row')),
                        ('column', models.CharField(blank=True, max_length=80)),
                        ('code', models.CharField(max_length=60)),
                        ('said', uhis_portal.sealed_fields.SealedField(help_text='{ar, en, text of the cell} as JSON')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='files.import')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'row', 'position'), name='one_fault_per_position')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportIdentity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.BinaryField()),
                        ('row', models.PositiveIntegerField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to='files.import')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'digest'), name='first_row_of_an_identity')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportPart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(help_text='from 0')),
                        ('content', uhis_portal.sealed_fields.SealedBytesField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='files.import')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='one_part_per_number')],
                    },
                ),
            ],
        ),
    ]
