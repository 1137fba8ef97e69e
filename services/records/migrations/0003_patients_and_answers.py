import django.db.models.deletion
import uhis_portal.sealed_fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_history_is_append_only'),
        ('directory', '0002_guards'),
        ('geography', '0003_outline_is_read_when_drawn'),
        ('people', '0007_whose_number_reads'),
        ('records', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DiagnosisName',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('name_ar', models.CharField(blank=True, max_length=300)),
                ('name_en', models.CharField(blank=True, max_length=300)),
                ('comparable', models.TextField()),
                ('source', models.CharField(help_text='edition and licence of the list', max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name='servicerecord',
            name='cover',
            field=models.CharField(choices=[('covered', 'covered'), ('not_covered', 'not covered'), ('not_known', 'cover not known')], default='not_known', help_text='who pays, as answered at that moment', max_length=11),
        ),
        migrations.AddField(
            model_name='servicerecord',
            name='cover_reason',
            field=models.CharField(blank=True, choices=[('registered', 'registered with the system on this day'), ('not_yet', 'registered with the system only after this day'), ('left', 'no longer registered with the system on this day'), ('foreigner', 'a foreign member, whose cover has not been decided'), ('unregistered', 'not registered with the system'), ('visitor', 'a visitor who is not insured')], default='', help_text='empty: written before answers were kept', max_length=12),
        ),
        migrations.AddField(
            model_name='servicerecord',
            name='department',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department'),
        ),
        migrations.AddField(
            model_name='servicerecord',
            name='diagnosis',
            field=models.CharField(blank=True, default='', help_text='ICD-10 code, checked by its form', max_length=8),
        ),
        migrations.AlterField(
            model_name='servicerecord',
            name='beneficiary',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='service_records', to='people.beneficiary'),
        ),
        migrations.AlterField(
            model_name='servicerecord',
            name='birth_year',
            field=models.PositiveSmallIntegerField(help_text='empty: not known', null=True),
        ),
        migrations.AlterField(
            model_name='servicerecord',
            name='sex',
            field=models.CharField(blank=True, choices=[('male', 'male'), ('female', 'female')], help_text='empty: not known', max_length=6),
        ),
        migrations.CreateModel(
            name='OtherPatient',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('unregistered', 'not yet registered'), ('visitor', 'visitor who is not insured')], max_length=12)),
                ('full_name', models.CharField(blank=True, help_text='as told; empty: not known', max_length=160)),
                ('comparable_name', models.CharField(blank=True, max_length=160)),
                ('sex', models.CharField(blank=True, choices=[('male', 'male'), ('female', 'female')], help_text='empty: not known', max_length=6)),
                ('birth_year', models.PositiveSmallIntegerField(help_text='perhaps estimated; empty: not known', null=True)),
                ('paper', uhis_portal.sealed_fields.SealedField(help_text='number of an identity card or passport, as written there', null=True)),
                ('paper_index', models.BinaryField(null=True)),
                ('made_at', models.DateTimeField()),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Identification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(help_text='among those of the patient, from 1')),
                ('reason', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('beneficiary', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.beneficiary')),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifications', to='records.otherpatient')),
            ],
        ),
        migrations.AddField(
            model_name='servicerecord',
            name='other_patient',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='service_records', to='records.otherpatient'),
        ),
        migrations.AddIndex(
            model_name='servicerecord',
            index=models.Index(condition=models.Q(('other_patient__isnull', False)), fields=['other_patient'], name='records_of_an_other_patient'),
        ),
        migrations.AddConstraint(
            model_name='servicerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('beneficiary__isnull', False), ('other_patient__isnull', True)), models.Q(('beneficiary__isnull', True), ('other_patient__isnull', False)), _connector='OR'), name='a_record_has_one_patient'),
        ),
        migrations.AddIndex(
            model_name='otherpatient',
            index=models.Index(fields=['facility', '-made_at'], name='other_patients_of_a_facility'),
        ),
        migrations.AddIndex(
            model_name='otherpatient',
            index=models.Index(condition=models.Q(('paper_index__isnull', False)), fields=['paper_index'], name='other_patients_by_paper'),
        ),
        migrations.AddIndex(
            model_name='identification',
            index=models.Index(fields=['beneficiary'], name='identifications_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='identification',
            constraint=models.UniqueConstraint(fields=('patient', 'position'), name='one_identification_per_position'),
        ),
    ]
