"""Long lists: no index that another one begins with, and nobody is held whom only the own transaction knows.

Two who write households wait for each other at the rows of person and household. What a transaction made itself nobody else
sees before it ends: a list of a million holds nothing, and whoever changes a household of the register waits as before.
"""

import django.db.models.deletion
from django.db import migrations, models

PERIODS = """
CREATE OR REPLACE FUNCTION people_membership_periods() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own xid := pg_current_xact_id()::xid;
BEGIN
    PERFORM 1 FROM people_person WHERE id IN (SELECT person_id FROM now_rows) AND xmin <> own ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM people_household WHERE id IN (SELECT household_id FROM now_rows) AND xmin <> own ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM now_rows n JOIN people_membership m ON m.person_id = n.person_id AND m.id <> n.id
        WHERE daterange(m.valid_from, m.valid_to) && daterange(n.valid_from, n.valid_to)) THEN
        RAISE EXCEPTION 'Một người không ở hai hộ cùng lúc' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'membership_one_household';
    END IF;
    IF EXISTS (
        SELECT FROM now_rows n JOIN people_membership m ON m.household_id = n.household_id AND m.id <> n.id
        WHERE n.relation = 'head' AND m.relation = 'head'
        AND daterange(m.valid_from, m.valid_to) && daterange(n.valid_from, n.valid_to)) THEN
        RAISE EXCEPTION 'Một hộ không có hai chủ hộ cùng lúc' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'membership_one_head';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0018_facts_of_unmerged'),
    ]

    operations = [
        migrations.RunSQL(PERIODS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='identifier',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='people.person', verbose_name='người'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='household',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.household', verbose_name='hộ'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.person', verbose_name='người'),
        ),
        migrations.AlterField(
            model_name='povertyperiod',
            name='household',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='poverty', to='people.household', verbose_name='hộ'),
        ),
    ]
