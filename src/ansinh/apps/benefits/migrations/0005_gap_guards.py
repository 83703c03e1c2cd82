"""Who is owed what is seen by the communes they live in only, and forgotten with who is erased."""

from django.db import migrations

from ansinh.apps.accounts.policies import belongs_to_person, history_in_scope, only_in_scope

FORGET = """
CREATE OR REPLACE FUNCTION benefits_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM benefits_receipt WHERE person_id = NEW.id;
    DELETE FROM benefits_receiptevent WHERE person_id = NEW.id;
    DELETE FROM benefits_gap WHERE person_id = NEW.id;
    DELETE FROM benefits_gapevent WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0004_gaps")]

    operations = [
        migrations.RunSQL(
            [
                belongs_to_person("benefits_gap"),
                only_in_scope("benefits_gap"),
                history_in_scope("benefits_gapevent"),
                FORGET,
            ],
            migrations.RunSQL.noop,
        ),
    ]
