"""Pairs are seen by who sees both; a record that went into another takes nothing new, follows it, and is forgotten with it."""

from django.db import migrations

from ansinh.apps.accounts.policies import APP, RANGE, belongs_to_person, for_app, only_in_scope

PLACE = f"{RANGE} AND unit_to <= nullif(current_setting('ansinh.last_unit', true), '')::integer"
PAIRS = f"""
-- With the rights of whoever writes: a record out of scope is not found.
CREATE FUNCTION people_units_of_pair() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found integer;
BEGIN
    SELECT count(*), min(unit_no), max(unit_no) INTO found, NEW.unit_no, NEW.unit_to FROM people_person
        WHERE id IN (NEW.left_id, NEW.right_id);
    IF found <> 2 THEN
        RAISE EXCEPTION 'Không có người này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_person_in_scope';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_duplicatepair_units BEFORE INSERT OR UPDATE OF left_id, right_id ON people_duplicatepair
    FOR EACH ROW EXECUTE FUNCTION people_units_of_pair();
CREATE FUNCTION people_pairs_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE people_duplicatepair d SET unit_no = least(l.unit_no, r.unit_no), unit_to = greatest(l.unit_no, r.unit_no)
        FROM people_person l, people_person r
        WHERE l.id = d.left_id AND r.id = d.right_id AND (d.left_id = NEW.id OR d.right_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER people_duplicatepair_follows AFTER UPDATE OF commune_id ON people_person
    FOR EACH ROW WHEN (OLD.unit_no IS DISTINCT FROM NEW.unit_no) EXECUTE FUNCTION people_pairs_follow();
ALTER TABLE people_duplicatepair ENABLE ROW LEVEL SECURITY;
CREATE POLICY people_duplicatepair_in_place ON people_duplicatepair USING ({PLACE}) WITH CHECK ({PLACE});
"""
MERGES = "".join(
    belongs_to_person(f"people_{table}") + only_in_scope(f"people_{table}") for table in ("merge", "mergedrow")
)

# What hangs on a person is written for one that stands by itself; what stays with a merged record keeps its commune.
STANDS = """
CREATE FUNCTION people_hangs_on_unmerged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM now_rows n JOIN people_person p ON p.id = n.person_id WHERE p.merged_into_id IS NOT NULL) THEN
        RAISE EXCEPTION 'Hồ sơ này đã gộp vào hồ sơ khác' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_person_merged';
    END IF;
    RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_on_unmerged AFTER INSERT ON {table} REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_hangs_on_unmerged();
"""
    for table in ("people_identifier", "people_membership", "people_fact", "people_sensitiverecord")
)

FOLLOWING = """
CREATE FUNCTION people_merged_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE people_person SET commune_id = NEW.commune_id, village_id = NEW.village_id WHERE merged_into_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER people_merged_follows AFTER UPDATE OF commune_id ON people_person
    FOR EACH ROW WHEN (OLD.commune_id IS DISTINCT FROM NEW.commune_id) EXECUTE FUNCTION people_merged_follow();

CREATE FUNCTION people_forget_duplicates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM people_mergedrow WHERE merge_id IN (SELECT id FROM people_merge WHERE NEW.id IN (person_id, gone_id));
    DELETE FROM people_merge WHERE NEW.id IN (person_id, gone_id);
    UPDATE people_merge SET pair_id = NULL
        WHERE pair_id IN (SELECT id FROM people_duplicatepair WHERE NEW.id IN (left_id, right_id));
    DELETE FROM people_duplicatepair WHERE NEW.id IN (left_id, right_id);
    PERFORM people_erase(id, NEW.erased_basis, NEW.erased_at) FROM people_person
        WHERE merged_into_id = NEW.id AND erased_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER people_duplicates_forgotten AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL) EXECUTE FUNCTION people_forget_duplicates();
"""

FOUND = """
CREATE OR REPLACE FUNCTION find_person_ids(words text, born integer, place_first integer, place_last integer, in_village bigint,
    most integer) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first integer := nullif(current_setting('ansinh.first_unit', true), '')::integer;
    last integer := nullif(current_setting('ansinh.last_unit', true), '')::integer;
    wanted text := '';
BEGIN
    IF first IS NULL OR last IS NULL OR first > last THEN
        RETURN;
    END IF;
    first := greatest(first, place_first);
    last := least(last, place_last);
    IF words <> '' THEN
        wanted := wanted || format(' AND to_tsvector(''simple'', search_key) @@ to_tsquery(''simple'', %L)', words);
    END IF;
    IF born IS NOT NULL THEN
        wanted := wanted || format(' AND birth_year = %s', born);
    END IF;
    IF in_village IS NOT NULL THEN
        wanted := wanted || format(' AND village_id = %s', in_village);
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT id FROM people_person WHERE unit_no BETWEEN %s AND %s AND erased_at IS NULL AND merged_into_id IS NULL%s LIMIT %s',
        first, last, wanted, least(greatest(most, 0), 1000));
END $$;
CREATE OR REPLACE FUNCTION people_stranded() RETURNS TABLE (commune_id bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT commune_id, count(*) FROM people_person WHERE unit_no = 0 AND erased_at IS NULL AND merged_into_id IS NULL
    GROUP BY commune_id
$$;
"""
RIGHTS = for_app(
    f"GRANT UPDATE (merged_into_id, restricted_at, restricted_basis) ON people_person TO {APP};"
    # What somebody decided stays; only whether a merge was undone, and what became of a pair, is written later.
    f"REVOKE UPDATE, DELETE ON people_mergedrow FROM {APP};"
    f"REVOKE UPDATE, DELETE ON people_merge FROM {APP};"
    f"GRANT UPDATE (unit_no, undone_at, undone_by_name) ON people_merge TO {APP};"
    f"GRANT UPDATE (unit_no) ON people_mergedrow TO {APP};"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0010_duplicates")]

    operations = [
        migrations.RunSQL([PAIRS, MERGES, STANDS, FOLLOWING, FOUND, RIGHTS], migrations.RunSQL.noop),
    ]
