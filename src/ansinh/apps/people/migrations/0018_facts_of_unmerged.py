"""A new fact tells of a person who stands by himself, not of a record that went into another one."""

from django.db import migrations

TELLS = """
CREATE FUNCTION people_tells_of_unmerged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM now_rows n JOIN people_person p ON p.id = n.other_id WHERE p.merged_into_id IS NOT NULL) THEN
        RAISE EXCEPTION 'Hồ sơ của người liên quan đã gộp vào hồ sơ khác' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_other_merged';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER people_fact_of_unmerged AFTER INSERT ON people_fact REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_tells_of_unmerged();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0017_forget_waiting")]

    operations = [migrations.RunSQL(TELLS, migrations.RunSQL.noop)]
