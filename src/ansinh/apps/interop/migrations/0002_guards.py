"""Checks are seen by the commune of whom they are about, forgotten with him, and claimed when they are due."""

from django.db import migrations

from ansinh.apps.accounts.policies import APP, belongs_to_person, for_app, history_in_scope, only_in_scope

FORGET = """
CREATE FUNCTION interop_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM interop_populationcheck WHERE person_id = NEW.id;
    DELETE FROM interop_populationcheckevent WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER interop_forgotten AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION interop_forget();
CREATE TRIGGER interop_populationcheck_on_unmerged AFTER INSERT ON interop_populationcheck REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_hangs_on_unmerged();
"""
# The workers see nobody's rows until they work for somebody: this tells them which questions are due, and for whom.
CLAIM = """
CREATE FUNCTION interop_claim_due(at timestamptz, most integer) RETURNS TABLE (check_id uuid, owner_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE interop_populationcheck c SET next_at = at + interval '15 minutes' WHERE c.id IN (
        SELECT id FROM interop_populationcheck WHERE answered_at IS NULL
            AND (next_at <= at OR next_at IS NULL AND asked_at < at - interval '15 minutes')
        ORDER BY next_at NULLS FIRST LIMIT most FOR UPDATE SKIP LOCKED)
    RETURNING c.id, c.asked_by_id
$$;
REVOKE ALL ON FUNCTION interop_claim_due(timestamptz, integer) FROM PUBLIC;
"""
RIGHTS = for_app(
    f"GRANT EXECUTE ON FUNCTION interop_claim_due(timestamptz, integer) TO {APP};"
    f"REVOKE DELETE ON interop_populationcheck FROM {APP};"
)


class Migration(migrations.Migration):
    dependencies = [("interop", "0001_population_checks"), ("people", "0016_restricted_index")]

    operations = [
        migrations.RunSQL(
            [
                belongs_to_person("interop_populationcheck"),
                only_in_scope("interop_populationcheck"),
                history_in_scope("interop_populationcheckevent"),
                FORGET,
                CLAIM,
                RIGHTS,
            ],
            migrations.RunSQL.noop,
        ),
    ]
