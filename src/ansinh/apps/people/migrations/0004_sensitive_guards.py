"""The compartment is seen by commune and by kind opened; who is erased loses it, its history too."""

from django.db import migrations

from ansinh.apps.accounts.policies import APP, RANGE, belongs_to_person, for_app

KIND = "kind = ANY (string_to_array(nullif(current_setting('ansinh.opened_kinds', true), ''), ','))"
POLICIES = f"""
ALTER TABLE people_sensitiverecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY people_sensitiverecord_opened ON people_sensitiverecord
    USING ({RANGE} AND {KIND}) WITH CHECK ({RANGE} AND {KIND});
ALTER TABLE people_sensitiverecordevent ENABLE ROW LEVEL SECURITY;
CREATE POLICY people_sensitiverecordevent_seen ON people_sensitiverecordevent FOR SELECT USING ({RANGE} AND {KIND});
CREATE POLICY people_sensitiverecordevent_added ON people_sensitiverecordevent FOR INSERT
    WITH CHECK ({RANGE} AND {KIND});
"""
FORGET = """
CREATE FUNCTION people_forget_sensitive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM people_sensitiverecord WHERE person_id = NEW.id;
    DELETE FROM people_sensitiverecordevent WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER people_sensitive_forgotten AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION people_forget_sensitive();
"""
RIGHTS = for_app(
    f"REVOKE UPDATE, DELETE ON people_sensitiverecord, people_sensitiverecordevent FROM {APP};"
    f"REVOKE UPDATE, DELETE ON people_sensitivegrant FROM {APP};"
    f"GRANT UPDATE (ended_at) ON people_sensitivegrant TO {APP};"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sensitive")]

    operations = [
        migrations.RunSQL(
            [belongs_to_person("people_sensitiverecord"), POLICIES, FORGET, RIGHTS], migrations.RunSQL.noop
        ),
    ]
