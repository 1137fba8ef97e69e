"""What was judged of the last whole month."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('statistics', '0009_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='JudgedFacility',
            fields=[
                ('facility', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('district', models.CharField(help_text='where it lay; empty: not known', max_length=4)),
                ('governorate', models.CharField(max_length=6)),
                ('month', models.DateField(help_text='its first day')),
                ('expected', models.PositiveSmallIntegerField(help_text='working days')),
                ('logged', models.PositiveSmallIntegerField(help_text='of them with an entry')),
                ('silent', models.BooleanField(help_text='without any entry')),
                ('incomplete', models.BooleanField(help_text='with entries, but on too few of the days')),
                ('high', models.PositiveSmallIntegerField(help_text='kinds of service unusually often given')),
                ('low', models.PositiveSmallIntegerField(help_text='kinds of service unusually seldom given')),
                ('judged_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['governorate', 'district'], name='judged_by_area')],
            },
        ),
    ]
