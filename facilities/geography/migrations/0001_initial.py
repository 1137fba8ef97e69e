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
                    name='District',
                    fields=[
                        ('code', models.CharField(max_length=4, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('markaz', 'district (markaz)'), ('qism', 'district (qism)'), ('city', 'city'), ('port_police', 'port police'), ('zone', 'tourist zone')], max_length=12)),
                        ('name', models.CharField(max_length=80)),
                        ('name_ar', models.CharField(max_length=80, null=True)),
                        ('name_en', models.CharField(max_length=80, null=True)),
                        ('full_name', models.CharField(help_text='with its kind, in Arabic, as CAPMAS writes it', max_length=100)),
                        ('comparable', models.TextField()),
                        ('latitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ('longitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ('position_precision', models.CharField(blank=True, max_length=12)),
                        ('position_source', models.CharField(blank=True, max_length=120)),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='districts', to='geography.governorate')),
                    ],
                ),
                migrations.CreateModel(
                    name='Governorate',
                    fields=[
                        ('code', models.CharField(max_length=6, primary_key=True, serialize=False)),
                        ('birth_code', models.CharField(help_text='digits 8-9 of a national ID: place of birth', max_length=2, unique=True)),
                        ('name', models.CharField(max_length=60)),
                        ('name_ar', models.CharField(max_length=60, null=True)),
                        ('name_en', models.CharField(max_length=60, null=True)),
                        ('other_names', models.CharField(blank=True, max_length=120)),
                        ('comparable', models.TextField(help_text='all names, made comparable')),
                        ('region', models.CharField(max_length=60)),
                        ('region_ar', models.CharField(max_length=60, null=True)),
                        ('region_en', models.CharField(max_length=60, null=True)),
                        ('capital', models.CharField(max_length=60)),
                        ('capital_ar', models.CharField(max_length=60, null=True)),
                        ('capital_en', models.CharField(max_length=60, null=True)),
                        ('population_census_2017', models.PositiveIntegerField()),
                        ('population', models.PositiveIntegerField(help_text='latest estimate, rounded by its source', null=True)),
                        ('population_as_of', models.DateField(null=True)),
                        ('law_annex_phase', models.PositiveSmallIntegerField(null=True)),
                        ('latitude', models.DecimalField(decimal_places=5, max_digits=8)),
                        ('longitude', models.DecimalField(decimal_places=5, max_digits=8)),
                        ('outline', models.JSONField(help_text='GeoJSON geometry for maps; never used to decide where a point lies')),
                        ('source', models.CharField(max_length=300)),
                    ],
                ),
                migrations.CreateModel(
                    name='GovernorateEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('code', models.CharField(max_length=6, serialize=False)),
                        ('birth_code', models.CharField(help_text='digits 8-9 of a national ID: place of birth', max_length=2)),
                        ('name', models.CharField(max_length=60)),
                        ('name_ar', models.CharField(max_length=60, null=True)),
                        ('name_en', models.CharField(max_length=60, null=True)),
                        ('other_names', models.CharField(blank=True, max_length=120)),
                        ('comparable', models.TextField(help_text='all names, made comparable')),
                        ('region', models.CharField(max_length=60)),
                        ('region_ar', models.CharField(max_length=60, null=True)),
                        ('region_en', models.CharField(max_length=60, null=True)),
                        ('capital', models.CharField(max_length=60)),
                        ('capital_ar', models.CharField(max_length=60, null=True)),
                        ('capital_en', models.CharField(max_length=60, null=True)),
                        ('population_census_2017', models.PositiveIntegerField()),
                        ('population', models.PositiveIntegerField(help_text='latest estimate, rounded by its source', null=True)),
                        ('population_as_of', models.DateField(null=True)),
                        ('law_annex_phase', models.PositiveSmallIntegerField(null=True)),
                        ('latitude', models.DecimalField(decimal_places=5, max_digits=8)),
                        ('longitude', models.DecimalField(decimal_places=5, max_digits=8)),
                        ('outline', models.JSONField(help_text='GeoJSON geometry for maps; never used to decide where a point lies')),
                        ('source', models.CharField(max_length=300)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='geography.governorate')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Stage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('phase', models.PositiveSmallIntegerField(null=True)),
                        ('status', models.CharField(choices=[('operational', 'in operation'), ('starting', 'about to start'), ('preparing', 'in preparation'), ('under_study', 'under study'), ('not_scheduled', 'not scheduled yet')], max_length=14)),
                        ('since', models.DateField(help_text='from when this is known to hold; empty: as far as is known', null=True)),
                        ('registration_opened', models.DateField(null=True)),
                        ('launched', models.DateField(null=True)),
                        ('launched_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('launch_kind', models.CharField(blank=True, choices=[('trial', 'trial start'), ('launch', 'launch'), ('official_operation', 'official operation'), ('announced', 'announced start, not confirmed')], max_length=80)),
                        ('source', models.CharField(blank=True, max_length=300)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='geography.governorate')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('governorate', 'since'), name='one_stage_per_governorate_and_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('launched__isnull', True), ('launched_precision', '')), models.Q(('launched__isnull', False), models.Q(('launched_precision', ''), _negated=True)), _connector='OR'), name='launch_has_a_precision')],
                    },
                ),
                migrations.CreateModel(
                    name='StageEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('phase', models.PositiveSmallIntegerField(null=True)),
                        ('status', models.CharField(choices=[('operational', 'in operation'), ('starting', 'about to start'), ('preparing', 'in preparation'), ('under_study', 'under study'), ('not_scheduled', 'not scheduled yet')], max_length=14)),
                        ('since', models.DateField(help_text='from when this is known to hold; empty: as far as is known', null=True)),
                        ('registration_opened', models.DateField(null=True)),
                        ('launched', models.DateField(null=True)),
                        ('launched_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('launch_kind', models.CharField(blank=True, choices=[('trial', 'trial start'), ('launch', 'launch'), ('official_operation', 'official operation'), ('announced', 'announced start, not confirmed')], max_length=80)),
                        ('source', models.CharField(blank=True, max_length=300)),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='geography.stage')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='DistrictEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('code', models.CharField(max_length=4, serialize=False)),
                        ('kind', models.CharField(choices=[('markaz', 'district (markaz)'), ('qism', 'district (qism)'), ('city', 'city'), ('port_police', 'port police'), ('zone', 'tourist zone')], max_length=12)),
                        ('name', models.CharField(max_length=80)),
                        ('name_ar', models.CharField(max_length=80, null=True)),
                        ('name_en', models.CharField(max_length=80, null=True)),
                        ('full_name', models.CharField(help_text='with its kind, in Arabic, as CAPMAS writes it', max_length=100)),
                        ('comparable', models.TextField()),
                        ('latitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ('longitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ('position_precision', models.CharField(blank=True, max_length=12)),
                        ('position_source', models.CharField(blank=True, max_length=120)),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='geography.district')),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='governorate',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_governorateevent" ("birth_code", "capital", "capital_ar", "capital_en", "code", "comparable", "latitude", "law_annex_phase", "longitude", "name", "name_ar", "name_en", "other_names", "outline", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_as_of", "population_census_2017", "region", "region_ar", "region_en", "source") SELECT new_values."birth_code", new_values."capital", new_values."capital_ar", new_values."capital_en", new_values."code", new_values."comparable", new_values."latitude", new_values."law_annex_phase", new_values."longitude", new_values."name", new_values."name_ar", new_values."name_en", new_values."other_names", new_values."outline", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."code", new_values."population", new_values."population_as_of", new_values."population_census_2017", new_values."region", new_values."region_ar", new_values."region_en", new_values."source" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d63836734af31019cae82dd0d282bdaf2eceffb9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0e24b', referencing='REFERENCING NEW TABLE AS new_values ', table='geography_governorate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='governorate',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_governorateevent" ("birth_code", "capital", "capital_ar", "capital_en", "code", "comparable", "latitude", "law_annex_phase", "longitude", "name", "name_ar", "name_en", "other_names", "outline", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_as_of", "population_census_2017", "region", "region_ar", "region_en", "source") SELECT new_values."birth_code", new_values."capital", new_values."capital_ar", new_values."capital_en", new_values."code", new_values."comparable", new_values."latitude", new_values."law_annex_phase", new_values."longitude", new_values."name", new_values."name_ar", new_values."name_en", new_values."other_names", new_values."outline", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."code", new_values."population", new_values."population_as_of", new_values."population_census_2017", new_values."region", new_values."region_ar", new_values."region_en", new_values."source" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='675a1792977a934a3d120f43403d0ab394b8bdd4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ac24e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geography_governorate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='governorate',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_governorateevent" ("birth_code", "capital", "capital_ar", "capital_en", "code", "comparable", "latitude", "law_annex_phase", "longitude", "name", "name_ar", "name_en", "other_names", "outline", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_as_of", "population_census_2017", "region", "region_ar", "region_en", "source") SELECT old_values."birth_code", old_values."capital", old_values."capital_ar", old_values."capital_en", old_values."code", old_values."comparable", old_values."latitude", old_values."law_annex_phase", old_values."longitude", old_values."name", old_values."name_ar", old_values."name_en", old_values."other_names", old_values."outline", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."code", old_values."population", old_values."population_as_of", old_values."population_census_2017", old_values."region", old_values."region_ar", old_values."region_en", old_values."source" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cbd95c64da1d25d653c12093d35990761f657951', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5dfd5', referencing='REFERENCING OLD TABLE AS old_values ', table='geography_governorate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='district',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_districtevent" ("code", "comparable", "full_name", "governorate_id", "kind", "latitude", "longitude", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_precision", "position_source") SELECT new_values."code", new_values."comparable", new_values."full_name", new_values."governorate_id", new_values."kind", new_values."latitude", new_values."longitude", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."code", new_values."position_precision", new_values."position_source" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0759bf03d5dafa62b94d9a03a60b26928d2917a8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_659bd', referencing='REFERENCING NEW TABLE AS new_values ', table='geography_district', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='district',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_districtevent" ("code", "comparable", "full_name", "governorate_id", "kind", "latitude", "longitude", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_precision", "position_source") SELECT new_values."code", new_values."comparable", new_values."full_name", new_values."governorate_id", new_values."kind", new_values."latitude", new_values."longitude", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."code", new_values."position_precision", new_values."position_source" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='da16617cada5755c171936eabd23ead7f7dace6f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_40f12', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geography_district', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='district',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_districtevent" ("code", "comparable", "full_name", "governorate_id", "kind", "latitude", "longitude", "name", "name_ar", "name_en", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_precision", "position_source") SELECT old_values."code", old_values."comparable", old_values."full_name", old_values."governorate_id", old_values."kind", old_values."latitude", old_values."longitude", old_values."name", old_values."name_ar", old_values."name_en", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."code", old_values."position_precision", old_values."position_source" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='12872a2b6a5f37b170bf07fbad62d84e21156e81', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_031a3', referencing='REFERENCING OLD TABLE AS old_values ', table='geography_district', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stage',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_stageevent" ("governorate_id", "id", "launch_kind", "launched", "launched_precision", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "registration_opened", "since", "source", "status") SELECT new_values."governorate_id", new_values."id", new_values."launch_kind", new_values."launched", new_values."launched_precision", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."phase", new_values."registration_opened", new_values."since", new_values."source", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fd863e7ed1e2a275914e981b2416230d1d6cccd3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2d6c6', referencing='REFERENCING NEW TABLE AS new_values ', table='geography_stage', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stage',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_stageevent" ("governorate_id", "id", "launch_kind", "launched", "launched_precision", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "registration_opened", "since", "source", "status") SELECT new_values."governorate_id", new_values."id", new_values."launch_kind", new_values."launched", new_values."launched_precision", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."phase", new_values."registration_opened", new_values."since", new_values."source", new_values."status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6fef31ca3659d96bcfc044169230170f29cde204', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b96fb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geography_stage', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stage',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geography_stageevent" ("governorate_id", "id", "launch_kind", "launched", "launched_precision", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "registration_opened", "since", "source", "status") SELECT old_values."governorate_id", old_values."id", old_values."launch_kind", old_values."launched", old_values."launched_precision", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phase", old_values."registration_opened", old_values."since", old_values."source", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4a14ab8e3b02edadb6ce1dbbb1202f49903ce3ae', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_56d34', referencing='REFERENCING OLD TABLE AS old_values ', table='geography_stage', when='AFTER')),
                ),
            ],
        ),
    ]
