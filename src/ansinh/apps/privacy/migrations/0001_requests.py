"""Requests about personal data with their clocks."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0011_duplicate_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='mã trong sổ')),
                ('unit_no', models.PositiveIntegerField(default=0, verbose_name='số của xã trong cây')),
                ('kind', models.CharField(choices=[('view', 'Xem dữ liệu của mình'), ('correct', 'Sửa dữ liệu của mình'), ('provide', 'Được cung cấp dữ liệu của mình'), ('withdraw', 'Rút lại sự đồng ý'), ('restrict', 'Hạn chế xử lý dữ liệu'), ('object', 'Phản đối xử lý dữ liệu'), ('delete', 'Xóa dữ liệu'), ('protect', 'Áp dụng biện pháp bảo vệ dữ liệu')], max_length=8, verbose_name='yêu cầu')),
                ('asker', models.CharField(choices=[('self', 'Chính người ấy'), ('representative', 'Người đại diện')], max_length=14, verbose_name='ai yêu cầu')),
                ('asker_name', models.CharField(blank=True, max_length=120, verbose_name='tên người đại diện')),
                ('asked', models.CharField(max_length=1000, verbose_name='nội dung yêu cầu')),
                ('received_date', models.DateField(verbose_name='ngày nhận')),
                ('has_processors', models.BooleanField(default=False, verbose_name='phải qua bên xử lý khác')),
                ('acknowledge_date', models.DateField(verbose_name='hạn báo đã nhận')),
                ('due_date', models.DateField(verbose_name='hạn trả lời')),
                ('registered_at', models.DateTimeField(verbose_name='lúc ghi')),
                ('registered_by_id', models.BigIntegerField(verbose_name='mã người ghi')),
                ('registered_by_name', models.CharField(max_length=200, verbose_name='người ghi')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc báo đã nhận')),
                ('acknowledged_by_name', models.CharField(blank=True, max_length=200, verbose_name='người báo đã nhận')),
                ('extended_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc gia hạn')),
                ('extension_reason', models.CharField(blank=True, max_length=300, verbose_name='lý do gia hạn')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc xem căn cứ')),
                ('checked_by_name', models.CharField(blank=True, max_length=200, verbose_name='người xem căn cứ')),
                ('duty', models.CharField(blank=True, max_length=200, verbose_name='căn cứ phải giữ hoặc tiếp tục xử lý')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc trả lời')),
                ('answered_by_id', models.BigIntegerField(blank=True, null=True, verbose_name='mã người trả lời')),
                ('answered_by_name', models.CharField(blank=True, max_length=200, verbose_name='người trả lời')),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Đã thực hiện'), ('refused', 'Không thực hiện, có căn cứ')], max_length=7, verbose_name='kết quả')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='căn cứ trả lời')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='nội dung trả lời')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc thôi hạn chế')),
                ('lifted_by_name', models.CharField(blank=True, max_length=200, verbose_name='người thôi hạn chế')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='lần sửa')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='người')),
            ],
            options={
                'verbose_name': 'yêu cầu về dữ liệu cá nhân',
                'verbose_name_plural': 'yêu cầu về dữ liệu cá nhân',
            },
        ),
        migrations.CreateModel(
            name='DataRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False, verbose_name='mã trong sổ')),
                ('unit_no', models.PositiveIntegerField(default=0, verbose_name='số của xã trong cây')),
                ('kind', models.CharField(choices=[('view', 'Xem dữ liệu của mình'), ('correct', 'Sửa dữ liệu của mình'), ('provide', 'Được cung cấp dữ liệu của mình'), ('withdraw', 'Rút lại sự đồng ý'), ('restrict', 'Hạn chế xử lý dữ liệu'), ('object', 'Phản đối xử lý dữ liệu'), ('delete', 'Xóa dữ liệu'), ('protect', 'Áp dụng biện pháp bảo vệ dữ liệu')], max_length=8, verbose_name='yêu cầu')),
                ('asker', models.CharField(choices=[('self', 'Chính người ấy'), ('representative', 'Người đại diện')], max_length=14, verbose_name='ai yêu cầu')),
                ('asker_name', models.CharField(blank=True, max_length=120, verbose_name='tên người đại diện')),
                ('asked', models.CharField(max_length=1000, verbose_name='nội dung yêu cầu')),
                ('received_date', models.DateField(verbose_name='ngày nhận')),
                ('has_processors', models.BooleanField(default=False, verbose_name='phải qua bên xử lý khác')),
                ('acknowledge_date', models.DateField(verbose_name='hạn báo đã nhận')),
                ('due_date', models.DateField(verbose_name='hạn trả lời')),
                ('registered_at', models.DateTimeField(verbose_name='lúc ghi')),
                ('registered_by_id', models.BigIntegerField(verbose_name='mã người ghi')),
                ('registered_by_name', models.CharField(max_length=200, verbose_name='người ghi')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc báo đã nhận')),
                ('acknowledged_by_name', models.CharField(blank=True, max_length=200, verbose_name='người báo đã nhận')),
                ('extended_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc gia hạn')),
                ('extension_reason', models.CharField(blank=True, max_length=300, verbose_name='lý do gia hạn')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc xem căn cứ')),
                ('checked_by_name', models.CharField(blank=True, max_length=200, verbose_name='người xem căn cứ')),
                ('duty', models.CharField(blank=True, max_length=200, verbose_name='căn cứ phải giữ hoặc tiếp tục xử lý')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc trả lời')),
                ('answered_by_id', models.BigIntegerField(blank=True, null=True, verbose_name='mã người trả lời')),
                ('answered_by_name', models.CharField(blank=True, max_length=200, verbose_name='người trả lời')),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Đã thực hiện'), ('refused', 'Không thực hiện, có căn cứ')], max_length=7, verbose_name='kết quả')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='căn cứ trả lời')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='nội dung trả lời')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc thôi hạn chế')),
                ('lifted_by_name', models.CharField(blank=True, max_length=200, verbose_name='người thôi hạn chế')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='lần sửa')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person', verbose_name='người')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.datarequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='datarequest',
            index=models.Index(fields=['unit_no', 'answered_at', 'due_date'], name='datarequest_unit_due'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['view', 'correct', 'provide', 'withdraw', 'restrict', 'object', 'delete', 'protect'])), name='datarequest_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(('acknowledge_date__gte', models.F('received_date')), ('due_date__gt', models.F('received_date'))), name='datarequest_dates'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('basis', ''), ('outcome', '')), models.Q(('answered_at__isnull', False), ('checked_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='datarequest_basis_first'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('basis', ''), _negated=True), _connector='OR'), name='datarequest_refused_says_why'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'delete'), ('outcome', 'done'), _negated=True), models.Q(('answered_by_id', models.F('registered_by_id')), _negated=True), _connector='OR'), name='datarequest_deleted_by_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datarequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_datarequestevent" ("acknowledge_date", "acknowledged_at", "acknowledged_by_name", "answer", "answered_at", "answered_by_id", "answered_by_name", "asked", "asker", "asker_name", "basis", "checked_at", "checked_by_name", "due_date", "duty", "extended_at", "extension_reason", "has_processors", "id", "kind", "lifted_at", "lifted_by_name", "outcome", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_date", "registered_at", "registered_by_id", "registered_by_name", "unit_no", "version") SELECT new_values."acknowledge_date", new_values."acknowledged_at", new_values."acknowledged_by_name", new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."answered_by_name", new_values."asked", new_values."asker", new_values."asker_name", new_values."basis", new_values."checked_at", new_values."checked_by_name", new_values."due_date", new_values."duty", new_values."extended_at", new_values."extension_reason", new_values."has_processors", new_values."id", new_values."kind", new_values."lifted_at", new_values."lifted_by_name", new_values."outcome", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."received_date", new_values."registered_at", new_values."registered_by_id", new_values."registered_by_name", new_values."unit_no", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5cf6ae449f91e19f77d64929c9a5fa4b1031f45e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_658be', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_datarequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datarequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_datarequestevent" ("acknowledge_date", "acknowledged_at", "acknowledged_by_name", "answer", "answered_at", "answered_by_id", "answered_by_name", "asked", "asker", "asker_name", "basis", "checked_at", "checked_by_name", "due_date", "duty", "extended_at", "extension_reason", "has_processors", "id", "kind", "lifted_at", "lifted_by_name", "outcome", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_date", "registered_at", "registered_by_id", "registered_by_name", "unit_no", "version") SELECT new_values."acknowledge_date", new_values."acknowledged_at", new_values."acknowledged_by_name", new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."answered_by_name", new_values."asked", new_values."asker", new_values."asker_name", new_values."basis", new_values."checked_at", new_values."checked_by_name", new_values."due_date", new_values."duty", new_values."extended_at", new_values."extension_reason", new_values."has_processors", new_values."id", new_values."kind", new_values."lifted_at", new_values."lifted_by_name", new_values."outcome", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."received_date", new_values."registered_at", new_values."registered_by_id", new_values."registered_by_name", new_values."unit_no", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1d874f992ca7431f49713e34a71e19740f8537c6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dade2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_datarequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datarequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_datarequestevent" ("acknowledge_date", "acknowledged_at", "acknowledged_by_name", "answer", "answered_at", "answered_by_id", "answered_by_name", "asked", "asker", "asker_name", "basis", "checked_at", "checked_by_name", "due_date", "duty", "extended_at", "extension_reason", "has_processors", "id", "kind", "lifted_at", "lifted_by_name", "outcome", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_date", "registered_at", "registered_by_id", "registered_by_name", "unit_no", "version") SELECT old_values."acknowledge_date", old_values."acknowledged_at", old_values."acknowledged_by_name", old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."answered_by_name", old_values."asked", old_values."asker", old_values."asker_name", old_values."basis", old_values."checked_at", old_values."checked_by_name", old_values."due_date", old_values."duty", old_values."extended_at", old_values."extension_reason", old_values."has_processors", old_values."id", old_values."kind", old_values."lifted_at", old_values."lifted_by_name", old_values."outcome", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."received_date", old_values."registered_at", old_values."registered_by_id", old_values."registered_by_name", old_values."unit_no", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b05cbf69ae761021122e029a73a6793cc1866544', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4cedf', referencing='REFERENCING OLD TABLE AS old_values ', table='privacy_datarequest', when='AFTER')),
        ),
    ]
