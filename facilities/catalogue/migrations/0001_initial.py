import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
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
                    name='ServiceType',
                    fields=[
                        ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('comparable', models.TextField()),
                        ('level', models.CharField(choices=[('primary', 'primary care'), ('secondary', 'secondary care'), ('tertiary', 'tertiary care'), ('initiative', 'presidential initiatives')], max_length=10)),
                        ('category', models.CharField(choices=[('preventive', 'prevention'), ('consultation', 'consultations'), ('dental', 'dental care'), ('diagnostic', 'tests and imaging'), ('emergency', 'emergencies'), ('maternal', 'mothers'), ('child', 'children'), ('pharmacy', 'medicines'), ('referral', 'referrals'), ('inpatient', 'hospital stays'), ('procedure', 'procedures'), ('surgery', 'operations'), ('intensive_care', 'intensive care'), ('dialysis', 'dialysis'), ('rehabilitation', 'rehabilitation'), ('transplant', 'transplants'), ('oncology', 'tumours'), ('screening', 'screening')], max_length=14)),
                        ('setting', models.CharField(choices=[('family_unit', 'family-medicine unit'), ('hospital', 'hospital'), ('home', 'home'), ('school', 'school')], max_length=11)),
                        ('copayment_class', models.CharField(max_length=12)),
                        ('encounter_class', models.CharField(help_text='HL7 v3 ActCode, as FHIR Encounter.class', max_length=4)),
                        ('icd10_reason', models.CharField(blank=True, max_length=10)),
                        ('loinc_document', models.CharField(blank=True, max_length=10)),
                        ('note', models.CharField(blank=True, max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name='ServiceTypeEvent',
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
                        ('level', models.CharField(choices=[('primary', 'primary care'), ('secondary', 'secondary care'), ('tertiary', 'tertiary care'), ('initiative', 'presidential initiatives')], max_length=10)),
                        ('category', models.CharField(choices=[('preventive', 'prevention'), ('consultation', 'consultations'), ('dental', 'dental care'), ('diagnostic', 'tests and imaging'), ('emergency', 'emergencies'), ('maternal', 'mothers'), ('child', 'children'), ('pharmacy', 'medicines'), ('referral', 'referrals'), ('inpatient', 'hospital stays'), ('procedure', 'procedures'), ('surgery', 'operations'), ('intensive_care', 'intensive care'), ('dialysis', 'dialysis'), ('rehabilitation', 'rehabilitation'), ('transplant', 'transplants'), ('oncology', 'tumours'), ('screening', 'screening')], max_length=14)),
                        ('setting', models.CharField(choices=[('family_unit', 'family-medicine unit'), ('hospital', 'hospital'), ('home', 'home'), ('school', 'school')], max_length=11)),
                        ('copayment_class', models.CharField(max_length=12)),
                        ('encounter_class', models.CharField(help_text='HL7 v3 ActCode, as FHIR Encounter.class', max_length=4)),
                        ('icd10_reason', models.CharField(blank=True, max_length=10)),
                        ('loinc_document', models.CharField(blank=True, max_length=10)),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='catalogue.servicetype')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='servicetype',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_servicetypeevent" ("category", "code", "comparable", "copayment_class", "encounter_class", "icd10_reason", "level", "loinc_document", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "setting") SELECT new_values."category", new_values."code", new_values."comparable", new_values."copayment_class", new_values."encounter_class", new_values."icd10_reason", new_values."level", new_values."loinc_document", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."code", new_values."setting" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a102d73bc7d5cd0c2db0a8352a52918fbfe5a6a5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8858c', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_servicetype', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='servicetype',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_servicetypeevent" ("category", "code", "comparable", "copayment_class", "encounter_class", "icd10_reason", "level", "loinc_document", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "setting") SELECT new_values."category", new_values."code", new_values."comparable", new_values."copayment_class", new_values."encounter_class", new_values."icd10_reason", new_values."level", new_values."loinc_document", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."code", new_values."setting" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='535c1c471b6ad136a47eac7f36c93b0c5629d5c5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fa1e5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_servicetype', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='servicetype',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_servicetypeevent" ("category", "code", "comparable", "copayment_class", "encounter_class", "icd10_reason", "level", "loinc_document", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "setting") SELECT old_values."category", old_values."code", old_values."comparable", old_values."copayment_class", old_values."encounter_class", old_values."icd10_reason", old_values."level", old_values."loinc_document", old_values."name", old_values."name_ar", old_values."name_en", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."code", old_values."setting" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d4eee4150039db1090a38c2b11eeb9a50ff66cc6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7ec1d', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_servicetype', when='AFTER')),
                ),
            ],
        ),
    ]
