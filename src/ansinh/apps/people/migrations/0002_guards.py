"""What the database itself holds: communes of rows, one household and one head at a time, who sees what."""

from django.db import migrations

from ansinh.apps.accounts.policies import APP, belongs_to_person, for_app, history_in_scope, only_in_scope

SCOPED = ("person", "datakey", "identifier", "household", "membership", "povertyperiod", "fact")
HISTORIES = ("personevent", "identifierevent", "householdevent", "membershipevent", "povertyperiodevent", "factevent")

UNITS = """
CREATE FUNCTION people_unit_of_commune() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT number INTO NEW.unit_no FROM territory_unit WHERE id = NEW.commune_id AND level = 'commune' AND number > 0;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Nơi ở phải là một xã, phường, đặc khu' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_lives_in_commune';
    END IF;
    IF NEW.village_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM people_village WHERE id = NEW.village_id AND commune_id = NEW.commune_id) THEN
        RAISE EXCEPTION 'Thôn, tổ dân phố không thuộc xã này' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_village_of_commune';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION people_person_derived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.birth_year := extract(year FROM NEW.birth_date);
    RETURN NEW;
END $$;
CREATE TRIGGER people_person_unit BEFORE INSERT OR UPDATE OF commune_id, village_id, unit_no ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_unit_of_commune();
CREATE TRIGGER people_person_year BEFORE INSERT OR UPDATE OF birth_date, birth_year ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_person_derived();
CREATE TRIGGER people_household_unit BEFORE INSERT OR UPDATE OF commune_id, village_id, unit_no ON people_household
    FOR EACH ROW EXECUTE FUNCTION people_unit_of_commune();

-- These run with the rights of whoever writes, so a person or household out of scope is not found; a foreign key alone
-- would be content with it.
CREATE FUNCTION people_unit_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT unit_no INTO NEW.unit_no FROM people_person WHERE id = NEW.person_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Không có người này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_person_in_scope';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION people_unit_of_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT unit_no INTO NEW.unit_no FROM people_household WHERE id = NEW.household_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Không có hộ này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_household_in_scope';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION people_unit_of_membership() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lives integer;
BEGIN
    SELECT unit_no INTO NEW.unit_no FROM people_household WHERE id = NEW.household_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Không có hộ này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_household_in_scope';
    END IF;
    SELECT unit_no INTO lives FROM people_person WHERE id = NEW.person_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Không có người này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_person_in_scope';
    END IF;
    IF NEW.valid_to IS NULL AND lives <> NEW.unit_no THEN
        RAISE EXCEPTION 'Người và hộ ở hai xã khác nhau' USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_same_commune';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION people_unit_of_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id IS NOT NULL THEN
        SELECT unit_no INTO NEW.unit_no FROM people_person WHERE id = NEW.person_id;
    ELSE
        SELECT unit_no INTO NEW.unit_no FROM people_household WHERE id = NEW.household_id;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Không có người hay hộ này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_person_in_scope';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.other_id IS NOT NULL AND NOT EXISTS (SELECT FROM people_person WHERE id = NEW.other_id) THEN
        RAISE EXCEPTION 'Không có người liên quan này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_person_in_scope';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_membership_unit BEFORE INSERT OR UPDATE OF person_id, household_id, unit_no ON people_membership
    FOR EACH ROW EXECUTE FUNCTION people_unit_of_membership();
CREATE TRIGGER people_povertyperiod_unit BEFORE INSERT OR UPDATE OF household_id, unit_no ON people_povertyperiod
    FOR EACH ROW EXECUTE FUNCTION people_unit_of_household();
CREATE TRIGGER people_fact_unit BEFORE INSERT OR UPDATE OF person_id, household_id, other_id, unit_no ON people_fact
    FOR EACH ROW EXECUTE FUNCTION people_unit_of_fact();

-- Whoever moves takes along what hangs on him; the argument names the table, a second one the column.
CREATE FUNCTION people_carry_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE %I SET unit_no = $1 WHERE %I = $2', TG_ARGV[0], coalesce(TG_ARGV[1], 'person_id'))
        USING NEW.unit_no, NEW.id;
    RETURN NULL;
END $$;
"""
FOLLOWING = "".join(
    f"""
CREATE TRIGGER {table}_follows_household AFTER UPDATE OF commune_id ON people_household
    FOR EACH ROW WHEN (OLD.unit_no IS DISTINCT FROM NEW.unit_no)
    EXECUTE FUNCTION people_carry_along('{table}', 'household_id');
"""
    for table in ("people_membership", "people_povertyperiod", "people_fact")
)
FACTS_FOLLOW = """
CREATE TRIGGER people_fact_follows AFTER UPDATE OF commune_id ON people_person
    FOR EACH ROW WHEN (OLD.unit_no IS DISTINCT FROM NEW.unit_no) EXECUTE FUNCTION people_carry_along('people_fact');
"""

# Two at once wait for each other at the rows of the person and the household, in one order.
PERIODS = """
CREATE FUNCTION people_membership_periods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM people_person WHERE id IN (SELECT person_id FROM now_rows) ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM people_household WHERE id IN (SELECT household_id FROM now_rows) ORDER BY id FOR NO KEY UPDATE;
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
CREATE TRIGGER people_membership_new AFTER INSERT ON people_membership REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_membership_periods();
CREATE TRIGGER people_membership_changed AFTER UPDATE ON people_membership REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_membership_periods();
"""

