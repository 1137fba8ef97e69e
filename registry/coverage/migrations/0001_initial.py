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
                    name='ContributionCategory',
                    fields=[
                        ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('position', models.PositiveSmallIntegerField(help_text='order on pages')),
                    ],
                    options={
                        'verbose_name_plural': 'contribution categories',
                    },
                ),
                migrations.CreateModel(
                    name='ContributionCategoryEvent',
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
                        ('position', models.PositiveSmallIntegerField(help_text='order on pages')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='coverage.contributioncategory')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ContributionRate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(help_text='first day, to the precision beside it; empty: not known', null=True)),
                        ('valid_from_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('status', models.CharField(choices=[('confirmed', 'confirmed by two sources or more'), ('reported', 'reported by one source'), ('recalled', 'not checked yet'), ('uncertain', 'uncertain: sources disagree or are incomplete')], max_length=9)),
                        ('source', models.CharField(max_length=200)),
                        ('source_ar', models.CharField(max_length=200, null=True)),
                        ('source_en', models.CharField(max_length=200, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=300, null=True)),
                        ('part', models.CharField(choices=[('own', 'You pay for yourself'), ('employer', 'Your employer pays'), ('spouse', 'For a spouse who does not work'), ('child', 'For each child or dependant'), ('treasury', 'The state pays')], max_length=8)),
                        ('rate', models.DecimalField(decimal_places=4, help_text='share of the base, 0 to 1; empty: not known', max_digits=5, null=True)),
                        ('base', models.CharField(blank=True, help_text='what the share is taken of; empty: not known', max_length=160, null=True)),
                        ('base_ar', models.CharField(blank=True, help_text='what the share is taken of; empty: not known', max_length=160, null=True)),
                        ('base_en', models.CharField(blank=True, help_text='what the share is taken of; empty: not known', max_length=160, null=True)),
                        ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='coverage.contributioncategory')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('category', 'part', 'valid_from'), name='one_rate_per_part_and_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('rate__isnull', True), models.Q(('rate__gte', 0), ('rate__lte', 1)), _connector='OR'), name='a_contribution_is_a_share')],
                    },
                ),
                migrations.CreateModel(
                    name='ContributionRateEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('valid_from', models.DateField(help_text='first day, to the precision beside it; empty: not known', null=True)),
                        ('valid_from_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('status', models.CharField(choices=[('confirmed', 'confirmed by two sources or more'), ('reported', 'reported by one source'), ('recalled', 'not checked yet'), ('uncertain', 'uncertain: sources disagree or are incomplete')], max_length=9)),
                        ('source', models.CharField(max_length=200)),
                        ('source_ar', models.CharField(max_length=200, null=True)),
                        ('source_en', models.CharField(max_length=200, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=300, null=True)),
                        ('part', models.CharField(choices=[('own', 'You pay for yourself'), ('employer', 'Your employer pays'), ('spouse', 'For a spouse who does not work'), ('child', 'For each child or dependant'), ('treasury', 'The state pays')], max_length=8)),
                        ('rate', models.DecimalField(decimal_places=4, help_text='share of the base, 0 to 1; empty: not known', max_digits=5, null=True)),
                        ('base', models.CharField(blank=True, help_text='what the share is taken of; empty: not known', max_length=160, null=True)),
                        ('base_ar', models.CharField(blank=True, help_text='what the share is taken of; empty: not known', max_length=160, null=True)),
                        ('base_en', models.CharField(blank=True, help_text='what the share is taken of; empty: not known', max_length=160, null=True)),
                        ('category', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='coverage.contributioncategory')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='coverage.contributionrate')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CopaymentCap',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(help_text='first day, to the precision beside it; empty: not known', null=True)),
                        ('valid_from_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('status', models.CharField(choices=[('confirmed', 'confirmed by two sources or more'), ('reported', 'reported by one source'), ('recalled', 'not checked yet'), ('uncertain', 'uncertain: sources disagree or are incomplete')], max_length=9)),
                        ('source', models.CharField(max_length=200)),
                        ('source_ar', models.CharField(max_length=200, null=True)),
                        ('source_en', models.CharField(max_length=200, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=300, null=True)),
                        ('service_class', models.CharField(choices=[('medicine', 'Medicines'), ('radiology', 'X-rays and scans'), ('lab', 'Laboratory tests'), ('inpatient', 'Hospital stays'), ('home_visit', 'Home visits')], max_length=12)),
                        ('amount_egp', models.DecimalField(decimal_places=2, help_text='Egyptian pounds', max_digits=8, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('service_class', 'valid_from'), name='one_cap_per_class_and_day', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='CopaymentCapEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('valid_from', models.DateField(help_text='first day, to the precision beside it; empty: not known', null=True)),
                        ('valid_from_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('status', models.CharField(choices=[('confirmed', 'confirmed by two sources or more'), ('reported', 'reported by one source'), ('recalled', 'not checked yet'), ('uncertain', 'uncertain: sources disagree or are incomplete')], max_length=9)),
                        ('source', models.CharField(max_length=200)),
                        ('source_ar', models.CharField(max_length=200, null=True)),
                        ('source_en', models.CharField(max_length=200, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=300, null=True)),
                        ('service_class', models.CharField(choices=[('medicine', 'Medicines'), ('radiology', 'X-rays and scans'), ('lab', 'Laboratory tests'), ('inpatient', 'Hospital stays'), ('home_visit', 'Home visits')], max_length=12)),
                        ('amount_egp', models.DecimalField(decimal_places=2, help_text='Egyptian pounds', max_digits=8, null=True)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='coverage.copaymentcap')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CopaymentExemption',
                    fields=[
                        ('valid_from', models.DateField(help_text='first day, to the precision beside it; empty: not known', null=True)),
                        ('valid_from_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('status', models.CharField(choices=[('confirmed', 'confirmed by two sources or more'), ('reported', 'reported by one source'), ('recalled', 'not checked yet'), ('uncertain', 'uncertain: sources disagree or are incomplete')], max_length=9)),
                        ('source', models.CharField(max_length=200)),
                        ('source_ar', models.CharField(max_length=200, null=True)),
                        ('source_en', models.CharField(max_length=200, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=300, null=True)),
                        ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('position', models.PositiveSmallIntegerField(help_text='order on pages')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CopaymentExemptionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('valid_from', models.DateField(help_text='first day, to the precision beside it; empty: not known', null=True)),
                        ('valid_from_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('status', models.CharField(choices=[('confirmed', 'confirmed by two sources or more'), ('reported', 'reported by one source'), ('recalled', 'not checked yet'), ('uncertain', 'uncertain: sources disagree or are incomplete')], max_length=9)),
                        ('source', models.CharField(max_length=200)),
                        ('source_ar', models.CharField(max_length=200, null=True)),
                        ('source_en', models.CharField(max_length=200, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=300, null=True)),
                        ('code', models.CharField(max_length=20, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('name_ar', models.CharField(max_length=120, null=True)),
                        ('name_en', models.CharField(max_length=120, null=True)),
                        ('position', models.PositiveSmallIntegerField(help_text='order on pages')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='coverage.copaymentexemption')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CopaymentRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(help_text='first day, to the precision beside it; empty: not known', null=True)),
                        ('valid_from_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('status', models.CharField(choices=[('confirmed', 'confirmed by two sources or more'), ('reported', 'reported by one source'), ('recalled', 'not checked yet'), ('uncertain', 'uncertain: sources disagree or are incomplete')], max_length=9)),
                        ('source', models.CharField(max_length=200)),
                        ('source_ar', models.CharField(max_length=200, null=True)),
                        ('source_en', models.CharField(max_length=200, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=300, null=True)),
                        ('service_class', models.CharField(choices=[('medicine', 'Medicines'), ('radiology', 'X-rays and scans'), ('lab', 'Laboratory tests'), ('inpatient', 'Hospital stays'), ('home_visit', 'Home visits')], max_length=12)),
                        ('rate', models.DecimalField(decimal_places=4, help_text='share of the price, 0 to 1', max_digits=5, null=True)),
                        ('amount_egp', models.DecimalField(decimal_places=2, help_text='fixed amount, Egyptian pounds', max_digits=8, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('service_class', 'valid_from'), name='one_copayment_per_class_and_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('rate__isnull', True), models.Q(('amount_egp__isnull', True), ('rate__gte', 0), ('rate__lte', 1)), _connector='OR'), name='a_copayment_is_a_share_or_an_amount')],
                    },
                ),
                migrations.CreateModel(
                    name='CopaymentRuleEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('valid_from', models.DateField(help_text='first day, to the precision beside it; empty: not known', null=True)),
                        ('valid_from_precision', models.CharField(blank=True, choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year')], max_length=5)),
                        ('status', models.CharField(choices=[('confirmed', 'confirmed by two sources or more'), ('reported', 'reported by one source'), ('recalled', 'not checked yet'), ('uncertain', 'uncertain: sources disagree or are incomplete')], max_length=9)),
                        ('source', models.CharField(max_length=200)),
                        ('source_ar', models.CharField(max_length=200, null=True)),
                        ('source_en', models.CharField(max_length=200, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_ar', models.CharField(blank=True, max_length=300, null=True)),
                        ('note_en', models.CharField(blank=True, max_length=300, null=True)),
                        ('service_class', models.CharField(choices=[('medicine', 'Medicines'), ('radiology', 'X-rays and scans'), ('lab', 'Laboratory tests'), ('inpatient', 'Hospital stays'), ('home_visit', 'Home visits')], max_length=12)),
                        ('rate', models.DecimalField(decimal_places=4, help_text='share of the price, 0 to 1', max_digits=5, null=True)),
                        ('amount_egp', models.DecimalField(decimal_places=2, help_text='fixed amount, Egyptian pounds', max_digits=8, null=True)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='coverage.copaymentrule')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contributioncategory',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_contributioncategoryevent" ("code", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT new_values."code", new_values."name", new_values."name_ar", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."code", new_values."position" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8b8c753f618d63e9c906f986677fd99a89f20e88', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_07df3', referencing='REFERENCING NEW TABLE AS new_values ', table='coverage_contributioncategory', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contributioncategory',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_contributioncategoryevent" ("code", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT new_values."code", new_values."name", new_values."name_ar", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."code", new_values."position" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='59341c25514855aa4d9f45c29e399f6722d8f437', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a2c24', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='coverage_contributioncategory', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contributioncategory',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_contributioncategoryevent" ("code", "name", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT old_values."code", old_values."name", old_values."name_ar", old_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."code", old_values."position" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='db6a18346cfc86b849204853711cf467b2f903f9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3705d', referencing='REFERENCING OLD TABLE AS old_values ', table='coverage_contributioncategory', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentcap',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentcapevent" ("amount_egp", "id", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_class", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT new_values."amount_egp", new_values."id", new_values."note", new_values."note_ar", new_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."service_class", new_values."source", new_values."source_ar", new_values."source_en", new_values."status", new_values."valid_from", new_values."valid_from_precision" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='252a6082d4ecb34a4e8fd13a1635c7e676b8ee00', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c4f2c', referencing='REFERENCING NEW TABLE AS new_values ', table='coverage_copaymentcap', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentcap',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentcapevent" ("amount_egp", "id", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_class", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT new_values."amount_egp", new_values."id", new_values."note", new_values."note_ar", new_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."service_class", new_values."source", new_values."source_ar", new_values."source_en", new_values."status", new_values."valid_from", new_values."valid_from_precision" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e1bce4c7776cad548510b6f8f8fecda38ca377f1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_40a26', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='coverage_copaymentcap', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentcap',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentcapevent" ("amount_egp", "id", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_class", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT old_values."amount_egp", old_values."id", old_values."note", old_values."note_ar", old_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."service_class", old_values."source", old_values."source_ar", old_values."source_en", old_values."status", old_values."valid_from", old_values."valid_from_precision" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='57f0f77f99b002a84fd7b598206edb150462a6da', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d6eff', referencing='REFERENCING OLD TABLE AS old_values ', table='coverage_copaymentcap', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentexemption',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentexemptionevent" ("code", "name", "name_ar", "name_en", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT new_values."code", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", new_values."note_ar", new_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."code", new_values."position", new_values."source", new_values."source_ar", new_values."source_en", new_values."status", new_values."valid_from", new_values."valid_from_precision" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8d93fb97569120b31a71c22e5ef77374abb967f2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_962b1', referencing='REFERENCING NEW TABLE AS new_values ', table='coverage_copaymentexemption', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentexemption',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentexemptionevent" ("code", "name", "name_ar", "name_en", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT new_values."code", new_values."name", new_values."name_ar", new_values."name_en", new_values."note", new_values."note_ar", new_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."code", new_values."position", new_values."source", new_values."source_ar", new_values."source_en", new_values."status", new_values."valid_from", new_values."valid_from_precision" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4b627158bb09fc365563f3a52ee565a59af8dffa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ed0bf', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='coverage_copaymentexemption', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentexemption',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentexemptionevent" ("code", "name", "name_ar", "name_en", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT old_values."code", old_values."name", old_values."name_ar", old_values."name_en", old_values."note", old_values."note_ar", old_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."code", old_values."position", old_values."source", old_values."source_ar", old_values."source_en", old_values."status", old_values."valid_from", old_values."valid_from_precision" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='87c66714c580b8db6e2a79bbc8cad4c4fbf72e86', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1b2c5', referencing='REFERENCING OLD TABLE AS old_values ', table='coverage_copaymentexemption', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentrule',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentruleevent" ("amount_egp", "id", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "service_class", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT new_values."amount_egp", new_values."id", new_values."note", new_values."note_ar", new_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."rate", new_values."service_class", new_values."source", new_values."source_ar", new_values."source_en", new_values."status", new_values."valid_from", new_values."valid_from_precision" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b17d19b7c032e523a61e8aca33a68b3222f7c4de', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0dfe9', referencing='REFERENCING NEW TABLE AS new_values ', table='coverage_copaymentrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentrule',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentruleevent" ("amount_egp", "id", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "service_class", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT new_values."amount_egp", new_values."id", new_values."note", new_values."note_ar", new_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."rate", new_values."service_class", new_values."source", new_values."source_ar", new_values."source_en", new_values."status", new_values."valid_from", new_values."valid_from_precision" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d5f0e3ca070cfc7ddf510b3fea0680f974beeeb0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_83e6f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='coverage_copaymentrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='copaymentrule',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_copaymentruleevent" ("amount_egp", "id", "note", "note_ar", "note_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "service_class", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT old_values."amount_egp", old_values."id", old_values."note", old_values."note_ar", old_values."note_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."rate", old_values."service_class", old_values."source", old_values."source_ar", old_values."source_en", old_values."status", old_values."valid_from", old_values."valid_from_precision" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f1a2383aa6cdbe580c327bf3fa880164a58134a8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0bed9', referencing='REFERENCING OLD TABLE AS old_values ', table='coverage_copaymentrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contributionrate',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_contributionrateevent" ("base", "base_ar", "base_en", "category_id", "id", "note", "note_ar", "note_en", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT new_values."base", new_values."base_ar", new_values."base_en", new_values."category_id", new_values."id", new_values."note", new_values."note_ar", new_values."note_en", new_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."rate", new_values."source", new_values."source_ar", new_values."source_en", new_values."status", new_values."valid_from", new_values."valid_from_precision" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='67a9515ffbc85a5be4e40c65a1c4d285b654220a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_373d9', referencing='REFERENCING NEW TABLE AS new_values ', table='coverage_contributionrate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contributionrate',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_contributionrateevent" ("base", "base_ar", "base_en", "category_id", "id", "note", "note_ar", "note_en", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT new_values."base", new_values."base_ar", new_values."base_en", new_values."category_id", new_values."id", new_values."note", new_values."note_ar", new_values."note_en", new_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."rate", new_values."source", new_values."source_ar", new_values."source_en", new_values."status", new_values."valid_from", new_values."valid_from_precision" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0770a9dc8356b8c168e088cc08329d7caad6705e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4c541', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='coverage_contributionrate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contributionrate',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "coverage_contributionrateevent" ("base", "base_ar", "base_en", "category_id", "id", "note", "note_ar", "note_en", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "source_ar", "source_en", "status", "valid_from", "valid_from_precision") SELECT old_values."base", old_values."base_ar", old_values."base_en", old_values."category_id", old_values."id", old_values."note", old_values."note_ar", old_values."note_en", old_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."rate", old_values."source", old_values."source_ar", old_values."source_en", old_values."status", old_values."valid_from", old_values."valid_from_precision" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cd5dbd59d6ddb6b4a56f954865af6ab41dc5e222', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4be8b', referencing='REFERENCING OLD TABLE AS old_values ', table='coverage_contributionrate', when='AFTER')),
                ),
            ],
        ),
    ]
