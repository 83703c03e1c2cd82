"""Requests are seen by the commune of whom they are about; who is erased leaves of them only kind, days and provision."""

from django.db import migrations

from ansinh.apps.accounts.policies import APP, belongs_to_person, for_app, history_in_scope, only_in_scope

FORGET = """
CREATE FUNCTION privacy_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE privacy_datarequest SET asked = '', asker_name = '', extension_reason = '', answer = '' WHERE person_id = NEW.id;
    UPDATE privacy_datarequestevent SET asked = '', asker_name = '', extension_reason = '', answer = '' WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER privacy_forgotten AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION privacy_forget();
CREATE TRIGGER privacy_datarequest_on_unmerged AFTER INSERT ON privacy_datarequest REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_hangs_on_unmerged();
"""
RIGHTS = for_app(f"REVOKE DELETE ON privacy_datarequest FROM {APP};")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_requests"), ("people", "0011_duplicate_guards")]

    operations = [
        migrations.RunSQL(
            [
                belongs_to_person("privacy_datarequest"),
                only_in_scope("privacy_datarequest"),
                history_in_scope("privacy_datarequestevent"),
                FORGET,
                RIGHTS,
            ],
            migrations.RunSQL.noop,
        ),
    ]