SEARCH = """
CREATE INDEX person_words ON people_person USING gin (to_tsvector('simple', search_key));

-- Row security would keep the text index from being used: its operators may tell of rows that are hidden. So this
-- function reads past it, and holds to the scope itself before anything else.
CREATE FUNCTION find_person_ids(words text, born integer, place_first integer, place_last integer, in_village bigint,
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
        'SELECT id FROM people_person WHERE unit_no BETWEEN %s AND %s AND erased_at IS NULL%s LIMIT %s',
        first, last, wanted, least(greatest(most, 0), 1000));
END $$;
"""

# The only way into another commune: the database checks where they come from, then writes where they go.
MOVE = """
CREATE FUNCTION people_move(who uuid[], home uuid, to_commune bigint, to_village bigint, street text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first integer := nullif(current_setting('ansinh.first_unit', true), '')::integer;
    last integer := nullif(current_setting('ansinh.last_unit', true), '')::integer;
    moved integer;
BEGIN
    IF first IS NULL OR last IS NULL
        OR (SELECT count(*) FROM people_person WHERE id = ANY (who) AND unit_no BETWEEN first AND last)
            <> coalesce(array_length(who, 1), 0)
        OR (home IS NOT NULL AND NOT EXISTS (
            SELECT FROM people_household WHERE id = home AND unit_no BETWEEN first AND last)) THEN
        RAISE EXCEPTION 'Người hay hộ này không thuộc địa bàn phụ trách' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE people_person SET commune_id = to_commune, village_id = to_village, address = street, version = version + 1
        WHERE id = ANY (who);
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF home IS NOT NULL THEN
        UPDATE people_household SET commune_id = to_commune, village_id = to_village, address = street,
            version = version + 1 WHERE id = home;
    END IF;
    RETURN moved;
END $$;
"""

# Blanks one person in the live tables and in the history; the key goes first, so sealed numbers in any backup stay noise.
ERASE = """
CREATE FUNCTION people_erase(who uuid, said_basis text, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first integer := nullif(current_setting('ansinh.first_unit', true), '')::integer;
    last integer := nullif(current_setting('ansinh.last_unit', true), '')::integer;
BEGIN
    IF first IS NULL OR last IS NULL OR NOT EXISTS (
        SELECT FROM people_person WHERE id = who AND unit_no BETWEEN first AND last) THEN
        RAISE EXCEPTION 'Người này không thuộc địa bàn phụ trách' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM people_datakey WHERE person_id = who;
    DELETE FROM people_identifier WHERE person_id = who;
    DELETE FROM people_identifierevent WHERE person_id = who;
    DELETE FROM people_fact WHERE person_id = who OR other_id = who;
    DELETE FROM people_factevent WHERE person_id = who OR other_id = who;
    UPDATE people_person SET full_name = '', other_name = '', search_key = '', sort_key = '', birth_date = NULL,
        birth_precision = '', sex = '', ethnicity = '', village_id = NULL, address = '', source = '',
        death_date = NULL, erased_at = at, erased_basis = said_basis, version = version + 1 WHERE id = who;
    UPDATE people_personevent SET full_name = '', other_name = '', search_key = '', sort_key = '', birth_date = NULL,
        birth_precision = '', birth_year = NULL, sex = '', ethnicity = '', village_id = NULL, address = '', source = '',
        death_date = NULL WHERE id = who;
END $$;
"""

UPDATABLE = {
    "people_person": "full_name, other_name, search_key, sort_key, birth_date, birth_precision, birth_year, sex,"
    " ethnicity, village_id, address, residence_kind, death_date, source, version",
    "people_household": "code, village_id, address, area, valid_from, valid_to, source, version",
}
RIGHTS = for_app(
    "".join(
        f"REVOKE UPDATE, DELETE ON {table} FROM {APP}; GRANT UPDATE ({columns}) ON {table} TO {APP};"
        for table, columns in UPDATABLE.items()
    )
    + f"REVOKE UPDATE, DELETE ON people_datakey FROM {APP};"
)
FUNCTIONS = (
    "find_person_ids(text, integer, integer, integer, bigint, integer)",
    "people_move(uuid[], uuid, bigint, bigint, text)",
    "people_erase(uuid, text, timestamptz)",
)
EXECUTE = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in FUNCTIONS) + for_app(
    "".join(f"GRANT EXECUTE ON FUNCTION {name} TO {APP};" for name in FUNCTIONS)
)
POLICIES = "".join(only_in_scope(f"people_{table}") for table in SCOPED) + "".join(
    history_in_scope(f"people_{table}") for table in HISTORIES
)
FOLLOW_PERSON = "".join(belongs_to_person(f"people_{table}") for table in ("datakey", "identifier"))


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people"), ("pghistory", "0007_auto_20250421_0444"), ("territory", "0003_conversions")]

    operations = [
        migrations.RunSQL(
            [UNITS, FOLLOW_PERSON, FOLLOWING, FACTS_FOLLOW, PERIODS, SEARCH, MOVE, ERASE, POLICIES, RIGHTS, EXECUTE],
            migrations.RunSQL.noop,
        ),
    ]
