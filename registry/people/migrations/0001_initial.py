import django.contrib.postgres.constraints
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uhis_portal.database.periods
import uhis_portal.database.together
import uhis_portal.sealed_fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('geography', '0001_initial'),
    ]

    operations = [
        uhis_portal.database.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Beneficiary',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('national_id', uhis_portal.sealed_fields.SealedField()),
                        ('national_id_index', models.BinaryField(unique=True)),
                        ('full_name', models.CharField(max_length=160)),
                        ('comparable_name', models.CharField(max_length=160)),
                        ('sex', models.CharField(choices=[('male', 'male'), ('female', 'female')], max_length=6)),
                        ('birth_date', models.DateField()),
                        ('birth_governorate_code', models.CharField(help_text='digits 8-9 of the national ID; 88 is abroad', max_length=2)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='people.household')),
                    ],
                    options={
                        'verbose_name_plural': 'beneficiaries',
                    },
                ),
                migrations.CreateModel(
                    name='Household',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('file_number', models.CharField(max_length=16, unique=True)),
                        ('registered_on', models.DateField()),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.district')),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                    ],
                ),
                migrations.CreateModel(
                    name='BeneficiaryEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('national_id_index', models.BinaryField()),
                        ('full_name', models.CharField(max_length=160)),
                        ('comparable_name', models.CharField(max_length=160)),
                        ('sex', models.CharField(choices=[('male', 'male'), ('female', 'female')], max_length=6)),
                        ('birth_date', models.DateField()),
                        ('birth_governorate_code', models.CharField(help_text='digits 8-9 of the national ID; 88 is abroad', max_length=2)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.beneficiary')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                        ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.household')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='HouseholdEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('file_number', models.CharField(max_length=16)),
                        ('registered_on', models.DateField()),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('district', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.district')),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.household')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('relation', models.CharField(choices=[('head', 'head of the family'), ('spouse', 'spouse'), ('child', 'child'), ('parent', 'parent'), ('dependant', 'other dependant')], max_length=9)),
                        ('since', models.DateField()),
                        ('until', models.DateField(null=True)),
                        ('sex', models.CharField(choices=[('male', 'male'), ('female', 'female')], max_length=6)),
                        ('birth_year', models.PositiveSmallIntegerField()),
                        ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.beneficiary')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.district')),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.household')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='a_membership_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('beneficiary'), '='), (uhis_portal.database.periods.Period(models.F('since'), models.F('until')), '&&')], name='one_household_at_a_time', violation_error_message='This person already belongs to a family in that time.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('relation', 'head')), expressions=[(models.F('household'), '='), (uhis_portal.database.periods.Period(models.F('since'), models.F('until')), '&&')], name='one_head_at_a_time', violation_error_message='A family has one head at a time.')],
                    },
                ),
                migrations.CreateModel(
                    name='MembershipEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('relation', models.CharField(choices=[('head', 'head of the family'), ('spouse', 'spouse'), ('child', 'child'), ('parent', 'parent'), ('dependant', 'other dependant')], max_length=9)),
                        ('since', models.DateField()),
                        ('until', models.DateField(null=True)),
                        ('sex', models.CharField(choices=[('male', 'male'), ('female', 'female')], max_length=6)),
                        ('birth_year', models.PositiveSmallIntegerField()),
                        ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary')),
                        ('district', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.district')),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.household')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.membership')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='household',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdevent" ("district_id", "file_number", "governorate_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_on", "unit_id", "version") SELECT new_values."district_id", new_values."file_number", new_values."governorate_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."registered_on", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='efeccd1df885075602c99641bf8cc932bdf6a1db', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_bfe65', referencing='REFERENCING NEW TABLE AS new_values ', table='people_household', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='household',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdevent" ("district_id", "file_number", "governorate_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_on", "unit_id", "version") SELECT new_values."district_id", new_values."file_number", new_values."governorate_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."registered_on", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='afa289bf6ed2101f4dd2a93e1740db7aa6d588d0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dc1e1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_household', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='household',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdevent" ("district_id", "file_number", "governorate_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_on", "unit_id", "version") SELECT old_values."district_id", old_values."file_number", old_values."governorate_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."registered_on", old_values."unit_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cc62c74c891703ca08b6760223ec308811754555', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f7549', referencing='REFERENCING OLD TABLE AS old_values ', table='people_household', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='beneficiary',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_beneficiaryevent" ("birth_date", "birth_governorate_code", "comparable_name", "full_name", "governorate_id", "household_id", "id", "national_id_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "unit_id", "version") SELECT new_values."birth_date", new_values."birth_governorate_code", new_values."comparable_name", new_values."full_name", new_values."governorate_id", new_values."household_id", new_values."id", new_values."national_id_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."sex", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0a97a49442c5d346f7164692b6c3dd5b75c2204b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e291a', referencing='REFERENCING NEW TABLE AS new_values ', table='people_beneficiary', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='beneficiary',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_beneficiaryevent" ("birth_date", "birth_governorate_code", "comparable_name", "full_name", "governorate_id", "household_id", "id", "national_id_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "unit_id", "version") SELECT new_values."birth_date", new_values."birth_governorate_code", new_values."comparable_name", new_values."full_name", new_values."governorate_id", new_values."household_id", new_values."id", new_values."national_id_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."sex", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."birth_date" IS DISTINCT FROM (new_values."birth_date") OR old_values."birth_governorate_code" IS DISTINCT FROM (new_values."birth_governorate_code") OR old_values."comparable_name" IS DISTINCT FROM (new_values."comparable_name") OR old_values."full_name" IS DISTINCT FROM (new_values."full_name") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."national_id_index" IS DISTINCT FROM (new_values."national_id_index") OR old_values."sex" IS DISTINCT FROM (new_values."sex") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='624136462b1c743870a9af5286a2fb43be90344d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0ed28', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_beneficiary', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='beneficiary',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_beneficiaryevent" ("birth_date", "birth_governorate_code", "comparable_name", "full_name", "governorate_id", "household_id", "id", "national_id_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "unit_id", "version") SELECT old_values."birth_date", old_values."birth_governorate_code", old_values."comparable_name", old_values."full_name", old_values."governorate_id", old_values."household_id", old_values."id", old_values."national_id_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."sex", old_values."unit_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d6afdea69bfb102b5cefc74be83e37faa1183dd3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b5d97', referencing='REFERENCING OLD TABLE AS old_values ', table='people_beneficiary', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_membershipevent" ("beneficiary_id", "birth_year", "district_id", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "unit_id", "until") SELECT new_values."beneficiary_id", new_values."birth_year", new_values."district_id", new_values."governorate_id", new_values."household_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."relation", new_values."sex", new_values."since", new_values."unit_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='00473b26c86c9affad1a041ee5ae6d3f192f34ff', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6bbf7', referencing='REFERENCING NEW TABLE AS new_values ', table='people_membership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_membershipevent" ("beneficiary_id", "birth_year", "district_id", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "unit_id", "until") SELECT new_values."beneficiary_id", new_values."birth_year", new_values."district_id", new_values."governorate_id", new_values."household_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."relation", new_values."sex", new_values."since", new_values."unit_id", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='794c040aea3f78c3a1b6a3b46b5b82209f6328c1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c12bb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_membership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_membershipevent" ("beneficiary_id", "birth_year", "district_id", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "unit_id", "until") SELECT old_values."beneficiary_id", old_values."birth_year", old_values."district_id", old_values."governorate_id", old_values."household_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."relation", old_values."sex", old_values."since", old_values."unit_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d8637215435821e696ea642bc12262a0ffcd4d3d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1c841', referencing='REFERENCING OLD TABLE AS old_values ', table='people_membership', when='AFTER')),
                ),
            ],
        ),
    ]
