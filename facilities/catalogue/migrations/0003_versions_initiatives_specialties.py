import django.contrib.postgres.constraints
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uhis_portal.database.periods
import uhis_portal.database.together
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_history_is_append_only'),
    ]

    operations = [
        uhis_portal.database.together.Together(
            operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name='servicetype',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='servicetype',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='servicetype',
                    name='delete_delete',
                ),
                migrations.CreateModel(
                    name='Initiative',
                    fields=[
                        ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('since', models.DateField(null=True)),
                        ('until', models.DateField(help_text='the first day without it', null=True)),
                        ('standing', models.CharField(choices=[('named', 'named in the sources'), ('to_be_confirmed', 'to be confirmed')], max_length=15)),
                        ('note', models.CharField(blank=True, max_length=200, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=200, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=200, null=True)),
                        ('source', models.CharField(max_length=300)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='an_initiative_ends_after_it_begins', violation_error_message='The end lies before the beginning.')],
                    },
                ),
                migrations.CreateModel(
                    name='InitiativeEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('code', models.CharField(max_length=20, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('since', models.DateField(null=True)),
                        ('until', models.DateField(help_text='the first day without it', null=True)),
                        ('standing', models.CharField(choices=[('named', 'named in the sources'), ('to_be_confirmed', 'to be confirmed')], max_length=15)),
                        ('note', models.CharField(blank=True, max_length=200, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=200, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=200, null=True)),
                        ('source', models.CharField(max_length=300)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='catalogue.initiative')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Specialty',
                    fields=[
                        ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('comparable', models.TextField()),
                        ('source', models.CharField(max_length=300)),
                    ],
                    options={
                        'verbose_name_plural': 'specialties',
                    },
                ),
                migrations.CreateModel(
                    name='SpecialtyEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('code', models.CharField(max_length=20, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('comparable', models.TextField()),
                        ('source', models.CharField(max_length=300)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='catalogue.specialty')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='KindVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('level', models.CharField(choices=[('primary', 'primary care'), ('secondary', 'secondary care'), ('tertiary', 'tertiary care'), ('initiative', 'presidential initiatives')], max_length=10)),
                        ('category', models.CharField(choices=[('preventive', 'prevention'), ('consultation', 'consultations'), ('dental', 'dental care'), ('diagnostic', 'tests and imaging'), ('emergency', 'emergencies'), ('maternal', 'mothers'), ('child', 'children'), ('pharmacy', 'medicines'), ('referral', 'referrals'), ('inpatient', 'hospital stays'), ('procedure', 'procedures'), ('surgery', 'operations'), ('intensive_care', 'intensive care'), ('dialysis', 'dialysis'), ('rehabilitation', 'rehabilitation'), ('transplant', 'transplants'), ('oncology', 'tumours'), ('screening', 'screening')], max_length=14)),
                        ('setting', models.CharField(choices=[('family_unit', 'family-medicine unit'), ('hospital', 'hospital'), ('home', 'home'), ('school', 'school')], max_length=11)),
                        ('copayment_class', models.CharField(choices=[('none', 'no co-payment'), ('exempt', 'exempt from co-payment'), ('medicine', 'as medicines'), ('radiology', 'as X-rays and scans'), ('lab', 'as laboratory tests'), ('inpatient', 'as hospital stays'), ('home_visit', 'as home visits')], max_length=12)),
                        ('encounter_class', models.CharField(choices=[('AMB', 'ambulatory'), ('EMER', 'emergency'), ('HH', 'at home'), ('IMP', 'inpatient')], help_text='HL7 v3 ActCode, as FHIR Encounter.class', max_length=4)),
                        ('icd10_reason', models.CharField(blank=True, max_length=10)),
                        ('loinc_document', models.CharField(blank=True, max_length=10)),
                        ('since', models.DateField(null=True)),
                        ('until', models.DateField(help_text='the first day without it', null=True)),
                        ('source', models.CharField(help_text='who says that it holds from then on', max_length=300)),
                        ('until_source', models.CharField(blank=True, help_text='who says that the kind is no longer given from `until` on', max_length=300)),
                        ('service_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.servicetype')),
                    ],
                    options={
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('service_type'), '='), (uhis_portal.database.periods.Period(models.F('since'), models.F('until')), '&&')], name='one_version_of_a_kind_at_a_time', violation_error_message='A kind has one version at a time: these periods overlap.'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='a_version_ends_after_it_begins', violation_error_message='The end lies before the beginning.')],
                    },
                ),
                migrations.CreateModel(
                    name='KindVersionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('level', models.CharField(choices=[('primary', 'primary care'), ('secondary', 'secondary care'), ('tertiary', 'tertiary care'), ('initiative', 'presidential initiatives')], max_length=10)),
                        ('category', models.CharField(choices=[('preventive', 'prevention'), ('consultation', 'consultations'), ('dental', 'dental care'), ('diagnostic', 'tests and imaging'), ('emergency', 'emergencies'), ('maternal', 'mothers'), ('child', 'children'), ('pharmacy', 'medicines'), ('referral', 'referrals'), ('inpatient', 'hospital stays'), ('procedure', 'procedures'), ('surgery', 'operations'), ('intensive_care', 'intensive care'), ('dialysis', 'dialysis'), ('rehabilitation', 'rehabilitation'), ('transplant', 'transplants'), ('oncology', 'tumours'), ('screening', 'screening')], max_length=14)),
                        ('setting', models.CharField(choices=[('family_unit', 'family-medicine unit'), ('hospital', 'hospital'), ('home', 'home'), ('school', 'school')], max_length=11)),
                        ('copayment_class', models.CharField(choices=[('none', 'no co-payment'), ('exempt', 'exempt from co-payment'), ('medicine', 'as medicines'), ('radiology', 'as X-rays and scans'), ('lab', 'as laboratory tests'), ('inpatient', 'as hospital stays'), ('home_visit', 'as home visits')], max_length=12)),
                        ('encounter_class', models.CharField(choices=[('AMB', 'ambulatory'), ('EMER', 'emergency'), ('HH', 'at home'), ('IMP', 'inpatient')], help_text='HL7 v3 ActCode, as FHIR Encounter.class', max_length=4)),
                        ('icd10_reason', models.CharField(blank=True, max_length=10)),
                        ('loinc_document', models.CharField(blank=True, max_length=10)),
                        ('since', models.DateField(null=True)),
                        ('until', models.DateField(help_text='the first day without it', null=True)),
                        ('source', models.CharField(help_text='who says that it holds from then on', max_length=300)),
                        ('until_source', models.CharField(blank=True, help_text='who says that the kind is no longer given from `until` on', max_length=300)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='catalogue.kindversion')),
                        ('service_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.servicetype')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.AddField(
                    model_name='servicetype',
                    name='version',
                    field=models.PositiveIntegerField(default=1, help_text='how often it was changed, for If-Match'),
                ),
                migrations.AddField(
                    model_name='servicetypeevent',
                    name='version',
                    field=models.PositiveIntegerField(default=1, help_text='how often it was changed, for If-Match'),
                ),
                migrations.AddField(
                    model_name='servicetype',
                    name='initiative',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kinds', to='catalogue.initiative'),
                ),
                migrations.AddField(
                    model_name='servicetypeevent',
                    name='initiative',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.initiative'),
                ),
                migrations.AlterField(
                    model_name='servicetype',
                    name='copayment_class',
                    field=models.CharField(choices=[('none', 'no co-payment'), ('exempt', 'exempt from co-payment'), ('medicine', 'as medicines'), ('radiology', 'as X-rays and scans'), ('lab', 'as laboratory tests'), ('inpatient', 'as hospital stays'), ('home_visit', 'as home visits')], max_length=12),
                ),
                migrations.AlterField(
                    model_name='servicetype',
                    name='encounter_class',
                    field=models.CharField(choices=[('AMB', 'ambulatory'), ('EMER', 'emergency'), ('HH', 'at home'), ('IMP', 'inpatient')], help_text='HL7 v3 ActCode, as FHIR Encounter.class', max_length=4),
                ),
                migrations.AlterField(
                    model_name='servicetypeevent',
                    name='copayment_class',
                    field=models.CharField(choices=[('none', 'no co-payment'), ('exempt', 'exempt from co-payment'), ('medicine', 'as medicines'), ('radiology', 'as X-rays and scans'), ('lab', 'as laboratory tests'), ('inpatient', 'as hospital stays'), ('home_visit', 'as home visits')], max_length=12),
                ),
                migrations.AlterField(
                    model_name='servicetypeevent',
                    name='encounter_class',
                    field=models.CharField(choices=[('AMB', 'ambulatory'), ('EMER', 'emergency'), ('HH', 'at home'), ('IMP', 'inpatient')], help_text='HL7 v3 ActCode, as FHIR Encounter.class', max_length=4),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='servicetype',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_servicetypeevent" ("category", "code", "comparable", "copayment_class", "encounter_class", "icd10_reason", "initiative_id", "level", "loinc_document", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "setting", "version") SELECT new_values."category", new_values."code", new_values."comparable", new_values."copayment_class", new_values."encounter_class", new_values."icd10_reason", new_values."initiative_id", new_values."level", new_values."loinc_document", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."code", new_values."setting", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37ca5d52cebb8c21c977f32d87747bee14840dbc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8858c', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_servicetype', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='servicetype',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_servicetypeevent" ("category", "code", "comparable", "copayment_class", "encounter_class", "icd10_reason", "initiative_id", "level", "loinc_document", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "setting", "version") SELECT new_values."category", new_values."code", new_values."comparable", new_values."copayment_class", new_values."encounter_class", new_values."icd10_reason", new_values."initiative_id", new_values."level", new_values."loinc_document", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."code", new_values."setting", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7dba94125e467b10d59e7e5501cdf9bc105f6a07', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fa1e5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_servicetype', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='servicetype',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_servicetypeevent" ("category", "code", "comparable", "copayment_class", "encounter_class", "icd10_reason", "initiative_id", "level", "loinc_document", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "setting", "version") SELECT old_values."category", old_values."code", old_values."comparable", old_values."copayment_class", old_values."encounter_class", old_values."icd10_reason", old_values."initiative_id", old_values."level", old_values."loinc_document", old_values."name", old_values."name_ar", old_values."name_en", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."code", old_values."setting", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c26aa9049b61aa244c67b1abb7e84068c7a04843', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7ec1d', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_servicetype', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='initiative',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_initiativeevent" ("code", "name", "name_ar", "name_en", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "source", "standing", "until") SELECT new_values."code", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", new_values."note_ar", new_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."code", new_values."since", new_values."source", new_values."standing", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4504ce2df1b377e858f6b88ce17b4b7caa957431', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_89c5a', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_initiative', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='initiative',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_initiativeevent" ("code", "name", "name_ar", "name_en", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "source", "standing", "until") SELECT new_values."code", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", new_values."note_ar", new_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."code", new_values."since", new_values."source", new_values."standing", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='024bd4774ed46c81d2864144694d81f5dd565db9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6cda8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_initiative', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='initiative',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_initiativeevent" ("code", "name", "name_ar", "name_en", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "source", "standing", "until") SELECT old_values."code", old_values."name", old_values."name_ar", old_values."name_en", old_values."note", old_values."note_ar", old_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."code", old_values."since", old_values."source", old_values."standing", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3d416fbc14170000ec057f7ad47a97f6ca0e4dde', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_72b83', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_initiative', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='specialty',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_specialtyevent" ("code", "comparable", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") SELECT new_values."code", new_values."comparable", new_values."name", new_values."name_ar", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."code", new_values."source" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9fae645b1000b4a8c9a20221d067e9d598ae9618', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9ddf0', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_specialty', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='specialty',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_specialtyevent" ("code", "comparable", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") SELECT new_values."code", new_values."comparable", new_values."name", new_values."name_ar", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."code", new_values."source" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bd5bb9e8f1f0ce6f37403801bf085c3bc2b6984b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c6ebf', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_specialty', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='specialty',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_specialtyevent" ("code", "comparable", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") SELECT old_values."code", old_values."comparable", old_values."name", old_values."name_ar", old_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."code", old_values."source" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1bf49a2326cd7bc926054c39c51a1249cc2dd31e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2c80c', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_specialty', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kindversion',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_kindversionevent" ("category", "copayment_class", "encounter_class", "icd10_reason", "id", "level", "loinc_document", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_type_id", "setting", "since", "source", "until", "until_source") SELECT new_values."category", new_values."copayment_class", new_values."encounter_class", new_values."icd10_reason", new_values."id", new_values."level", new_values."loinc_document", new_values."name", new_values."name_ar", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."service_type_id", new_values."setting", new_values."since", new_values."source", new_values."until", new_values."until_source" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d0344fe1c366544d5f2f2631493f77b69efad9f2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e26b2', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_kindversion', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kindversion',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_kindversionevent" ("category", "copayment_class", "encounter_class", "icd10_reason", "id", "level", "loinc_document", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_type_id", "setting", "since", "source", "until", "until_source") SELECT new_values."category", new_values."copayment_class", new_values."encounter_class", new_values."icd10_reason", new_values."id", new_values."level", new_values."loinc_document", new_values."name", new_values."name_ar", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."service_type_id", new_values."setting", new_values."since", new_values."source", new_values."until", new_values."until_source" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f579e5ee3eb8dbc4e3eb9f59a6563bf2a9ae1381', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_76a88', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_kindversion', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kindversion',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_kindversionevent" ("category", "copayment_class", "encounter_class", "icd10_reason", "id", "level", "loinc_document", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_type_id", "setting", "since", "source", "until", "until_source") SELECT old_values."category", old_values."copayment_class", old_values."encounter_class", old_values."icd10_reason", old_values."id", old_values."level", old_values."loinc_document", old_values."name", old_values."name_ar", old_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."service_type_id", old_values."setting", old_values."since", old_values."source", old_values."until", old_values."until_source" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f2b152a959bf5bb9d32b06eca43c47c80ee2fa22', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a9eeb', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_kindversion', when='AFTER')),
                ),
            ],
        ),
    ]
