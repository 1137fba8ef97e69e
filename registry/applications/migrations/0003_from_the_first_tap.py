import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uhis_portal.database.together
import uhis_portal.sealed_fields
import uuid
from django.conf import settings
from django.db import migrations, models

from uhis_portal.database.guards import OWN_ACCOUNT, row_security, within


# A column of a policy changes its type only while there is no policy.
REVIEWED = within("governorate_id", "reviews")
BEFORE = row_security("applications_application", see=[OWN_ACCOUNT, f"status <> 'draft' AND {REVIEWED}"])
POLICY = row_security("applications_application", see=[OWN_ACCOUNT, f"sent_at IS NOT NULL AND {REVIEWED}"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('applications', '0002_guards'),
        ('directory', '0002_guards'),
        ('files', '0003_documents'),
        ('geography', '0002_history_is_append_only'),
        ('people', '0002_guards'),
    ]

    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        uhis_portal.database.together.Together(
            operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name='applicant',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='applicant',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='applicant',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='application',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='application',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='application',
                    name='delete_delete',
                ),
                migrations.CreateModel(
                    name='Interest',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('phone', uhis_portal.sealed_fields.SealedField()),
                        ('phone_index', models.BinaryField()),
                        ('language', models.CharField(default='ar', max_length=2)),
                        ('left_at', models.DateTimeField()),
                        ('told_at', models.DateTimeField(null=True)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('phone_index', 'governorate'), name='a_number_is_told_once_of_a_governorate')],
                    },
                ),
                migrations.CreateModel(
                    name='Paper',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('id_card', 'national ID card'), ('birth_certificate', 'birth certificate'), ('passport', 'passport'), ('marriage', 'marriage certificate'), ('income', 'proof of income'), ('other', 'another paper')], max_length=17)),
                        ('added_at', models.DateTimeField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('applicant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='applications.applicant')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='applications.application')),
                        ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.document')),
                        ('governorate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                    ],
                ),
                migrations.RemoveConstraint(
                    model_name='application',
                    name='a_sent_application_is_whole',
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='certificate_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='certificate_number',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='disputed_at',
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='guardian',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wards', to='applications.applicant'),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='known_by',
                    field=models.CharField(choices=[('national_id', 'a national ID number'), ('certificate', 'a birth certificate: a newborn without a number'), ('passport', 'a passport')], default='national_id', max_length=11),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='monthly_income',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='nationality',
                    field=models.CharField(default='EG', help_text='ISO 3166-1 alpha-2', max_length=2),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='passport_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='passport_number',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='told_at',
                    field=models.DateTimeField(help_text='when an adult whom someone else named was told', null=True),
                ),
                migrations.AddField(
                    model_name='applicant',
                    name='work',
                    field=models.CharField(blank=True, help_text='the category by which an adult pays; empty: not asked or not told', max_length=20),
                ),
                migrations.AddField(
                    model_name='applicantevent',
                    name='certificate_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='applicantevent',
                    name='disputed_at',
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name='applicantevent',
                    name='guardian',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='applications.applicant'),
                ),
                migrations.AddField(
                    model_name='applicantevent',
                    name='known_by',
                    field=models.CharField(choices=[('national_id', 'a national ID number'), ('certificate', 'a birth certificate: a newborn without a number'), ('passport', 'a passport')], default='national_id', max_length=11),
                ),
                migrations.AddField(
                    model_name='applicantevent',
                    name='nationality',
                    field=models.CharField(default='EG', help_text='ISO 3166-1 alpha-2', max_length=2),
                ),
                migrations.AddField(
                    model_name='applicantevent',
                    name='passport_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='applicantevent',
                    name='told_at',
                    field=models.DateTimeField(help_text='when an adult whom someone else named was told', null=True),
                ),
                migrations.AddField(
                    model_name='applicantevent',
                    name='work',
                    field=models.CharField(blank=True, help_text='the category by which an adult pays; empty: not asked or not told', max_length=20),
                ),
                migrations.AddField(
                    model_name='application',
                    name='address',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AddField(
                    model_name='application',
                    name='address_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='application',
                    name='returned_at',
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name='application',
                    name='to_mend',
                    field=models.JSONField(default=list, help_text='what the family is asked to put right: [{field, person, why}], as codes and its words'),
                ),
                migrations.AddField(
                    model_name='application',
                    name='touched_at',
                    field=models.DateTimeField(default=django.utils.timezone.now, help_text='when the family last changed it'),
                ),
                migrations.AddField(
                    model_name='applicationevent',
                    name='address_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='applicationevent',
                    name='returned_at',
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name='applicationevent',
                    name='to_mend',
                    field=models.JSONField(default=list, help_text='what the family is asked to put right: [{field, person, why}], as codes and its words'),
                ),
                migrations.AddField(
                    model_name='applicationevent',
                    name='touched_at',
                    field=models.DateTimeField(default=django.utils.timezone.now, help_text='when the family last changed it'),
                ),
                migrations.AlterField(
                    model_name='applicant',
                    name='birth_governorate_code',
                    field=models.CharField(blank=True, max_length=2),
                ),
                migrations.AlterField(
                    model_name='applicant',
                    name='national_id',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AlterField(
                    model_name='applicant',
                    name='national_id_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AlterField(
                    model_name='applicantevent',
                    name='birth_governorate_code',
                    field=models.CharField(blank=True, max_length=2),
                ),
                migrations.AlterField(
                    model_name='applicantevent',
                    name='national_id_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AlterField(
                    model_name='application',
                    name='channel',
                    field=models.CharField(choices=[('citizen', 'by the family itself'), ('counter', 'at a counter'), ('hotline', 'by the hotline 15344')], max_length=7),
                ),
                migrations.AlterField(
                    model_name='application',
                    name='status',
                    field=models.CharField(choices=[('draft', 'draft'), ('received', 'received'), ('returned', 'returned for correction'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='draft', max_length=9),
                ),
                migrations.AlterField(
                    model_name='applicationevent',
                    name='channel',
                    field=models.CharField(choices=[('citizen', 'by the family itself'), ('counter', 'at a counter'), ('hotline', 'by the hotline 15344')], max_length=7),
                ),
                migrations.AlterField(
                    model_name='applicationevent',
                    name='status',
                    field=models.CharField(choices=[('draft', 'draft'), ('received', 'received'), ('returned', 'returned for correction'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='draft', max_length=9),
                ),
                migrations.AddIndex(
                    model_name='applicant',
                    index=models.Index(fields=['national_id_index'], name='applicants_of_a_number'),
                ),
                migrations.AddConstraint(
                    model_name='applicant',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('known_by', 'national_id'), ('national_id_index__isnull', False)), models.Q(('certificate_index__isnull', False), ('known_by', 'certificate')), models.Q(('known_by', 'passport'), ('passport_index__isnull', False)), _connector='OR'), name='an_applicant_is_known_by_what_is_said'),
                ),
                migrations.AddConstraint(
                    model_name='application',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', True), ('status', 'draft')), ('status', 'withdrawn'), models.Q(('district__isnull', False), ('governorate__isnull', False), ('sent_at__isnull', False), ('unit__isnull', False), models.Q(('status', 'draft'), _negated=True)), _connector='OR'), name='a_sent_application_is_whole'),
                ),
                migrations.AddConstraint(
                    model_name='application',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'returned'), _negated=True), models.Q(models.Q(('to_mend', []), _negated=True), ('returned_at__isnull', False)), _connector='OR'), name='a_returned_application_says_what_to_mend'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='applicant',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicantevent" ("account_id", "application_id", "birth_date", "birth_governorate_code", "certificate_index", "disputed_at", "full_name", "governorate_id", "guardian_id", "id", "known_by", "national_id_index", "nationality", "passport_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "sex", "told_at", "work") SELECT new_values."account_id", new_values."application_id", new_values."birth_date", new_values."birth_governorate_code", new_values."certificate_index", new_values."disputed_at", new_values."full_name", new_values."governorate_id", new_values."guardian_id", new_values."id", new_values."known_by", new_values."national_id_index", new_values."nationality", new_values."passport_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."position", new_values."relation", new_values."sex", new_values."told_at", new_values."work" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7d129982b22f403f1c4f1651ce57f87c887e9b73', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b7271', referencing='REFERENCING NEW TABLE AS new_values ', table='applications_applicant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='applicant',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicantevent" ("account_id", "application_id", "birth_date", "birth_governorate_code", "certificate_index", "disputed_at", "full_name", "governorate_id", "guardian_id", "id", "known_by", "national_id_index", "nationality", "passport_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "sex", "told_at", "work") SELECT new_values."account_id", new_values."application_id", new_values."birth_date", new_values."birth_governorate_code", new_values."certificate_index", new_values."disputed_at", new_values."full_name", new_values."governorate_id", new_values."guardian_id", new_values."id", new_values."known_by", new_values."national_id_index", new_values."nationality", new_values."passport_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."position", new_values."relation", new_values."sex", new_values."told_at", new_values."work" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."account_id" IS DISTINCT FROM (new_values."account_id") OR old_values."application_id" IS DISTINCT FROM (new_values."application_id") OR old_values."birth_date" IS DISTINCT FROM (new_values."birth_date") OR old_values."birth_governorate_code" IS DISTINCT FROM (new_values."birth_governorate_code") OR old_values."certificate_index" IS DISTINCT FROM (new_values."certificate_index") OR old_values."disputed_at" IS DISTINCT FROM (new_values."disputed_at") OR old_values."full_name" IS DISTINCT FROM (new_values."full_name") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."guardian_id" IS DISTINCT FROM (new_values."guardian_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."known_by" IS DISTINCT FROM (new_values."known_by") OR old_values."national_id_index" IS DISTINCT FROM (new_values."national_id_index") OR old_values."nationality" IS DISTINCT FROM (new_values."nationality") OR old_values."passport_index" IS DISTINCT FROM (new_values."passport_index") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."relation" IS DISTINCT FROM (new_values."relation") OR old_values."sex" IS DISTINCT FROM (new_values."sex") OR old_values."told_at" IS DISTINCT FROM (new_values."told_at") OR old_values."work" IS DISTINCT FROM (new_values."work")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6569bf6cd75e8037c95e62af9079703e3452a0e2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b5f6f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='applications_applicant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='applicant',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicantevent" ("account_id", "application_id", "birth_date", "birth_governorate_code", "certificate_index", "disputed_at", "full_name", "governorate_id", "guardian_id", "id", "known_by", "national_id_index", "nationality", "passport_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "sex", "told_at", "work") SELECT old_values."account_id", old_values."application_id", old_values."birth_date", old_values."birth_governorate_code", old_values."certificate_index", old_values."disputed_at", old_values."full_name", old_values."governorate_id", old_values."guardian_id", old_values."id", old_values."known_by", old_values."national_id_index", old_values."nationality", old_values."passport_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."relation", old_values."sex", old_values."told_at", old_values."work" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='dfb324ea2ffa363393040b19f214b3962eb41a59', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bbefa', referencing='REFERENCING OLD TABLE AS old_values ', table='applications_applicant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicationevent" ("account_id", "address_index", "begun_at", "channel", "decided_at", "decided_by_id", "district_id", "governorate_id", "household_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "reason", "reference", "returned_at", "sent_at", "status", "to_mend", "touched_at", "unit_id", "version") SELECT new_values."account_id", new_values."address_index", new_values."begun_at", new_values."channel", new_values."decided_at", new_values."decided_by_id", new_values."district_id", new_values."governorate_id", new_values."household_id", new_values."id", new_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."phone_index", new_values."reason", new_values."reference", new_values."returned_at", new_values."sent_at", new_values."status", new_values."to_mend", new_values."touched_at", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cf0f3f010ae252acac0dffdeffc9638c54740510', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_60e1b', referencing='REFERENCING NEW TABLE AS new_values ', table='applications_application', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicationevent" ("account_id", "address_index", "begun_at", "channel", "decided_at", "decided_by_id", "district_id", "governorate_id", "household_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "reason", "reference", "returned_at", "sent_at", "status", "to_mend", "touched_at", "unit_id", "version") SELECT new_values."account_id", new_values."address_index", new_values."begun_at", new_values."channel", new_values."decided_at", new_values."decided_by_id", new_values."district_id", new_values."governorate_id", new_values."household_id", new_values."id", new_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."phone_index", new_values."reason", new_values."reference", new_values."returned_at", new_values."sent_at", new_values."status", new_values."to_mend", new_values."touched_at", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."account_id" IS DISTINCT FROM (new_values."account_id") OR old_values."address_index" IS DISTINCT FROM (new_values."address_index") OR old_values."begun_at" IS DISTINCT FROM (new_values."begun_at") OR old_values."channel" IS DISTINCT FROM (new_values."channel") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."district_id" IS DISTINCT FROM (new_values."district_id") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."phone_index" IS DISTINCT FROM (new_values."phone_index") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."returned_at" IS DISTINCT FROM (new_values."returned_at") OR old_values."sent_at" IS DISTINCT FROM (new_values."sent_at") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."to_mend" IS DISTINCT FROM (new_values."to_mend") OR old_values."touched_at" IS DISTINCT FROM (new_values."touched_at") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='225109e3df9bbfc20ddeaa99fb465e9088072dab', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f714e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='applications_application', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='application',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicationevent" ("account_id", "address_index", "begun_at", "channel", "decided_at", "decided_by_id", "district_id", "governorate_id", "household_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "reason", "reference", "returned_at", "sent_at", "status", "to_mend", "touched_at", "unit_id", "version") SELECT old_values."account_id", old_values."address_index", old_values."begun_at", old_values."channel", old_values."decided_at", old_values."decided_by_id", old_values."district_id", old_values."governorate_id", old_values."household_id", old_values."id", old_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phone_index", old_values."reason", old_values."reference", old_values."returned_at", old_values."sent_at", old_values."status", old_values."to_mend", old_values."touched_at", old_values."unit_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8d7e8384594a733c243db8ca0f4e1d3bcf173b6e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_9016e', referencing='REFERENCING OLD TABLE AS old_values ', table='applications_application', when='AFTER')),
                ),
            ],
        ),
        migrations.RunSQL(POLICY.sql, POLICY.reverse_sql),
    ]
