"""Services by facility and month, without kinds: what a list of facilities or districts adds up of all the years."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('statistics', '0010_quality_of_last_month'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServicesOfFacilityByMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility', models.CharField(max_length=20)),
                ('district', models.CharField(max_length=4)),
                ('governorate', models.CharField(max_length=6)),
                ('month', models.DateField()),
                ('quantity', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('governorate', 'district', 'facility', 'month'), name='one_cell_per_facility_and_month')],
            },
        ),
        migrations.RunSQL(
            f'''
            LOCK TABLE statistics_servicesbymonth IN SHARE ROW EXCLUSIVE MODE;
            INSERT INTO statistics_servicesoffacilitybymonth (governorate, district, facility, month, quantity)
            SELECT governorate, district, facility, month, sum(quantity) FROM statistics_servicesbymonth GROUP BY 1, 2, 3, 4;
            REVOKE DELETE, TRUNCATE ON statistics_servicesoffacilitybymonth FROM "{settings.SERVING_ROLE}";
            ''',
            migrations.RunSQL.noop,
        ),
    ]
