import django.db.models.constraints
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import registry.applications.models
import uhis_portal.database.together
import uhis_portal.sealed_fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
        ('geography', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        uhis_portal.database.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Applicant',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('relation', models.CharField(choices=[('head', 'head of the family'), ('spouse', 'spouse'), ('child', 'child'), ('parent', 'parent'), ('dependant', 'other dependant')], max_length=9)),
                        ('full_name', models.CharField(max_length=160)),
                        ('national_id', uhis_portal.sealed_fields.SealedField()),
                        ('national_id_index', models.BinaryField()),
                        ('birth_date', models.DateField()),
                        ('sex', models.CharField(choices=[('male', 'male'), ('female', 'female')], max_length=6)),
                        ('birth_governorate_code', models.CharField(max_length=2)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applicants', to='applications.application')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('application', 'national_id_index'), name='a_person_stands_once_in_an_application', violation_error_message='This national ID number is entered twice in the application.'), models.UniqueConstraint(condition=models.Q(('relation', 'head')), fields=('application',), name='an_application_has_one_head'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('application', 'position'), name='applicants_have_an_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Application',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('reference', models.CharField(default=registry.applications.models.new_reference, editable=False, max_length=12, unique=True)),
                        ('channel', models.CharField(choices=[('citizen', 'by the family itself'), ('counter', 'at a counter')], max_length=7)),
                        ('language', models.CharField(default='ar', help_text='in which the family gets its messages', max_length=2)),
                        ('phone', uhis_portal.sealed_fields.SealedField(null=True)),
                        ('phone_index', models.BinaryField(null=True)),
                        ('status', models.CharField(choices=[('draft', 'draft'), ('received', 'received'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=8)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('begun_at', models.DateTimeField(auto_now_add=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('reason', models.CharField(blank=True, help_text='why it was refused, as the family reads it', max_length=300)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.district')),
                        ('governorate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('household', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='people.household')),
                        ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('status', 'received')), fields=['governorate', 'sent_at'], name='applications_waiting'), models.Index(fields=['account', 'begun_at'], name='applications_of_an_account')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('account')), _negated=True), _connector='OR'), name='who_entered_an_application_does_not_decide_it', violation_error_message='You entered this application, so someone else must decide it.'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', True), ('status', 'draft')), models.Q(('district__isnull', False), ('governorate__isnull', False), ('sent_at__isnull', False), ('unit__isnull', False), models.Q(('status', 'draft'), _negated=True)), _connector='OR'), name='a_sent_application_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', False), ('status', 'approved')), models.Q(models.Q(('status', 'approved'), _negated=True), ('household__isnull', True)), _connector='OR'), name='an_approved_application_has_a_household')],
                    },
                ),
                migrations.CreateModel(
                    name='ApplicantEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('relation', models.CharField(choices=[('head', 'head of the family'), ('spouse', 'spouse'), ('child', 'child'), ('parent', 'parent'), ('dependant', 'other dependant')], max_length=9)),
                        ('full_name', models.CharField(max_length=160)),
                        ('national_id_index', models.BinaryField()),
                        ('birth_date', models.DateField()),
                        ('sex', models.CharField(choices=[('male', 'male'), ('female', 'female')], max_length=6)),
                        ('birth_governorate_code', models.CharField(max_length=2)),
                        ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='applications.applicant')),
                        ('application', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='applications.application')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ApplicationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('reference', models.CharField(default=registry.applications.models.new_reference, editable=False, max_length=12)),
                        ('channel', models.CharField(choices=[('citizen', 'by the family itself'), ('counter', 'at a counter')], max_length=7)),
                        ('language', models.CharField(default='ar', help_text='in which the family gets its messages', max_length=2)),
                        ('phone_index', models.BinaryField(null=True)),
                        ('status', models.CharField(choices=[('draft', 'draft'), ('received', 'received'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=8)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('begun_at', models.DateTimeField(auto_now_add=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('reason', models.CharField(blank=True, help_text='why it was refused, as the family reads it', max_length=300)),
                        ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.district')),
                        ('governorate', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('household', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.household')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='applications.application')),
                        ('unit', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicationevent" ("account_id", "begun_at", "channel", "decided_at", "decided_by_id", "district_id", "governorate_id", "household_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "reason", "reference", "sent_at", "status", "unit_id", "version") SELECT new_values."account_id", new_values."begun_at", new_values."channel", new_values."decided_at", new_values."decided_by_id", new_values."district_id", new_values."governorate_id", new_values."household_id", new_values."id", new_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."phone_index", new_values."reason", new_values."reference", new_values."sent_at", new_values."status", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bb4d08a107efe0fbfef61d18ffc5ea7d24a8b1d7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_60e1b', referencing='REFERENCING NEW TABLE AS new_values ', table='applications_application', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicationevent" ("account_id", "begun_at", "channel", "decided_at", "decided_by_id", "district_id", "governorate_id", "household_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "reason", "reference", "sent_at", "status", "unit_id", "version") SELECT new_values."account_id", new_values."begun_at", new_values."channel", new_values."decided_at", new_values."decided_by_id", new_values."district_id", new_values."governorate_id", new_values."household_id", new_values."id", new_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."phone_index", new_values."reason", new_values."reference", new_values."sent_at", new_values."status", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."account_id" IS DISTINCT FROM (new_values."account_id") OR old_values."begun_at" IS DISTINCT FROM (new_values."begun_at") OR old_values."channel" IS DISTINCT FROM (new_values."channel") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."district_id" IS DISTINCT FROM (new_values."district_id") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."phone_index" IS DISTINCT FROM (new_values."phone_index") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."sent_at" IS DISTINCT FROM (new_values."sent_at") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4ed164509fc121f7a9f4ea6735beed9813fb27a9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f714e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='applications_application', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicationevent" ("account_id", "begun_at", "channel", "decided_at", "decided_by_id", "district_id", "governorate_id", "household_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "reason", "reference", "sent_at", "status", "unit_id", "version") SELECT old_values."account_id", old_values."begun_at", old_values."channel", old_values."decided_at", old_values."decided_by_id", old_values."district_id", old_values."governorate_id", old_values."household_id", old_values."id", old_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phone_index", old_values."reason", old_values."reference", old_values."sent_at", old_values."status", old_values."unit_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5577f3fe6a11fc4cdfaa11f30fe7d54f4b9a65ec', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_9016e', referencing='REFERENCING OLD TABLE AS old_values ', table='applications_application', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='applicant',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicantevent" ("account_id", "application_id", "birth_date", "birth_governorate_code", "full_name", "governorate_id", "id", "national_id_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "sex") SELECT new_values."account_id", new_values."application_id", new_values."birth_date", new_values."birth_governorate_code", new_values."full_name", new_values."governorate_id", new_values."id", new_values."national_id_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."position", new_values."relation", new_values."sex" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f8b180c029a57b1d317f2f024c8549ce309f11fa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b7271', referencing='REFERENCING NEW TABLE AS new_values ', table='applications_applicant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='applicant',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicantevent" ("account_id", "application_id", "birth_date", "birth_governorate_code", "full_name", "governorate_id", "id", "national_id_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "sex") SELECT new_values."account_id", new_values."application_id", new_values."birth_date", new_values."birth_governorate_code", new_values."full_name", new_values."governorate_id", new_values."id", new_values."national_id_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."position", new_values."relation", new_values."sex" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."account_id" IS DISTINCT FROM (new_values."account_id") OR old_values."application_id" IS DISTINCT FROM (new_values."application_id") OR old_values."birth_date" IS DISTINCT FROM (new_values."birth_date") OR old_values."birth_governorate_code" IS DISTINCT FROM (new_values."birth_governorate_code") OR old_values."full_name" IS DISTINCT FROM (new_values."full_name") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."national_id_index" IS DISTINCT FROM (new_values."national_id_index") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."relation" IS DISTINCT FROM (new_values."relation") OR old_values."sex" IS DISTINCT FROM (new_values."sex")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e87b2588de56fda817cc90e41f7e81214bdfb8a1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b5f6f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='applications_applicant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='applicant',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicantevent" ("account_id", "application_id", "birth_date", "birth_governorate_code", "full_name", "governorate_id", "id", "national_id_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "sex") SELECT old_values."account_id", old_values."application_id", old_values."birth_date", old_values."birth_governorate_code", old_values."full_name", old_values."governorate_id", old_values."id", old_values."national_id_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."relation", old_values."sex" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='00cbd5a0e1414d11ca36fd86a00dd17c478ccfbd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bbefa', referencing='REFERENCING OLD TABLE AS old_values ', table='applications_applicant', when='AFTER')),
                ),
            ],
        ),
    ]
