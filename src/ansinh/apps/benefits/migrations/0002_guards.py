"""What people receive is seen by the communes they live in only."""

from django.db import migrations

from ansinh.apps.accounts.policies import belongs_to_person, history_in_scope, only_in_scope


class Migration(migrations.Migration):
    dependencies = [("benefits", "0001_receipts"), ("people", "0002_guards")]

    operations = [
        migrations.RunSQL(
            [
                belongs_to_person("benefits_receipt"),
                only_in_scope("benefits_receipt"),
                history_in_scope("benefits_receiptevent"),
            ],
            migrations.RunSQL.noop,
        ),
    ]
