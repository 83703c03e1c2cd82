"""Who is owed what is seen by the communes they live in only."""

from django.db import migrations

from ansinh.apps.accounts.policies import belongs_to_person, history_in_scope, only_in_scope


class Migration(migrations.Migration):
    dependencies = [("benefits", "0003_gaps")]

    operations = [
        migrations.RunSQL(
            [
                belongs_to_person("benefits_gap"),
                only_in_scope("benefits_gap"),
                history_in_scope("benefits_gapevent"),
            ],
            migrations.RunSQL.noop,
        ),
    ]
