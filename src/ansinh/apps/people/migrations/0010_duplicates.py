"""Pairs of records that may be one person's, and merges with what they changed."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_units_of_many_rows'),
        ('territory', '0006_stamps'),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='mã trong sổ')),
                ('unit_no', models.PositiveIntegerField(default=0, verbose_name='số của xã trong cây')),
                ('unit_to', models.PositiveIntegerField(default=0, verbose_name='số của xã cuối trong cây')),
                ('ground', models.CharField(choices=[('number', 'Trùng số'), ('name', 'Cùng họ tên, ngày sinh'), ('likely', 'Có thể là một người')], max_length=6, verbose_name='vì sao xem')),
                ('score', models.PositiveSmallIntegerField(verbose_name='mức giống, phần nghìn')),
                ('reasons', models.JSONField(default=list, verbose_name='lý do')),
                ('left_version', models.PositiveIntegerField(verbose_name='lần sửa của hồ sơ thứ nhất')),
                ('right_version', models.PositiveIntegerField(verbose_name='lần sửa của hồ sơ thứ hai')),
                ('state', models.CharField(choices=[('open', 'Chờ xem'), ('merged', 'Đã gộp'), ('not_same', 'Không phải một người'), ('gone', 'Không còn trùng')], default='open', max_length=8, verbose_name='tình trạng')),
                ('found_at', models.DateTimeField(verbose_name='lúc tìm thấy')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc quyết định')),
                ('decided_by_id', models.BigIntegerField(blank=True, null=True, verbose_name='mã người quyết định')),
                ('decided_by_name', models.CharField(blank=True, max_length=200, verbose_name='người quyết định')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
            ],
            options={
                'verbose_name': 'cặp hồ sơ có thể trùng',
                'verbose_name_plural': 'các cặp hồ sơ có thể trùng',
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='mã trong sổ')),
                ('unit_no', models.PositiveIntegerField(default=0, verbose_name='số của xã trong cây')),
                ('is_across', models.BooleanField(default=False, verbose_name='hai hồ sơ ở hai xã')),
                ('at', models.DateTimeField(verbose_name='lúc gộp')),
                ('by_id', models.BigIntegerField(verbose_name='mã người gộp')),
                ('by_name', models.CharField(max_length=200, verbose_name='người gộp')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc hoàn tác')),
                ('undone_by_name', models.CharField(blank=True, max_length=200, verbose_name='người hoàn tác')),
            ],
            options={
                'verbose_name': 'lần gộp hồ sơ',
                'verbose_name_plural': 'các lần gộp hồ sơ',
            },
        ),
        migrations.CreateModel(
            name='MergedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_no', models.PositiveIntegerField(default=0, verbose_name='số của xã trong cây')),
                ('table', models.CharField(max_length=40, verbose_name='bảng')),
                ('row_id', models.UUIDField(verbose_name='mã của dòng')),
                ('before', models.JSONField(null=True, verbose_name='trước khi gộp')),
                ('after', models.JSONField(null=True, verbose_name='sau khi gộp')),
            ],
            options={
                'verbose_name': 'dòng đổi khi gộp',
                'verbose_name_plural': 'các dòng đổi khi gộp',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='đã gộp vào hồ sơ'),
        ),
        migrations.AddField(
            model_name='person',
            name='restricted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='hạn chế xử lý từ'),
        ),
        migrations.AddField(
            model_name='person',
            name='restricted_basis',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='căn cứ hạn chế xử lý'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person', verbose_name='đã gộp vào hồ sơ'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='restricted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='hạn chế xử lý từ'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='restricted_basis',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='căn cứ hạn chế xử lý'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("address", "birth_date", "birth_precision", "birth_year", "commune_id", "death_date", "erased_at", "erased_basis", "ethnicity", "full_name", "id", "merged_into_id", "other_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "residence_kind", "restricted_at", "restricted_basis", "search_key", "sex", "sort_key", "source", "unit_no", "version", "village_id") SELECT new_values."address", new_values."birth_date", new_values."birth_precision", new_values."birth_year", new_values."commune_id", new_values."death_date", new_values."erased_at", new_values."erased_basis", new_values."ethnicity", new_values."full_name", new_values."id", new_values."merged_into_id", new_values."other_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."residence_kind", new_values."restricted_at", new_values."restricted_basis", new_values."search_key", new_values."sex", new_values."sort_key", new_values."source", new_values."unit_no", new_values."version", new_values."village_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7aa4aeb9a44d7279c5809ed1c1cd8f5448cb696a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_65688', referencing='REFERENCING NEW TABLE AS new_values ', table='people_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("address", "birth_date", "birth_precision", "birth_year", "commune_id", "death_date", "erased_at", "erased_basis", "ethnicity", "full_name", "id", "merged_into_id", "other_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "residence_kind", "restricted_at", "restricted_basis", "search_key", "sex", "sort_key", "source", "unit_no", "version", "village_id") SELECT new_values."address", new_values."birth_date", new_values."birth_precision", new_values."birth_year", new_values."commune_id", new_values."death_date", new_values."erased_at", new_values."erased_basis", new_values."ethnicity", new_values."full_name", new_values."id", new_values."merged_into_id", new_values."other_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."residence_kind", new_values."restricted_at", new_values."restricted_basis", new_values."search_key", new_values."sex", new_values."sort_key", new_values."source", new_values."unit_no", new_values."version", new_values."village_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c1943730cdf882ed111f989fc2ca76ce0fa048af', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_de829', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("address", "birth_date", "birth_precision", "birth_year", "commune_id", "death_date", "erased_at", "erased_basis", "ethnicity", "full_name", "id", "merged_into_id", "other_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "residence_kind", "restricted_at", "restricted_basis", "search_key", "sex", "sort_key", "source", "unit_no", "version", "village_id") SELECT old_values."address", old_values."birth_date", old_values."birth_precision", old_values."birth_year", old_values."commune_id", old_values."death_date", old_values."erased_at", old_values."erased_basis", old_values."ethnicity", old_values."full_name", old_values."id", old_values."merged_into_id", old_values."other_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."residence_kind", old_values."restricted_at", old_values."restricted_basis", old_values."search_key", old_values."sex", old_values."sort_key", old_values."source", old_values."unit_no", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a12fa9bc8215745fb7874b04e486f013f9531f4b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2ca2d', referencing='REFERENCING OLD TABLE AS old_values ', table='people_person', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='person_merged_into_another'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restricted_at__isnull', True), ('restricted_basis', '')), models.Q(('restricted_at__isnull', False), models.Q(('restricted_basis', ''), _negated=True)), _connector='OR'), name='person_restricted_says_why'),
        ),
        migrations.AddField(
            model_name='duplicatepair',
            name='left',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='hồ sơ thứ nhất'),
        ),
        migrations.AddField(
            model_name='duplicatepair',
            name='right',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='hồ sơ thứ hai'),
        ),
        migrations.AddField(
            model_name='merge',
            name='gone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='hồ sơ gộp vào'),
        ),
        migrations.AddField(
            model_name='merge',
            name='pair',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.duplicatepair', verbose_name='cặp hồ sơ'),
        ),
        migrations.AddField(
            model_name='merge',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='hồ sơ giữ lại'),
        ),
        migrations.AddField(
            model_name='mergedrow',
            name='merge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='people.merge', verbose_name='lần gộp'),
        ),
        migrations.AddField(
            model_name='mergedrow',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='hồ sơ giữ lại'),
        ),
        migrations.AddIndex(
            model_name='duplicatepair',
            index=models.Index(fields=['unit_no', 'state', '-score'], name='pair_unit_state'),
        ),
        migrations.AddConstraint(
            model_name='duplicatepair',
            constraint=models.UniqueConstraint(fields=('left', 'right'), name='pair_once'),
        ),
        migrations.AddConstraint(
            model_name='duplicatepair',
            constraint=models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='pair_in_order'),
        ),
        migrations.AddConstraint(
            model_name='duplicatepair',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'merged', 'not_same', 'gone'])), name='pair_state_known'),
        ),
        migrations.AddConstraint(
            model_name='duplicatepair',
            constraint=models.CheckConstraint(condition=models.Q(('score__lte', 1000)), name='pair_score_of_thousand'),
        ),
        migrations.AddIndex(
            model_name='merge',
            index=models.Index(fields=['unit_no', '-at'], name='merge_unit'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('gone',), name='merge_once'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('gone')), _negated=True), name='merge_of_two'),
        ),
        migrations.AddConstraint(
            model_name='mergedrow',
            constraint=models.UniqueConstraint(fields=('merge', 'table', 'row_id'), name='mergedrow_once'),
        ),
    ]
