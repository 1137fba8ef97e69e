import django.db.models.deletion
import services.records.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalogue', '0001_initial'),
        ('directory', '0001_initial'),
        ('geography', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServiceRecord',
            fields=[
                ('id', models.UUIDField(default=services.records.models.record_id, editable=False, help_text='UUIDv7, made by the desk', primary_key=True, serialize=False)),
                ('visit', models.UUIDField(help_text='what was sent with one Enter')),
                ('level', models.CharField(choices=[('primary', 'primary care'), ('secondary', 'secondary care'), ('tertiary', 'tertiary care'), ('initiative', 'presidential initiatives')], max_length=10)),
                ('category', models.CharField(choices=[('preventive', 'prevention'), ('consultation', 'consultations'), ('dental', 'dental care'), ('diagnostic', 'tests and imaging'), ('emergency', 'emergencies'), ('maternal', 'mothers'), ('child', 'children'), ('pharmacy', 'medicines'), ('referral', 'referrals'), ('inpatient', 'hospital stays'), ('procedure', 'procedures'), ('surgery', 'operations'), ('intensive_care', 'intensive care'), ('dialysis', 'dialysis'), ('rehabilitation', 'rehabilitation'), ('transplant', 'transplants'), ('oncology', 'tumours'), ('screening', 'screening')], max_length=14)),
                ('sex', models.CharField(choices=[('male', 'male'), ('female', 'female')], max_length=6)),
                ('birth_year', models.PositiveSmallIntegerField()),
                ('provided_on', models.DateField()),
                ('quantity', models.SmallIntegerField()),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_records', to='people.beneficiary')),
                ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.district')),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='records.servicerecord')),
                ('service_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.servicetype')),
            ],
            options={
                'indexes': [models.Index(fields=['facility', '-recorded_at'], name='records_of_a_facility'), models.Index(fields=['beneficiary', '-provided_on'], name='records_of_a_beneficiary')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quantity__gt', 0), ('reason', ''), ('reverses__isnull', True)), models.Q(('quantity__lt', 0), ('reverses__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_record_counts_up_and_a_reversal_down'), models.CheckConstraint(condition=models.Q(('quantity__gte', -100), ('quantity__lte', 100)), name='a_quantity_is_believable', violation_error_message='The quantity is from 1 to 100.')],
            },
        ),
    ]
