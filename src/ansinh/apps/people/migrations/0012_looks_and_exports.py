"""Who was stopped for opening too many numbers; long lists that another person allows."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_duplicate_guards'),
        ('territory', '0006_stamps'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExportRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='mã trong sổ')),
                ('filters', models.JSONField(default=dict, verbose_name='điều kiện của danh sách')),
                ('people', models.PositiveIntegerField(verbose_name='số người')),
                ('purpose', models.CharField(max_length=300, verbose_name='mục đích')),
                ('state', models.CharField(choices=[('waiting', 'Chờ duyệt'), ('allowed', 'Được tải'), ('refused', 'Không cho tải'), ('taken', 'Đã tải')], default='waiting', max_length=7, verbose_name='tình trạng')),
                ('asked_at', models.DateTimeField(verbose_name='lúc đề nghị')),
                ('asked_by_id', models.BigIntegerField(verbose_name='mã người đề nghị')),
                ('asked_by_name', models.CharField(max_length=200, verbose_name='người đề nghị')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc quyết định')),
                ('decided_by_id', models.BigIntegerField(blank=True, null=True, verbose_name='mã người quyết định')),
                ('decided_by_name', models.CharField(blank=True, max_length=200, verbose_name='người quyết định')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc tải')),
                ('scope_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit', verbose_name='đơn vị hành chính')),
            ],
            options={
                'verbose_name': 'đề nghị tải danh sách',
                'verbose_name_plural': 'đề nghị tải danh sách',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'allowed', 'refused', 'taken'])), name='exportrequest_state_known'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='exportrequest_purpose'), models.CheckConstraint(condition=models.Q(('asked_by_id', models.F('decided_by_id')), _negated=True), name='exportrequest_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by_id__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_by_id__isnull', False)), _connector='OR'), name='exportrequest_decided')],
            },
        ),
        migrations.CreateModel(
            name='LookStop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField(verbose_name='mã người xem')),
                ('user_name', models.CharField(max_length=200, verbose_name='người xem')),
                ('looked', models.PositiveIntegerField(verbose_name='số lượt đã xem')),
                ('at', models.DateTimeField(verbose_name='lúc dừng')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc lãnh đạo xem')),
                ('seen_by_id', models.BigIntegerField(blank=True, null=True, verbose_name='mã lãnh đạo')),
                ('seen_by_name', models.CharField(blank=True, max_length=200, verbose_name='lãnh đạo đã xem')),
                ('is_let', models.BooleanField(default=False, verbose_name='cho xem tiếp')),
                ('scope_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit', verbose_name='đơn vị hành chính')),
            ],
            options={
                'verbose_name': 'lần dừng xem số',
                'verbose_name_plural': 'các lần dừng xem số',
                'constraints': [models.UniqueConstraint(condition=models.Q(('seen_at__isnull', True)), fields=('user_id',), name='lookstop_once'), models.CheckConstraint(condition=models.Q(('user_id', models.F('seen_by_id')), _negated=True), name='lookstop_seen_by_another')],
            },
        ),
    ]
