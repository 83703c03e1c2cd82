"""Leave to open the compartment is for one unit; what was given before is for the unit in which the account works now."""

import django.db.models.deletion
from django.db import migrations, models

# Who has no unit could open nothing and has no leave any more; a leave without a unit would be one for any.
GIVE_UNITS = """
UPDATE people_sensitivegrant g SET scope_unit_id = a.scope_unit_id FROM accounts_user a WHERE a.id = g.user_id;
DELETE FROM people_sensitivegrant WHERE scope_unit_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_ended_communes_and_erasing"),
        ("accounts", "0003_unit_and_agency"),
        ("territory", "0003_conversions"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="sensitivegrant", name="sensitive_grant_once"),
        migrations.AddField(
            model_name="sensitivegrant",
            name="scope_unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.unit",
                verbose_name="đơn vị hành chính",
            ),
        ),
        migrations.RunSQL([GIVE_UNITS], migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="sensitivegrant",
            name="scope_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.unit",
                verbose_name="đơn vị hành chính",
            ),
        ),
        migrations.AddConstraint(
            model_name="sensitivegrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("user_id", "kind", "scope_unit"),
                name="sensitive_grant_once",
            ),
        ),
    ]
