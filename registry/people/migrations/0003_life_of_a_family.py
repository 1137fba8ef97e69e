import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import registry.people.models.registered
import uhis_portal.database.together
import uhis_portal.sealed_fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0002_guards'),
        ('geography', '0002_history_is_append_only'),
        ('people', '0002_guards'),
    ]

    operations = [
        uhis_portal.database.together.Together(
            operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name='beneficiary',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='beneficiary',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='beneficiary',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='household',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='household',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='household',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='membership',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='membership',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='membership',
                    name='delete_delete',
                ),
                migrations.CreateModel(
                    name='DependantRule',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('relation', models.CharField(choices=[('head', 'head of the family'), ('spouse', 'spouse'), ('child', 'child'), ('parent', 'parent'), ('dependant', 'other dependant')], max_length=9)),
                        ('sex', models.CharField(blank=True, choices=[('male', 'male'), ('female', 'female')], help_text='empty: both', max_length=6)),
                        ('condition', models.CharField(blank=True, choices=[('', 'always'), ('student', 'while studying'), ('unmarried', 'while not married'), ('not_working', 'while not working'), ('disabled', 'with a disability')], max_length=11)),
                        ('until_age', models.PositiveSmallIntegerField(help_text='the age that ends it; empty: no age', null=True)),
                        ('since', models.DateField(null=True)),
                        ('until', models.DateField(help_text='the first day without', null=True)),
                        ('source', models.CharField(max_length=300)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='a_dependants_rule_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='DependantRuleEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('relation', models.CharField(choices=[('head', 'head of the family'), ('spouse', 'spouse'), ('child', 'child'), ('parent', 'parent'), ('dependant', 'other dependant')], max_length=9)),
                        ('sex', models.CharField(blank=True, choices=[('male', 'male'), ('female', 'female')], help_text='empty: both', max_length=6)),
                        ('condition', models.CharField(blank=True, choices=[('', 'always'), ('student', 'while studying'), ('unmarried', 'while not married'), ('not_working', 'while not working'), ('disabled', 'with a disability')], max_length=11)),
                        ('until_age', models.PositiveSmallIntegerField(help_text='the age that ends it; empty: no age', null=True)),
                        ('since', models.DateField(null=True)),
                        ('until', models.DateField(help_text='the first day without', null=True)),
                        ('source', models.CharField(max_length=300)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.dependantrule')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='FileHolder',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('how', models.CharField(choices=[('application', 'by an approved application'), ('counter', 'by a clerk who saw the card'), ('code', 'by a code printed at a counter')], max_length=11)),
                        ('joined_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='people.household')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('account', 'household'), name='an_account_holds_a_file_once'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('joined_at')), _connector='OR'), name='a_holder_ends_after_joining')],
                    },
                ),
                migrations.CreateModel(
                    name='FileHolderEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('how', models.CharField(choices=[('application', 'by an approved application'), ('counter', 'by a clerk who saw the card'), ('code', 'by a code printed at a counter')], max_length=11)),
                        ('joined_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.household')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.fileholder')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Handover',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('on', models.DateField(help_text='the first day at the new unit')),
                        ('state', models.CharField(choices=[('proposed', 'proposed'), ('under_way', 'under way'), ('done', 'done'), ('cancelled', 'cancelled')], default='proposed', max_length=9)),
                        ('made_at', models.DateTimeField()),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'under_way'])), fields=('unit',), name='a_unit_hands_over_once_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='HandoverEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('on', models.DateField(help_text='the first day at the new unit')),
                        ('state', models.CharField(choices=[('proposed', 'proposed'), ('under_way', 'under way'), ('done', 'done'), ('cancelled', 'cancelled')], default='proposed', max_length=9)),
                        ('made_at', models.DateTimeField()),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('approved_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.handover')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='HandoverFamily',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('people', models.PositiveSmallIntegerField()),
                        ('distance_km', models.DecimalField(decimal_places=1, max_digits=6, null=True)),
                        ('approximate', models.BooleanField(default=True)),
                        ('state', models.CharField(choices=[('proposed', 'proposed'), ('done', 'done'), ('left', 'no longer at the unit'), ('no_room', 'no room found')], default='proposed', max_length=8)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='families', to='people.handover')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                        ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('handover', 'household'), name='a_family_is_handed_over_once')],
                    },
                ),
                migrations.CreateModel(
                    name='JoinCode',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('digest', models.BinaryField(unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('used_at', models.DateTimeField(null=True)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='join_codes', to='people.household')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                        ('used_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='LifeEvent',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('birth', 'a child was born'), ('adoption', 'a child was taken in (kafala)'), ('death', 'somebody died'), ('marriage', 'somebody married'), ('divorce', 'a marriage ended'), ('custody', 'a child lives with the other parent'), ('adulthood', 'a child turned 18'), ('new_head', 'the family has a new head'), ('move', 'the family moved'), ('join', 'two families became one'), ('split', 'the family divided'), ('correction', 'something in the file is wrong')], max_length=10)),
                        ('happened_on', models.DateField()),
                        ('details', uhis_portal.sealed_fields.SealedField(null=True)),
                        ('status', models.CharField(choices=[('reported', 'waiting for a clerk'), ('confirmed', 'confirmed'), ('refused', 'not confirmed'), ('withdrawn', 'withdrawn')], default='reported', max_length=9)),
                        ('reported_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('proof', models.CharField(blank=True, help_text='the paper that the clerk saw, and its number', max_length=120)),
                        ('reason', models.CharField(blank=True, help_text='why it was not confirmed, as the family reads it', max_length=300)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('beneficiary', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='people.beneficiary')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='people.household')),
                        ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('status', 'reported')), fields=['governorate', 'reported_at'], name='events_waiting')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('status', 'reported')), models.Q(models.Q(('status', 'reported'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='a_decided_event_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='an_event_that_is_not_confirmed_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='LifeEventEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('birth', 'a child was born'), ('adoption', 'a child was taken in (kafala)'), ('death', 'somebody died'), ('marriage', 'somebody married'), ('divorce', 'a marriage ended'), ('custody', 'a child lives with the other parent'), ('adulthood', 'a child turned 18'), ('new_head', 'the family has a new head'), ('move', 'the family moved'), ('join', 'two families became one'), ('split', 'the family divided'), ('correction', 'something in the file is wrong')], max_length=10)),
                        ('happened_on', models.DateField()),
                        ('status', models.CharField(choices=[('reported', 'waiting for a clerk'), ('confirmed', 'confirmed'), ('refused', 'not confirmed'), ('withdrawn', 'withdrawn')], default='reported', max_length=9)),
                        ('reported_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('proof', models.CharField(blank=True, help_text='the paper that the clerk saw, and its number', max_length=120)),
                        ('reason', models.CharField(blank=True, help_text='why it was not confirmed, as the family reads it', max_length=300)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('beneficiary', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary')),
                        ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.household')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.lifeevent')),
                        ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('made_at', models.DateTimeField()),
                        ('reason', models.CharField(max_length=300)),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('ended', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.beneficiary')),
                        ('other_governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('survivor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='people.beneficiary')),
                        ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('merged',), name='a_person_is_merged_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MergeEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('made_at', models.DateTimeField()),
                        ('reason', models.CharField(max_length=300)),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('ended', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.membership')),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('merged', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary')),
                        ('other_governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.merge')),
                        ('survivor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary')),
                        ('undone_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PossibleDuplicate',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('score', models.DecimalField(decimal_places=4, help_text='0 to 1', max_digits=5)),
                        ('reasons', models.JSONField(help_text='what speaks for it, as codes')),
                        ('status', models.CharField(choices=[('waiting', 'to be looked at'), ('same', 'the same person'), ('different', 'not the same')], default='waiting', max_length=9)),
                        ('found_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.beneficiary')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.beneficiary')),
                        ('other_governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('status', 'waiting')), fields=['governorate', '-score'], name='pairs_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='a_pair_is_judged_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='a_pair_has_an_order'), models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='a_likeness_is_a_share')],
                    },
                ),
                migrations.CreateModel(
                    name='PossibleDuplicateEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('score', models.DecimalField(decimal_places=4, help_text='0 to 1', max_digits=5)),
                        ('reasons', models.JSONField(help_text='what speaks for it, as codes')),
                        ('status', models.CharField(choices=[('waiting', 'to be looked at'), ('same', 'the same person'), ('different', 'not the same')], default='waiting', max_length=9)),
                        ('found_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('one', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary')),
                        ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary')),
                        ('other_governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.possibleduplicate')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='UnitRequest',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('why', models.CharField(max_length=300)),
                        ('status', models.CharField(choices=[('reported', 'waiting for a clerk'), ('approved', 'approved'), ('refused', 'not approved'), ('withdrawn', 'withdrawn')], default='reported', max_length=9)),
                        ('asked_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('reason', models.CharField(blank=True, help_text='why it was not approved, as the family reads it', max_length=300)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.governorate')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unit_requests', to='people.household')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                        ('wanted', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.facility')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('status', 'reported')), fields=['governorate', 'asked_at'], name='unit_requests_waiting')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'reported')), fields=('household',), name='a_family_asks_for_one_unit_at_a_time', violation_error_message='The family already asked for another unit. Wait for the answer, or withdraw.')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitRequestEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ('why', models.CharField(max_length=300)),
                        ('status', models.CharField(choices=[('reported', 'waiting for a clerk'), ('approved', 'approved'), ('refused', 'not approved'), ('withdrawn', 'withdrawn')], default='reported', max_length=9)),
                        ('asked_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('reason', models.CharField(blank=True, help_text='why it was not approved, as the family reads it', max_length=300)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('governorate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.governorate')),
                        ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.household')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='people.unitrequest')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                        ('wanted', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.facility')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='certificate_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='certificate_number',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='code',
                    field=models.CharField(default=None, editable=False, max_length=12, null=True, unique=True),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='died_on',
                    field=models.DateField(null=True),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='guardian',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wards', to='people.beneficiary'),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='merged_into',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.beneficiary'),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='nationality',
                    field=models.CharField(default='EG', help_text='ISO 3166-1 alpha-2', max_length=2),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='passport_index',
                    field=models.BinaryField(null=True, unique=True),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='passport_number',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AddField(
                    model_name='beneficiary',
                    name='search_keys',
                    field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='what likely duplicates have in common; nothing of an identifier', size=None),
                ),
                migrations.AddField(
                    model_name='beneficiaryevent',
                    name='certificate_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='beneficiaryevent',
                    name='code',
                    field=models.CharField(default=None, editable=False, max_length=12, null=True),
                ),
                migrations.AddField(
                    model_name='beneficiaryevent',
                    name='died_on',
                    field=models.DateField(null=True),
                ),
                migrations.AddField(
                    model_name='beneficiaryevent',
                    name='guardian',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary'),
                ),
                migrations.AddField(
                    model_name='beneficiaryevent',
                    name='merged_into',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.beneficiary'),
                ),
                migrations.AddField(
                    model_name='beneficiaryevent',
                    name='nationality',
                    field=models.CharField(default='EG', help_text='ISO 3166-1 alpha-2', max_length=2),
                ),
                migrations.AddField(
                    model_name='beneficiaryevent',
                    name='passport_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='beneficiaryevent',
                    name='search_keys',
                    field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, help_text='what likely duplicates have in common; nothing of an identifier', size=None),
                ),
                migrations.AddField(
                    model_name='household',
                    name='address',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AddField(
                    model_name='household',
                    name='address_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='household',
                    name='closed_on',
                    field=models.DateField(help_text='the first day without members', null=True),
                ),
                migrations.AddField(
                    model_name='household',
                    name='language',
                    field=models.CharField(default='ar', help_text='in which the family gets its messages', max_length=2),
                ),
                migrations.AddField(
                    model_name='household',
                    name='phone',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AddField(
                    model_name='household',
                    name='phone_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='householdevent',
                    name='address_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='householdevent',
                    name='closed_on',
                    field=models.DateField(help_text='the first day without members', null=True),
                ),
                migrations.AddField(
                    model_name='householdevent',
                    name='language',
                    field=models.CharField(default='ar', help_text='in which the family gets its messages', max_length=2),
                ),
                migrations.AddField(
                    model_name='householdevent',
                    name='phone_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddField(
                    model_name='membership',
                    name='began_by',
                    field=models.CharField(choices=[('registered', 'registered'), ('imported', 'taken over from the existing files'), ('birth', 'birth'), ('adoption', 'fosterage (kafala)'), ('death', 'death'), ('marriage', 'marriage'), ('divorce', 'divorce'), ('custody', 'custody'), ('adulthood', 'turned 18'), ('new_head', 'new head of the family'), ('move', 'moved'), ('join', 'families joined'), ('split', 'family divided'), ('unit', 'another unit'), ('merge', 'entered twice'), ('correction', 'put right')], default='registered', max_length=10),
                ),
                migrations.AddField(
                    model_name='membership',
                    name='ended_by',
                    field=models.CharField(blank=True, choices=[('registered', 'registered'), ('imported', 'taken over from the existing files'), ('birth', 'birth'), ('adoption', 'fosterage (kafala)'), ('death', 'death'), ('marriage', 'marriage'), ('divorce', 'divorce'), ('custody', 'custody'), ('adulthood', 'turned 18'), ('new_head', 'new head of the family'), ('move', 'moved'), ('join', 'families joined'), ('split', 'family divided'), ('unit', 'another unit'), ('merge', 'entered twice'), ('correction', 'put right')], max_length=10),
                ),
                migrations.AddField(
                    model_name='membershipevent',
                    name='began_by',
                    field=models.CharField(choices=[('registered', 'registered'), ('imported', 'taken over from the existing files'), ('birth', 'birth'), ('adoption', 'fosterage (kafala)'), ('death', 'death'), ('marriage', 'marriage'), ('divorce', 'divorce'), ('custody', 'custody'), ('adulthood', 'turned 18'), ('new_head', 'new head of the family'), ('move', 'moved'), ('join', 'families joined'), ('split', 'family divided'), ('unit', 'another unit'), ('merge', 'entered twice'), ('correction', 'put right')], default='registered', max_length=10),
                ),
                migrations.AddField(
                    model_name='membershipevent',
                    name='ended_by',
                    field=models.CharField(blank=True, choices=[('registered', 'registered'), ('imported', 'taken over from the existing files'), ('birth', 'birth'), ('adoption', 'fosterage (kafala)'), ('death', 'death'), ('marriage', 'marriage'), ('divorce', 'divorce'), ('custody', 'custody'), ('adulthood', 'turned 18'), ('new_head', 'new head of the family'), ('move', 'moved'), ('join', 'families joined'), ('split', 'family divided'), ('unit', 'another unit'), ('merge', 'entered twice'), ('correction', 'put right')], max_length=10),
                ),
                migrations.AlterField(
                    model_name='beneficiary',
                    name='birth_governorate_code',
                    field=models.CharField(blank=True, help_text='digits 8-9 of the national ID; 88 is abroad; empty: not known', max_length=2),
                ),
                migrations.AlterField(
                    model_name='beneficiary',
                    name='national_id',
                    field=uhis_portal.sealed_fields.SealedField(null=True),
                ),
                migrations.AlterField(
                    model_name='beneficiary',
                    name='national_id_index',
                    field=models.BinaryField(null=True, unique=True),
                ),
                migrations.AlterField(
                    model_name='beneficiaryevent',
                    name='birth_governorate_code',
                    field=models.CharField(blank=True, help_text='digits 8-9 of the national ID; 88 is abroad; empty: not known', max_length=2),
                ),
                migrations.AlterField(
                    model_name='beneficiaryevent',
                    name='national_id_index',
                    field=models.BinaryField(null=True),
                ),
                migrations.AddIndex(
                    model_name='beneficiary',
                    index=django.contrib.postgres.indexes.GinIndex(fields=['search_keys'], name='beneficiaries_by_search_key'),
                ),
                migrations.AddIndex(
                    model_name='household',
                    index=models.Index(condition=models.Q(('phone_index__isnull', False)), fields=['phone_index'], name='households_by_phone'),
                ),
                migrations.AddIndex(
                    model_name='household',
                    index=models.Index(condition=models.Q(('address_index__isnull', False)), fields=['address_index'], name='households_by_address'),
                ),
                migrations.AddConstraint(
                    model_name='beneficiary',
                    constraint=models.UniqueConstraint(fields=('guardian', 'certificate_index'), name='one_newborn_per_guardian_and_certificate'),
                ),
                migrations.AddConstraint(
                    model_name='beneficiary',
                    constraint=models.CheckConstraint(condition=models.Q(('national_id_index__isnull', False), models.Q(('certificate_index__isnull', False), ('guardian__isnull', False)), ('passport_index__isnull', False), _connector='OR'), name='a_person_is_known_by_something'),
                ),
                migrations.AddConstraint(
                    model_name='beneficiary',
                    constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='nobody_is_merged_into_themselves'),
                ),
                migrations.AddConstraint(
                    model_name='beneficiary',
                    constraint=models.CheckConstraint(condition=models.Q(('died_on__isnull', True), ('died_on__gte', models.F('birth_date')), _connector='OR'), name='nobody_dies_before_birth'),
                ),
                migrations.AddConstraint(
                    model_name='membership',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_by', ''), ('until__isnull', True)), models.Q(('until__isnull', False), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='a_membership_that_ended_says_why'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='beneficiary',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_beneficiaryevent" ("birth_date", "birth_governorate_code", "certificate_index", "code", "comparable_name", "died_on", "full_name", "governorate_id", "guardian_id", "household_id", "id", "merged_into_id", "national_id_index", "nationality", "passport_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_keys", "sex", "unit_id", "version") SELECT new_values."birth_date", new_values."birth_governorate_code", new_values."certificate_index", new_values."code", new_values."comparable_name", new_values."died_on", new_values."full_name", new_values."governorate_id", new_values."guardian_id", new_values."household_id", new_values."id", new_values."merged_into_id", new_values."national_id_index", new_values."nationality", new_values."passport_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."search_keys", new_values."sex", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37a41b58f984e0b485242f7554b4ad69a6561488', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e291a', referencing='REFERENCING NEW TABLE AS new_values ', table='people_beneficiary', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='beneficiary',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_beneficiaryevent" ("birth_date", "birth_governorate_code", "certificate_index", "code", "comparable_name", "died_on", "full_name", "governorate_id", "guardian_id", "household_id", "id", "merged_into_id", "national_id_index", "nationality", "passport_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_keys", "sex", "unit_id", "version") SELECT new_values."birth_date", new_values."birth_governorate_code", new_values."certificate_index", new_values."code", new_values."comparable_name", new_values."died_on", new_values."full_name", new_values."governorate_id", new_values."guardian_id", new_values."household_id", new_values."id", new_values."merged_into_id", new_values."national_id_index", new_values."nationality", new_values."passport_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."search_keys", new_values."sex", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."birth_date" IS DISTINCT FROM (new_values."birth_date") OR old_values."birth_governorate_code" IS DISTINCT FROM (new_values."birth_governorate_code") OR old_values."certificate_index" IS DISTINCT FROM (new_values."certificate_index") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."comparable_name" IS DISTINCT FROM (new_values."comparable_name") OR old_values."died_on" IS DISTINCT FROM (new_values."died_on") OR old_values."full_name" IS DISTINCT FROM (new_values."full_name") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."guardian_id" IS DISTINCT FROM (new_values."guardian_id") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."national_id_index" IS DISTINCT FROM (new_values."national_id_index") OR old_values."nationality" IS DISTINCT FROM (new_values."nationality") OR old_values."passport_index" IS DISTINCT FROM (new_values."passport_index") OR old_values."search_keys" IS DISTINCT FROM (new_values."search_keys") OR old_values."sex" IS DISTINCT FROM (new_values."sex") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='60892daa4a1f618d9651bc3d567a28d6e3f962d7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0ed28', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_beneficiary', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='beneficiary',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_beneficiaryevent" ("birth_date", "birth_governorate_code", "certificate_index", "code", "comparable_name", "died_on", "full_name", "governorate_id", "guardian_id", "household_id", "id", "merged_into_id", "national_id_index", "nationality", "passport_index", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_keys", "sex", "unit_id", "version") SELECT old_values."birth_date", old_values."birth_governorate_code", old_values."certificate_index", old_values."code", old_values."comparable_name", old_values."died_on", old_values."full_name", old_values."governorate_id", old_values."guardian_id", old_values."household_id", old_values."id", old_values."merged_into_id", old_values."national_id_index", old_values."nationality", old_values."passport_index", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."search_keys", old_values."sex", old_values."unit_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ff538ecc490fdd9b7bcbbc93efba3d589962a56f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b5d97', referencing='REFERENCING OLD TABLE AS old_values ', table='people_beneficiary', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='household',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdevent" ("address_index", "closed_on", "district_id", "file_number", "governorate_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "registered_on", "unit_id", "version") SELECT new_values."address_index", new_values."closed_on", new_values."district_id", new_values."file_number", new_values."governorate_id", new_values."id", new_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."phone_index", new_values."registered_on", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5e39f7ccb6638a5216981701f18236e9a4a2ef5f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_bfe65', referencing='REFERENCING NEW TABLE AS new_values ', table='people_household', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='household',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdevent" ("address_index", "closed_on", "district_id", "file_number", "governorate_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "registered_on", "unit_id", "version") SELECT new_values."address_index", new_values."closed_on", new_values."district_id", new_values."file_number", new_values."governorate_id", new_values."id", new_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."phone_index", new_values."registered_on", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address_index" IS DISTINCT FROM (new_values."address_index") OR old_values."closed_on" IS DISTINCT FROM (new_values."closed_on") OR old_values."district_id" IS DISTINCT FROM (new_values."district_id") OR old_values."file_number" IS DISTINCT FROM (new_values."file_number") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."phone_index" IS DISTINCT FROM (new_values."phone_index") OR old_values."registered_on" IS DISTINCT FROM (new_values."registered_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='67cf16c57647b415d887dceed82afed5803e45f5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dc1e1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_household', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='household',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdevent" ("address_index", "closed_on", "district_id", "file_number", "governorate_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_index", "registered_on", "unit_id", "version") SELECT old_values."address_index", old_values."closed_on", old_values."district_id", old_values."file_number", old_values."governorate_id", old_values."id", old_values."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phone_index", old_values."registered_on", old_values."unit_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bf6dc4a4baaa3f795f833106723da12ad39bc971', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f7549', referencing='REFERENCING OLD TABLE AS old_values ', table='people_household', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_membershipevent" ("began_by", "beneficiary_id", "birth_year", "district_id", "ended_by", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "unit_id", "until") SELECT new_values."began_by", new_values."beneficiary_id", new_values."birth_year", new_values."district_id", new_values."ended_by", new_values."governorate_id", new_values."household_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."relation", new_values."sex", new_values."since", new_values."unit_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='46d18c35a8b72dc22b72fdebfe4dfb34fdf2a7cb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6bbf7', referencing='REFERENCING NEW TABLE AS new_values ', table='people_membership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_membershipevent" ("began_by", "beneficiary_id", "birth_year", "district_id", "ended_by", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "unit_id", "until") SELECT new_values."began_by", new_values."beneficiary_id", new_values."birth_year", new_values."district_id", new_values."ended_by", new_values."governorate_id", new_values."household_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."relation", new_values."sex", new_values."since", new_values."unit_id", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='937c5a12b76863fee4590e4fad907837ba7524b0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c12bb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_membership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_membershipevent" ("began_by", "beneficiary_id", "birth_year", "district_id", "ended_by", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "unit_id", "until") SELECT old_values."began_by", old_values."beneficiary_id", old_values."birth_year", old_values."district_id", old_values."ended_by", old_values."governorate_id", old_values."household_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."relation", old_values."sex", old_values."since", old_values."unit_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3bcfa9df184389c9382fe5954ede9bb668901a63', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1c841', referencing='REFERENCING OLD TABLE AS old_values ', table='people_membership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dependantrule',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_dependantruleevent" ("condition", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "source", "until", "until_age") SELECT new_values."condition", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."relation", new_values."sex", new_values."since", new_values."source", new_values."until", new_values."until_age" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7dca357dc80240161840019aab0ed61104e290ed', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c3cc7', referencing='REFERENCING NEW TABLE AS new_values ', table='people_dependantrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dependantrule',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_dependantruleevent" ("condition", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "source", "until", "until_age") SELECT new_values."condition", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."relation", new_values."sex", new_values."since", new_values."source", new_values."until", new_values."until_age" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='526071f596fde1be77a26c54c531f36b71f26b90', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_887a8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_dependantrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dependantrule',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_dependantruleevent" ("condition", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "sex", "since", "source", "until", "until_age") SELECT old_values."condition", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."relation", old_values."sex", old_values."since", old_values."source", old_values."until", old_values."until_age" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='339351df00638542dcdd5fe8d03ff8d0282c775b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c8526', referencing='REFERENCING OLD TABLE AS old_values ', table='people_dependantrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fileholder',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_fileholderevent" ("account_id", "ended_at", "household_id", "how", "id", "joined_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."ended_at", new_values."household_id", new_values."how", new_values."id", new_values."joined_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fa2169e0e471ec6e6464d8ff611ca741f579e404', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_78170', referencing='REFERENCING NEW TABLE AS new_values ', table='people_fileholder', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fileholder',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_fileholderevent" ("account_id", "ended_at", "household_id", "how", "id", "joined_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."ended_at", new_values."household_id", new_values."how", new_values."id", new_values."joined_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6e86899529896985559cd594df22cab0ba6066b3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d9625', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_fileholder', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fileholder',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_fileholderevent" ("account_id", "ended_at", "household_id", "how", "id", "joined_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_id", old_values."ended_at", old_values."household_id", old_values."how", old_values."id", old_values."joined_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='dc920361be9624310416b37a0bbbc41cb86487fa', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ac4bc', referencing='REFERENCING OLD TABLE AS old_values ', table='people_fileholder', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='handover',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_handoverevent" ("approved_at", "approved_by_id", "ended_at", "governorate_id", "id", "made_at", "made_by_id", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "unit_id", "version") SELECT new_values."approved_at", new_values."approved_by_id", new_values."ended_at", new_values."governorate_id", new_values."id", new_values."made_at", new_values."made_by_id", new_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."state", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b08ce21654243ada4f0db792dc708c93f1152093', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7fb72', referencing='REFERENCING NEW TABLE AS new_values ', table='people_handover', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='handover',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_handoverevent" ("approved_at", "approved_by_id", "ended_at", "governorate_id", "id", "made_at", "made_by_id", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "unit_id", "version") SELECT new_values."approved_at", new_values."approved_by_id", new_values."ended_at", new_values."governorate_id", new_values."id", new_values."made_at", new_values."made_by_id", new_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."state", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3e476780b2fe990434397c62b9f3df68b5bbfe85', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_51968', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_handover', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='handover',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_handoverevent" ("approved_at", "approved_by_id", "ended_at", "governorate_id", "id", "made_at", "made_by_id", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "unit_id", "version") SELECT old_values."approved_at", old_values."approved_by_id", old_values."ended_at", old_values."governorate_id", old_values."id", old_values."made_at", old_values."made_by_id", old_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."state", old_values."unit_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6e5d1275e7ee240dcafc81be1fd6b6583aa7fac9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_64452', referencing='REFERENCING OLD TABLE AS old_values ', table='people_handover', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lifeevent',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_lifeeventevent" ("beneficiary_id", "decided_at", "decided_by_id", "governorate_id", "happened_on", "household_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reason", "reported_at", "reported_by_id", "status", "unit_id", "version") SELECT new_values."beneficiary_id", new_values."decided_at", new_values."decided_by_id", new_values."governorate_id", new_values."happened_on", new_values."household_id", new_values."id", new_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."proof", new_values."reason", new_values."reported_at", new_values."reported_by_id", new_values."status", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='122a639fb0dbdcc7dce81cf5da9e6bf21d8d12b0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_47909', referencing='REFERENCING NEW TABLE AS new_values ', table='people_lifeevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lifeevent',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_lifeeventevent" ("beneficiary_id", "decided_at", "decided_by_id", "governorate_id", "happened_on", "household_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reason", "reported_at", "reported_by_id", "status", "unit_id", "version") SELECT new_values."beneficiary_id", new_values."decided_at", new_values."decided_by_id", new_values."governorate_id", new_values."happened_on", new_values."household_id", new_values."id", new_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."proof", new_values."reason", new_values."reported_at", new_values."reported_by_id", new_values."status", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."beneficiary_id" IS DISTINCT FROM (new_values."beneficiary_id") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."governorate_id" IS DISTINCT FROM (new_values."governorate_id") OR old_values."happened_on" IS DISTINCT FROM (new_values."happened_on") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."proof" IS DISTINCT FROM (new_values."proof") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."reported_at" IS DISTINCT FROM (new_values."reported_at") OR old_values."reported_by_id" IS DISTINCT FROM (new_values."reported_by_id") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='898604a77f51edc994c4baa3ea5891f8481d87aa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_87a30', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_lifeevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lifeevent',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_lifeeventevent" ("beneficiary_id", "decided_at", "decided_by_id", "governorate_id", "happened_on", "household_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reason", "reported_at", "reported_by_id", "status", "unit_id", "version") SELECT old_values."beneficiary_id", old_values."decided_at", old_values."decided_by_id", old_values."governorate_id", old_values."happened_on", old_values."household_id", old_values."id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proof", old_values."reason", old_values."reported_at", old_values."reported_by_id", old_values."status", old_values."unit_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='08d61e7970f3cf68faeede73fb75720abaef814b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0da3b', referencing='REFERENCING OLD TABLE AS old_values ', table='people_lifeevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='merge',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_mergeevent" ("ended_id", "governorate_id", "id", "made_at", "made_by_id", "merged_id", "other_governorate_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "survivor_id", "undone_at", "undone_by_id") SELECT new_values."ended_id", new_values."governorate_id", new_values."id", new_values."made_at", new_values."made_by_id", new_values."merged_id", new_values."other_governorate_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reason", new_values."survivor_id", new_values."undone_at", new_values."undone_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ff53baeb6467f7a2264a3a7b4c328c9f905dbb64', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_97c77', referencing='REFERENCING NEW TABLE AS new_values ', table='people_merge', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='merge',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_mergeevent" ("ended_id", "governorate_id", "id", "made_at", "made_by_id", "merged_id", "other_governorate_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "survivor_id", "undone_at", "undone_by_id") SELECT new_values."ended_id", new_values."governorate_id", new_values."id", new_values."made_at", new_values."made_by_id", new_values."merged_id", new_values."other_governorate_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reason", new_values."survivor_id", new_values."undone_at", new_values."undone_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dcd102df09c11c5ec38e9e21f94172ad043dcbad', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2a729', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_merge', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='merge',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_mergeevent" ("ended_id", "governorate_id", "id", "made_at", "made_by_id", "merged_id", "other_governorate_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "survivor_id", "undone_at", "undone_by_id") SELECT old_values."ended_id", old_values."governorate_id", old_values."id", old_values."made_at", old_values."made_by_id", old_values."merged_id", old_values."other_governorate_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason", old_values."survivor_id", old_values."undone_at", old_values."undone_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4d2a6ef3b0c1d5be47caccf035d5ac49b370d1a6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d8329', referencing='REFERENCING OLD TABLE AS old_values ', table='people_merge', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='possibleduplicate',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_possibleduplicateevent" ("decided_at", "decided_by_id", "found_at", "governorate_id", "id", "one_id", "other_governorate_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "score", "status", "version") SELECT new_values."decided_at", new_values."decided_by_id", new_values."found_at", new_values."governorate_id", new_values."id", new_values."one_id", new_values."other_governorate_id", new_values."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reasons", new_values."score", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0bc81fe738fe7c68edbffb333168857c5702e65d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5a6c2', referencing='REFERENCING NEW TABLE AS new_values ', table='people_possibleduplicate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='possibleduplicate',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_possibleduplicateevent" ("decided_at", "decided_by_id", "found_at", "governorate_id", "id", "one_id", "other_governorate_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "score", "status", "version") SELECT new_values."decided_at", new_values."decided_by_id", new_values."found_at", new_values."governorate_id", new_values."id", new_values."one_id", new_values."other_governorate_id", new_values."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reasons", new_values."score", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4a67ef51a6d958ed2857355d0c16e2c571485cf4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6fb2f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_possibleduplicate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='possibleduplicate',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_possibleduplicateevent" ("decided_at", "decided_by_id", "found_at", "governorate_id", "id", "one_id", "other_governorate_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "score", "status", "version") SELECT old_values."decided_at", old_values."decided_by_id", old_values."found_at", old_values."governorate_id", old_values."id", old_values."one_id", old_values."other_governorate_id", old_values."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reasons", old_values."score", old_values."status", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f847c5835e208fd8bc6232a7bd8a21f390ffae24', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b66f5', referencing='REFERENCING OLD TABLE AS old_values ', table='people_possibleduplicate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='unitrequest',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_unitrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status", "unit_id", "version", "wanted_id", "why") SELECT new_values."asked_at", new_values."asked_by_id", new_values."decided_at", new_values."decided_by_id", new_values."governorate_id", new_values."household_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reason", new_values."status", new_values."unit_id", new_values."version", new_values."wanted_id", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='54406c3ba3948d0623489f97fed6ba5dddc08348', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b4b70', referencing='REFERENCING NEW TABLE AS new_values ', table='people_unitrequest', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='unitrequest',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_unitrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status", "unit_id", "version", "wanted_id", "why") SELECT new_values."asked_at", new_values."asked_by_id", new_values."decided_at", new_values."decided_by_id", new_values."governorate_id", new_values."household_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reason", new_values."status", new_values."unit_id", new_values."version", new_values."wanted_id", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37f47bb9597408124323b5770317c6d7db6df964', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b8c05', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_unitrequest', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='unitrequest',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_unitrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "governorate_id", "household_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status", "unit_id", "version", "wanted_id", "why") SELECT old_values."asked_at", old_values."asked_by_id", old_values."decided_at", old_values."decided_by_id", old_values."governorate_id", old_values."household_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason", old_values."status", old_values."unit_id", old_values."version", old_values."wanted_id", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d8b92a3762747fa687ce6786b3e56313f00fa754', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bd4a2', referencing='REFERENCING OLD TABLE AS old_values ', table='people_unitrequest', when='AFTER')),
                ),
            ],
        ),
    ]
