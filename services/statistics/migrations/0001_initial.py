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
                    name='RegistrationDelta',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('governorate', models.CharField(max_length=6)),
                        ('district', models.CharField(max_length=4)),
                        ('unit', models.CharField(max_length=20)),
                        ('sex', models.CharField(max_length=6)),
                        ('birth_year', models.PositiveSmallIntegerField()),
                        ('day', models.DateField(help_text='the day from which the change counts')),
                        ('people', models.IntegerField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ReportedCheck',
                    fields=[
                        ('position', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ('name_ar', models.CharField(max_length=200)),
                        ('name_en', models.CharField(max_length=200)),
                        ('stated', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                        ('added_up', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                        ('verdict_ar', models.TextField()),
                        ('verdict_en', models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name='ReportedFigure',
                    fields=[
                        ('code', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('governorate', models.CharField(blank=True, help_text='empty: the whole country', max_length=6)),
                        ('facility', models.CharField(blank=True, help_text='code, where the figure is of one facility', max_length=20)),
                        ('name_ar', models.CharField(max_length=200)),
                        ('name_en', models.CharField(max_length=200)),
                        ('value', models.DecimalField(decimal_places=2, max_digits=16)),
                        ('unit', models.CharField(choices=[('people', 'people'), ('services', 'services'), ('facilities', 'facilities'), ('percent', 'per cent'), ('beds', 'beds'), ('incubators', 'incubators'), ('rooms', 'rooms'), ('machines', 'machines'), ('clinics', 'clinics'), ('laboratories', 'laboratories'), ('specialties', 'specialties'), ('devices', 'devices'), ('institutes', 'institutes'), ('buildings', 'buildings'), ('floors', 'floors'), ('levels', 'levels'), ('years', 'years'), ('governorates', 'governorates'), ('square_metres', 'square metres'), ('egp', 'Egyptian pounds')], max_length=20)),
                        ('qualifier', models.CharField(blank=True, choices=[('more_than', 'more than'), ('nearly', 'nearly')], max_length=20)),
                        ('published_on', models.DateField(help_text='empty: the publication states no date', null=True)),
                        ('published_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('source_ar', models.CharField(max_length=300)),
                        ('source_en', models.CharField(max_length=300)),
                        ('note_ar', models.CharField(blank=True, max_length=300)),
                        ('note_en', models.CharField(blank=True, max_length=300)),
                        ('position', models.PositiveSmallIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='RollUp',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('folded_at', models.DateTimeField()),
                        ('folded', models.BigIntegerField(default=0, help_text='deltas folded since the beginning')),
                    ],
                ),
                migrations.CreateModel(
                    name='ServiceDelta',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('facility', models.CharField(max_length=20)),
                        ('district', models.CharField(max_length=4)),
                        ('governorate', models.CharField(max_length=6)),
                        ('service_type', models.CharField(max_length=20)),
                        ('level', models.CharField(max_length=10)),
                        ('category', models.CharField(max_length=14)),
                        ('provided_on', models.DateField()),
                        ('quantity', models.IntegerField()),
                        ('records', models.IntegerField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RegistrationsByDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('governorate', models.CharField(max_length=6)),
                        ('district', models.CharField(max_length=4)),
                        ('unit', models.CharField(max_length=20)),
                        ('sex', models.CharField(max_length=6)),
                        ('birth_year', models.PositiveSmallIntegerField()),
                        ('day', models.DateField(help_text='the day from which the change counts')),
                        ('people', models.BigIntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('governorate', 'day', 'district', 'unit', 'sex', 'birth_year'), name='one_cell_per_registration_day')],
                    },
                ),
                migrations.CreateModel(
                    name='ServicesByDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('governorate', models.CharField(max_length=6)),
                        ('service_type', models.CharField(max_length=20)),
                        ('level', models.CharField(max_length=10)),
                        ('category', models.CharField(max_length=14)),
                        ('provided_on', models.DateField()),
                        ('quantity', models.BigIntegerField()),
                        ('records', models.BigIntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('governorate', 'provided_on', 'service_type', 'level', 'category'), name='one_cell_per_day')],
                    },
                ),
                migrations.CreateModel(
                    name='ServicesByMonth',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('facility', models.CharField(max_length=20)),
                        ('district', models.CharField(max_length=4)),
                        ('governorate', models.CharField(max_length=6)),
                        ('service_type', models.CharField(max_length=20)),
                        ('level', models.CharField(max_length=10)),
                        ('category', models.CharField(max_length=14)),
                        ('month', models.DateField()),
                        ('quantity', models.BigIntegerField()),
                        ('records', models.BigIntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('governorate', 'facility', 'month', 'service_type', 'level', 'category', 'district'), name='one_cell_per_month')],
                    },
                ),
            ],
        ),
    ]
