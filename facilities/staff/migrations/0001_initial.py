import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uhis_portal.database.periods
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
    ]

    operations = [
        uhis_portal.database.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('name_ar', models.CharField(max_length=120)),
                        ('name_en', models.CharField(max_length=120)),
                        ('role', models.CharField(choices=[('clerk', 'registration and records clerk'), ('facility_manager', 'facility manager'), ('governorate_administrator', 'governorate administrator'), ('national_administrator', 'national administrator')], max_length=26)),
                        ('since', models.DateField()),
                        ('until', models.DateField(help_text='the first day without the post', null=True)),
                        ('comparable', models.TextField(help_text='names of the person and of the facility, to search')),
                        ('mobile', uhis_portal.sealed_fields.SealedField(help_text='kept until the invitation is answered', null=True)),
                        ('token_digest', models.BinaryField(unique=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('made_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('facility', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                        ('governorate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('post', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation', to='staff.post')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['facility', '-made_at'], name='invitations_of_a_facility'), models.Index(fields=['governorate', '-made_at'], name='invitations_of_a_governorate')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('facility__isnull', False), ('governorate__isnull', False), ('role__in', ('clerk', 'facility_manager'))), models.Q(('facility__isnull', True), ('governorate__isnull', False), ('role', 'governorate_administrator')), models.Q(('facility__isnull', True), ('governorate__isnull', True), ('role', 'national_administrator')), _connector='OR'), name='an_invitation_has_the_area_of_its_role'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('post__isnull', True)), models.Q(('accepted_at__isnull', False), ('post__isnull', False), ('withdrawn_at__isnull', True)), _connector='OR'), name='an_invitation_is_answered_once'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='a_withdrawn_invitation_says_by_whom')],
                    },
                ),
                migrations.CreateModel(
                    name='Post',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(choices=[('clerk', 'registration and records clerk'), ('facility_manager', 'facility manager'), ('governorate_administrator', 'governorate administrator'), ('national_administrator', 'national administrator')], max_length=26)),
                        ('since', models.DateField()),
                        ('until', models.DateField(help_text='the first day without it', null=True)),
                        ('comparable', models.TextField(default='', help_text='names of the person and of the facility, to search')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('given_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(help_text='when its end was decided', null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('facility', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='directory.facility')),
                        ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='geography.governorate')),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['comparable'], name='posts_by_words', opclasses=['gin_trgm_ops'])],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('facility__isnull', False), ('governorate__isnull', True), ('role__in', ('clerk', 'facility_manager'))), models.Q(('facility__isnull', True), ('governorate__isnull', False), ('role', 'governorate_administrator')), models.Q(('facility__isnull', True), ('governorate__isnull', True), ('role', 'national_administrator')), _connector='OR'), name='a_post_has_the_area_of_its_role'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='a_post_does_not_end_before_it_begins', violation_error_message='A post cannot end before it begins.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'clerk')), expressions=[(models.F('account'), '='), (uhis_portal.database.periods.Period(models.F('since'), models.F('until')), '&&')], name='one_clerk_post_at_a_time', violation_error_message='This clerk already has a post in that time.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'clerk'), _negated=True), expressions=[(models.F('account'), '='), (models.F('role'), '='), (django.db.models.functions.comparison.Coalesce(models.F('facility'), models.F('governorate'), models.Value('')), '='), (uhis_portal.database.periods.Period(models.F('since'), models.F('until')), '&&')], name='one_post_of_a_role_and_area_at_a_time', violation_error_code='same_post', violation_error_message='This person already has this very post in that time.')],
                    },
                ),
                migrations.CreateModel(
                    name='InvitationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('name_ar', models.CharField(max_length=120)),
                        ('name_en', models.CharField(max_length=120)),
                        ('role', models.CharField(choices=[('clerk', 'registration and records clerk'), ('facility_manager', 'facility manager'), ('governorate_administrator', 'governorate administrator'), ('national_administrator', 'national administrator')], max_length=26)),
                        ('since', models.DateField()),
                        ('until', models.DateField(help_text='the first day without the post', null=True)),
                        ('comparable', models.TextField(help_text='names of the person and of the facility, to search')),
                        ('token_digest', models.BinaryField()),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('made_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('facility', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                        ('governorate', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='staff.invitation')),
                        ('withdrawn_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('post', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.post')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PostEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('role', models.CharField(choices=[('clerk', 'registration and records clerk'), ('facility_manager', 'facility manager'), ('governorate_administrator', 'governorate administrator'), ('national_administrator', 'national administrator')], max_length=26)),
                        ('since', models.DateField()),
                        ('until', models.DateField(help_text='the first day without it', null=True)),
                        ('comparable', models.TextField(default='', help_text='names of the person and of the facility, to search')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('given_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(help_text='when its end was decided', null=True)),
                        ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('facility', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                        ('given_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='staff.post')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='post',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_postevent" ("account_id", "comparable", "ended_at", "ended_by_id", "facility_id", "given_at", "given_by_id", "governorate_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "until", "version") SELECT new_values."account_id", new_values."comparable", new_values."ended_at", new_values."ended_by_id", new_values."facility_id", new_values."given_at", new_values."given_by_id", new_values."governorate_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."role", new_values."since", new_values."until", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='53ecdfedaca5c1f3339c6a728881b6775b86ab04', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_68d95', referencing='REFERENCING NEW TABLE AS new_values ', table='staff_post', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='post',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_postevent" ("account_id", "comparable", "ended_at", "ended_by_id", "facility_id", "given_at", "given_by_id", "governorate_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "until", "version") SELECT new_values."account_id", new_values."comparable", new_values."ended_at", new_values."ended_by_id", new_values."facility_id", new_values."given_at", new_values."given_by_id", new_values."governorate_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."role", new_values."since", new_values."until", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='14d78ca2cb3f3a61024168e0a4f5423add0b5857', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ed8fe', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='staff_post', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='post',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_postevent" ("account_id", "comparable", "ended_at", "ended_by_id", "facility_id", "given_at", "given_by_id", "governorate_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "until", "version") SELECT old_values."account_id", old_values."comparable", old_values."ended_at", old_values."ended_by_id", old_values."facility_id", old_values."given_at", old_values."given_by_id", old_values."governorate_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."role", old_values."since", old_values."until", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='261be507379a8155222c8987ebc82181b365e091', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e06ef', referencing='REFERENCING OLD TABLE AS old_values ', table='staff_post', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='invitation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_invitationevent" ("accepted_at", "comparable", "expires_at", "facility_id", "governorate_id", "id", "made_at", "made_by_id", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "role", "since", "token_digest", "until", "version", "withdrawn_at", "withdrawn_by_id") SELECT new_values."accepted_at", new_values."comparable", new_values."expires_at", new_values."facility_id", new_values."governorate_id", new_values."id", new_values."made_at", new_values."made_by_id", new_values."name_ar", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."post_id", new_values."role", new_values."since", new_values."token_digest", new_values."until", new_values."version", new_values."withdrawn_at", new_values."withdrawn_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4cdbcd1a47ffe90a7592d8de78eb5a3bf4b7a788', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6bf30', referencing='REFERENCING NEW TABLE AS new_values ', table='staff_invitation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='invitation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_invitationevent" ("accepted_at", "comparable", "expires_at", "facility_id", "governorate_id", "id", "made_at", "made_by_id", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "role", "since", "token_digest", "until", "version", "withdrawn_at", "withdrawn_by_id") SELECT new_values."accepted_at", new_values."comparable", new_values."expires_at", new_values."facility_id", new_values."governorate_id", new_values."id", new_values."made_at", new_values."made_by_id", new_values."name_ar", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."post_id", new_values."role", new_values."since", new_values."token_digest", new_values."until", new_values."version", new_values."withdrawn_at", new_values."withdrawn_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."comparable" IS DISTINCT FROM (new_values."comparable") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_at" IS DISTINCT FROM (new_values."made_at") OR old_values."made_by_id" IS DISTINCT FROM (new_values."made_by_id") OR old_values."name_ar" IS DISTINCT FROM (new_values."name_ar") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."post_id" IS DISTINCT FROM (new_values."post_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."since" IS DISTINCT FROM (new_values."since") OR old_values."token_digest" IS DISTINCT FROM (new_values."token_digest") OR old_values."until" IS DISTINCT FROM (new_values."until") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."withdrawn_at" IS DISTINCT FROM (new_values."withdrawn_at") OR old_values."withdrawn_by_id" IS DISTINCT FROM (new_values."withdrawn_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='53822a1843b0605c5572ac23db585708aefa78b4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_29ab6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='staff_invitation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='invitation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_invitationevent" ("accepted_at", "comparable", "expires_at", "facility_id", "governorate_id", "id", "made_at", "made_by_id", "name_ar", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "role", "since", "token_digest", "until", "version", "withdrawn_at", "withdrawn_by_id") SELECT old_values."accepted_at", old_values."comparable", old_values."expires_at", old_values."facility_id", old_values."governorate_id", old_values."id", old_values."made_at", old_values."made_by_id", old_values."name_ar", old_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."post_id", old_values."role", old_values."since", old_values."token_digest", old_values."until", old_values."version", old_values."withdrawn_at", old_values."withdrawn_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d7448a5e3936747abe432e1c0f55aabbaf4515c6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_814ac', referencing='REFERENCING OLD TABLE AS old_values ', table='staff_invitation', when='AFTER')),
                ),
            ],
        ),
    ]
