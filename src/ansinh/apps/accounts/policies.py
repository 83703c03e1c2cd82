"""The SQL by which a personal table is guarded: only rows of the communes that accounts.scope set are there.

Used by migrations, so what a function here returns never changes; a new guard is a new function and a new migration.
"""

from __future__ import annotations

APP = "ansinh_app"
RANGE = (
    "unit_no BETWEEN nullif(current_setting('ansinh.first_unit', true), '')::integer"
    " AND nullif(current_setting('ansinh.last_unit', true), '')::integer"
)


def only_in_scope(table: str) -> str:
    """Show and take rows of the communes in scope only; nothing at all where no scope was set."""
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY {table}_in_scope ON {table} USING ({RANGE}) WITH CHECK ({RANGE});
    """


def history_in_scope(table: str) -> str:
    """The same for a table of history, where rows are only added."""
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({RANGE});
        CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK ({RANGE});
        {for_app(f"REVOKE UPDATE, DELETE ON {table} FROM {APP};")}
    """  # noqa: S608 - names of our own tables


def belongs_to_person(table: str) -> str:
    """Give rows the commune of their person, who must be in scope, and take them along when the person moves."""
    return f"""
        CREATE TRIGGER {table}_unit BEFORE INSERT OR UPDATE OF person_id, unit_no ON {table}
            FOR EACH ROW EXECUTE FUNCTION people_unit_of_person();
        CREATE TRIGGER {table}_follows AFTER UPDATE OF commune_id ON people_person
            FOR EACH ROW WHEN (OLD.unit_no IS DISTINCT FROM NEW.unit_no) EXECUTE FUNCTION people_carry_along('{table}');
    """


def for_app(statements: str) -> str:
    """Run statements on rights where the application has a role of its own."""
    return f"""
        DO $rights$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN
                {statements}
            END IF;
        END $rights$;
    """
