"""A report can be due every month."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="reportduty",
            name="recurrence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("annual", "hằng năm"),
                    ("quarterly", "hằng quý"),
                    ("monthly", "hằng tháng"),
                    ("once", "một lần"),
                    ("event", "khi có yêu cầu hoặc sự kiện"),
                ],
                max_length=10,
                verbose_name="định kỳ",
            ),
        ),
    ]
