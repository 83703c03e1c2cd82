"""Choices that gave people of ended communes to the communes that came after."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_looks_and_exports'),
        ('territory', '0006_stamps'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlaceMove',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='mã trong sổ')),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None, verbose_name='mã của người')),
                ('villages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), size=None, verbose_name='thôn, tổ đã rời')),
                ('homes', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None, verbose_name='mã của hộ')),
                ('home_villages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), size=None, verbose_name='thôn, tổ của hộ đã rời')),
                ('at', models.DateTimeField(verbose_name='lúc chuyển')),
                ('by_id', models.BigIntegerField(verbose_name='mã người chuyển')),
                ('by_name', models.CharField(max_length=200, verbose_name='người chuyển')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc hoàn tác')),
                ('undone_by_name', models.CharField(blank=True, max_length=200, verbose_name='người hoàn tác')),
                ('ended', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit', verbose_name='xã đã thôi')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit', verbose_name='xã nhận')),
            ],
            options={
                'verbose_name': 'lần chuyển người của xã đã thôi',
                'verbose_name_plural': 'các lần chuyển người của xã đã thôi',
                'indexes': [models.Index(fields=['ended', '-at'], name='placemove_ended')],
            },
        ),
    ]
