"""People of a commune that ended stand outside every range; erasing reaches the household, and what says where it was."""

from django.db import migrations

from ansinh.apps.accounts.policies import for_app

# A number counts within one dated tree: that of an ended commune may be another's today.
UNITS = """
CREATE OR REPLACE FUNCTION people_unit_of_commune() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT CASE WHEN valid_to IS NULL OR valid_to > current_date THEN number ELSE 0 END INTO NEW.unit_no
        FROM territory_unit WHERE id = NEW.commune_id AND level = 'commune' AND number > 0;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Nơi ở phải là một xã, phường, đặc khu' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_lives_in_commune';
    END IF;
    IF NEW.village_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM people_village WHERE id = NEW.village_id AND commune_id = NEW.commune_id) THEN
        RAISE EXCEPTION 'Thôn, tổ dân phố không thuộc xã này' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_village_of_commune';
    END IF;
    RETURN NEW;
END $$;
UPDATE people_person p SET commune_id = p.commune_id FROM territory_unit u
    WHERE u.id = p.commune_id AND u.valid_to <= current_date AND p.unit_no <> 0;
UPDATE people_household h SET commune_id = h.commune_id FROM territory_unit u
    WHERE u.id = h.commune_id AND u.valid_to <= current_date AND h.unit_no <> 0;
-- How many there are is told, nobody by name: the province has to know that somebody must move them.
CREATE FUNCTION people_stranded() RETURNS TABLE (commune_id bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT commune_id, count(*) FROM people_person WHERE unit_no = 0 AND erased_at IS NULL GROUP BY commune_id
$$;
REVOKE ALL ON FUNCTION people_stranded() FROM PUBLIC;
""" + for_app("GRANT EXECUTE ON FUNCTION people_stranded() TO ansinh_app;")

ERASE = """
CREATE OR REPLACE FUNCTION people_erase(who uuid, said_basis text, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first integer := nullif(current_setting('ansinh.first_unit', true), '')::integer;
    last integer := nullif(current_setting('ansinh.last_unit', true), '')::integer;
    homes uuid[];
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
    -- With whom somebody lived tells who it was. A household in which nobody else ever lived is blanked as well.
    SELECT coalesce(array_agg(DISTINCT household_id), '{}') INTO homes FROM people_membershipevent WHERE person_id = who;
    homes := homes || coalesce((SELECT array_agg(household_id) FROM people_membership WHERE person_id = who), '{}');
    DELETE FROM people_membership WHERE person_id = who;
    DELETE FROM people_membershipevent WHERE person_id = who;
    SELECT coalesce(array_agg(h), '{}') INTO homes FROM unnest(homes) h
        WHERE NOT EXISTS (SELECT FROM people_membership m WHERE m.household_id = h);
    DELETE FROM people_fact WHERE household_id = ANY (homes);
    DELETE FROM people_factevent WHERE household_id = ANY (homes);
    DELETE FROM people_povertyperiod WHERE household_id = ANY (homes);
    DELETE FROM people_povertyperiodevent WHERE household_id = ANY (homes);
    UPDATE people_household SET code = '', village_id = NULL, address = '', source = '',
        valid_to = coalesce(valid_to, greatest(valid_from, at::date)), version = version + 1 WHERE id = ANY (homes);
    UPDATE people_householdevent SET code = '', village_id = NULL, address = '', source = '' WHERE id = ANY (homes);
    UPDATE people_person SET full_name = '', other_name = '', search_key = '', sort_key = '', birth_date = NULL,
        birth_precision = '', sex = '', ethnicity = '', village_id = NULL, address = '', source = '',
        death_date = NULL, erased_at = at, erased_basis = said_basis, version = version + 1 WHERE id = who;
    UPDATE people_personevent SET full_name = '', other_name = '', search_key = '', sort_key = '', birth_date = NULL,
        birth_precision = '', birth_year = NULL, sex = '', ethnicity = '', village_id = NULL, address = '', source = '',
        death_date = NULL WHERE id = who;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_sensitive_guards")]

    operations = [migrations.RunSQL([UNITS, ERASE], migrations.RunSQL.noop)]
