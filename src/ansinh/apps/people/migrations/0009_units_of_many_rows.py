"""The commune of rows that hang on a person is checked once for all rows of a statement, where the writer says it himself.

A row written without a number gets it as before, by a look for each. Rows written with one, as lists are, are all held
against their persons at the end of the statement: whatever is not the number of a person in scope is refused.
"""

from django.db import migrations


def checked_together(table: str, function: str) -> str:
    """Let a look for each row be done only where no number was written."""
    return f"""
DROP TRIGGER {table}_unit ON {table};
CREATE TRIGGER {table}_unit BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.unit_no = 0) EXECUTE FUNCTION {function}();
"""


CHECK = """
CREATE FUNCTION people_units_of_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM now_rows n LEFT JOIN people_person p ON p.id = n.person_id WHERE p.unit_no IS DISTINCT FROM n.unit_no) THEN
        RAISE EXCEPTION 'Không có người này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_person_in_scope';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION people_units_of_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM now_rows n LEFT JOIN people_household h ON h.id = n.household_id WHERE h.unit_no IS DISTINCT FROM n.unit_no) THEN
        RAISE EXCEPTION 'Không có hộ này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_household_in_scope';
    END IF;
    IF EXISTS (SELECT FROM now_rows n LEFT JOIN people_person p ON p.id = n.person_id WHERE p.id IS NULL) THEN
        RAISE EXCEPTION 'Không có người này trong địa bàn phụ trách' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'people_person_in_scope';
    END IF;
    IF EXISTS (SELECT FROM now_rows n JOIN people_person p ON p.id = n.person_id WHERE n.valid_to IS NULL AND p.unit_no <> n.unit_no) THEN
        RAISE EXCEPTION 'Người và hộ ở hai xã khác nhau' USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_same_commune';
    END IF;
    RETURN NULL;
END $$;
"""
PERSONS = "".join(
    checked_together(table, "people_unit_of_person")
    + f"""
CREATE TRIGGER {table}_unit_again BEFORE UPDATE OF person_id, unit_no ON {table}
    FOR EACH ROW EXECUTE FUNCTION people_unit_of_person();
CREATE TRIGGER {table}_units AFTER INSERT ON {table} REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_units_of_persons();
"""
    for table in ("people_datakey", "people_identifier")
)
MEMBERS = (
    checked_together("people_membership", "people_unit_of_membership")
    + """
CREATE TRIGGER people_membership_unit_again BEFORE UPDATE OF person_id, household_id, unit_no ON people_membership
    FOR EACH ROW EXECUTE FUNCTION people_unit_of_membership();
CREATE TRIGGER people_membership_units AFTER INSERT ON people_membership REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_units_of_members();
"""
)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_import_guards")]

    operations = [migrations.RunSQL([CHECK, PERSONS, MEMBERS], migrations.RunSQL.noop)]
