"""The only way to people of a commune that ended: for who works with every commune that came after it."""

from django.db import migrations

from ansinh.apps.accounts.policies import APP, for_app

WENT = """
-- Into which communes of today an ended one went, through as many reforms as there were.
CREATE FUNCTION people_went_to(ended bigint) RETURNS TABLE (commune_id bigint, number integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE went AS (
        SELECT new_id FROM territory_unitchange WHERE old_id = ended
        UNION SELECT c.new_id FROM went w JOIN territory_unit u ON u.id = w.new_id AND u.valid_to <= current_date
            JOIN territory_unitchange c ON c.old_id = w.new_id)
    SELECT u.id, u.number FROM went w JOIN territory_unit u ON u.id = w.new_id
        WHERE u.valid_to IS NULL OR u.valid_to > current_date
$$;
CREATE FUNCTION people_expect_placing(ended bigint) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first integer := nullif(current_setting('ansinh.first_unit', true), '')::integer;
    last integer := nullif(current_setting('ansinh.last_unit', true), '')::integer;
BEGIN
    IF first IS NULL OR last IS NULL OR NOT EXISTS (SELECT FROM people_went_to(ended))
        OR EXISTS (SELECT FROM people_went_to(ended) WHERE number NOT BETWEEN first AND last)
        OR NOT EXISTS (SELECT FROM territory_unit WHERE id = ended AND valid_to <= current_date) THEN
        RAISE EXCEPTION 'Xã này không thuộc địa bàn phụ trách' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
"""
LISTED = """
CREATE FUNCTION people_of_ended(ended bigint, most integer) RETURNS TABLE (id uuid, full_name varchar, birth_date date,
    birth_precision varchar, village_id bigint, village varchar, address varchar, household_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM people_expect_placing(ended);
    RETURN QUERY SELECT p.id, p.full_name, p.birth_date, p.birth_precision, p.village_id, v.name, p.address, m.household_id
        FROM people_person p LEFT JOIN people_village v ON v.id = p.village_id
        LEFT JOIN people_membership m ON m.person_id = p.id AND m.valid_to IS NULL
        WHERE p.commune_id = ended AND p.unit_no = 0 AND p.erased_at IS NULL AND p.merged_into_id IS NULL
            AND p.restricted_at IS NULL
        ORDER BY v.name NULLS LAST, m.household_id NULLS LAST, p.sort_key, p.id LIMIT most;
END $$;
CREATE FUNCTION people_villages_of_ended(ended bigint) RETURNS TABLE (village_id bigint, village varchar, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM people_expect_placing(ended);
    RETURN QUERY SELECT p.village_id, v.name, count(*) FROM people_person p
        LEFT JOIN people_village v ON v.id = p.village_id
        WHERE p.commune_id = ended AND p.unit_no = 0 AND p.erased_at IS NULL AND p.merged_into_id IS NULL
        GROUP BY p.village_id, v.name ORDER BY v.name NULLS LAST;
END $$;
"""
# A household stays whole. Villages keep their names in the commune that takes them.
PLACED = """
CREATE FUNCTION people_place(ended bigint, target bigint, of_villages bigint[], of_people uuid[])
RETURNS TABLE (is_home boolean, id uuid, village_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM people_expect_placing(ended);
    IF NOT EXISTS (SELECT FROM people_went_to(ended) w WHERE w.commune_id = target) THEN
        RAISE EXCEPTION 'Xã nhận không phải nơi xã này chuyển thành' USING ERRCODE = 'insufficient_privilege';
    END IF;
    CREATE TEMP TABLE placed_people ON COMMIT DROP AS
        SELECT p.id, p.village_id AS village FROM people_person p
        WHERE p.commune_id = ended AND p.unit_no = 0 AND p.merged_into_id IS NULL
            AND (of_villages IS NULL AND of_people IS NULL OR p.village_id = ANY (of_villages) OR p.id = ANY (of_people))
        FOR UPDATE;
    CREATE TEMP TABLE placed_homes ON COMMIT DROP AS
        SELECT h.id, h.village_id AS village FROM people_household h WHERE h.commune_id = ended AND h.unit_no = 0
            AND (of_villages IS NULL AND of_people IS NULL OR EXISTS (SELECT FROM people_membership m JOIN placed_people g
                ON g.id = m.person_id WHERE m.household_id = h.id AND m.valid_to IS NULL));
    INSERT INTO placed_people SELECT p.id, p.village_id FROM people_person p
        JOIN people_membership m ON m.person_id = p.id AND m.valid_to IS NULL JOIN placed_homes h ON h.id = m.household_id
        WHERE p.commune_id = ended AND p.unit_no = 0 AND NOT EXISTS (SELECT FROM placed_people g WHERE g.id = p.id);
    INSERT INTO people_village (commune_id, name, kind, search_key)
        SELECT DISTINCT ON (v.search_key) target, v.name, v.kind, v.search_key FROM people_village v
        WHERE v.id IN (SELECT village FROM placed_people UNION SELECT village FROM placed_homes)
            AND NOT EXISTS (SELECT FROM people_village o WHERE o.commune_id = target AND o.search_key = v.search_key AND o.valid_to IS NULL)
        ORDER BY v.search_key, v.id;
    UPDATE people_person p SET commune_id = target, version = p.version + 1, village_id = (SELECT o.id FROM people_village v
            JOIN people_village o ON o.commune_id = target AND o.search_key = v.search_key AND o.valid_to IS NULL
            WHERE v.id = g.village)
        FROM placed_people g WHERE g.id = p.id;
    UPDATE people_household h SET commune_id = target, version = h.version + 1, village_id = (SELECT o.id FROM people_village v
            JOIN people_village o ON o.commune_id = target AND o.search_key = v.search_key AND o.valid_to IS NULL
            WHERE v.id = g.village)
        FROM placed_homes g WHERE g.id = h.id;
    RETURN QUERY SELECT false, g.id, g.village FROM placed_people g UNION ALL SELECT true, g.id, g.village FROM placed_homes g;
    DROP TABLE placed_people, placed_homes;
END $$;
CREATE FUNCTION people_unplace(which uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    done people_placemove;
    moved integer;
BEGIN
    SELECT * INTO done FROM people_placemove WHERE id = which AND undone_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN -1;
    END IF;
    PERFORM people_expect_placing(done.ended_id);
    IF (SELECT count(*) FROM people_person WHERE id = ANY (done.people) AND commune_id = done.to_id) <> cardinality(done.people)
        OR (SELECT count(*) FROM people_household WHERE id = ANY (done.homes) AND commune_id = done.to_id) <> cardinality(done.homes)
        OR EXISTS (SELECT FROM people_membership m WHERE m.valid_to IS NULL AND m.household_id = ANY (done.homes)
            AND NOT m.person_id = ANY (done.people))
        OR EXISTS (SELECT FROM people_membership m WHERE m.valid_to IS NULL AND m.person_id = ANY (done.people)
            AND NOT m.household_id = ANY (done.homes)) THEN
        RETURN -1;
    END IF;
    UPDATE people_person p SET commune_id = done.ended_id, village_id = g.village, version = p.version + 1
        FROM unnest(done.people, done.villages) g (id, village) WHERE p.id = g.id;
    GET DIAGNOSTICS moved = ROW_COUNT;
    UPDATE people_household h SET commune_id = done.ended_id, village_id = g.village, version = h.version + 1
        FROM unnest(done.homes, done.home_villages) g (id, village) WHERE h.id = g.id;
    RETURN moved;
END $$;
"""
FUNCTIONS = (
    "people_of_ended(bigint, integer)",
    "people_villages_of_ended(bigint)",
    "people_place(bigint, bigint, bigint[], uuid[])",
    "people_unplace(uuid)",
)
EXECUTE = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in FUNCTIONS) + for_app(
    "".join(f"GRANT EXECUTE ON FUNCTION {name} TO {APP};" for name in FUNCTIONS)
    + f"REVOKE UPDATE, DELETE ON people_placemove FROM {APP};"
    f"GRANT UPDATE (undone_at, undone_by_name) ON people_placemove TO {APP};"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0013_placing"), ("territory", "0003_conversions")]

    operations = [migrations.RunSQL([WENT, LISTED, PLACED, EXECUTE], migrations.RunSQL.noop)]
