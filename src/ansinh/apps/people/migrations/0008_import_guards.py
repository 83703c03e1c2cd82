"""Lists on their way are seen by whoever works with all the communes of the one who brought them."""

from django.db import migrations

from ansinh.apps.accounts.policies import APP, RANGE, for_app

TABLES = ("listimport", "importpiece", "importrow", "rowfault", "rowchange")
PLACE = f"{RANGE} AND unit_to <= nullif(current_setting('ansinh.last_unit', true), '')::integer"
POLICIES = "".join(
    f"""
ALTER TABLE people_{table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY people_{table}_in_place ON people_{table} USING ({PLACE}) WITH CHECK ({PLACE});
"""
    for table in TABLES
)

# A number that somebody outside the range has: the row is told apart before it breaks the whole list.
ELSEWHERE = """
CREATE FUNCTION people_numbers_elsewhere(list uuid) RETURNS TABLE (row_no integer, kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first integer := nullif(current_setting('ansinh.first_unit', true), '')::integer;
    last integer := nullif(current_setting('ansinh.last_unit', true), '')::integer;
BEGIN
    RETURN QUERY
        SELECT r.row_no::integer, i.kind::text FROM people_importrow r
        JOIN people_identifier i ON i.kind = 'personal_id' AND i.blind = r.personal_id_blind
        WHERE r.listimport_id = list AND r.unit_no BETWEEN first AND last AND r.unit_to <= last
            AND i.unit_no NOT BETWEEN first AND last
        UNION ALL
        SELECT r.row_no::integer, i.kind::text FROM people_importrow r
        JOIN people_identifier i ON i.kind = 'social_insurance' AND i.blind = r.social_insurance_blind
        WHERE r.listimport_id = list AND r.unit_no BETWEEN first AND last AND r.unit_to <= last
            AND i.unit_no NOT BETWEEN first AND last;
END $$;
-- Lists that nobody decided on, and what is left of those taken, go after a while.
CREATE FUNCTION people_forget_lists(before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    old uuid[];
BEGIN
    SELECT coalesce(array_agg(id), '{}') INTO old FROM people_listimport WHERE created_at < before
        AND EXISTS (SELECT FROM people_importpiece p WHERE p.listimport_id = people_listimport.id);
    DELETE FROM people_importpiece WHERE listimport_id = ANY (old);
    DELETE FROM people_importrow WHERE listimport_id = ANY (old);
    DELETE FROM people_rowfault WHERE listimport_id = ANY (old);
    DELETE FROM people_rowchange WHERE listimport_id = ANY (old);
    UPDATE people_listimport SET state = 'thrown', ended_at = now() WHERE id = ANY (old) AND state <> 'taken';
    RETURN coalesce(array_length(old, 1), 0);
END $$;
"""
FUNCTIONS = ("people_numbers_elsewhere(uuid)", "people_forget_lists(timestamptz)")
EXECUTE = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in FUNCTIONS) + for_app(
    "".join(f"GRANT EXECUTE ON FUNCTION {name} TO {APP};" for name in FUNCTIONS)
)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_imports")]

    operations = [migrations.RunSQL([POLICIES, ELSEWHERE, EXECUTE], migrations.RunSQL.noop)]
