
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_records_that_share_a_key'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='fileholder',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='fileholder',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='fileholder',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='fileholder',
            name='person',
            field=models.ForeignKey(help_text='whose number it is, where that is known', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.beneficiary'),
        ),
        migrations.AddField(
            model_name='fileholderevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, help_text='whose number it is, where that is known', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fileholder',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_fileholderevent" ("account_id", "ended_at", "household_id", "how", "id", "joined_at", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."ended_at", new_values."household_id", new_values."how", new_values."id", new_values."joined_at", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e5a363317d933d78067bb7cbff9b2054d4a583f1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_78170', referencing='REFERENCING NEW TABLE AS new_values ', table='people_fileholder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fileholder',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_fileholderevent" ("account_id", "ended_at", "household_id", "how", "id", "joined_at", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."ended_at", new_values."household_id", new_values."how", new_values."id", new_values."joined_at", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1c8ed9662a7e26bafc2b8011f31af21d2fd9cfdf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d9625', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_fileholder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fileholder',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_fileholderevent" ("account_id", "ended_at", "household_id", "how", "id", "joined_at", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_id", old_values."ended_at", old_values."household_id", old_values."how", old_values."id", old_values."joined_at", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cab6f6e8f8705f0b3a626939680c26709ec7d9e7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ac4bc', referencing='REFERENCING OLD TABLE AS old_values ', table='people_fileholder', when='AFTER')),
        ),
    ]
