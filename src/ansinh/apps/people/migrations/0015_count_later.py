"""While a long list is written into the register, nobody counts its tables.

The database counts rows by itself, also in the middle of such a transaction, and then finds none: what is written is not
committed yet. Told that a table of a hundred thousand persons is empty, it plans the check of every later row badly, and the
commit takes minutes. Whoever writes a list holds the one lock that counting needs; reading and writing go on beside it.
"""

from django.db import migrations

from ansinh.apps.accounts.policies import APP, for_app

COUNT_LATER = """
CREATE FUNCTION people_count_later() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    LOCK TABLE people_person, people_household, people_membership, people_datakey, people_identifier, people_povertyperiod
        IN SHARE UPDATE EXCLUSIVE MODE
$$;
REVOKE ALL ON FUNCTION people_count_later() FROM PUBLIC;
"""
RIGHTS = for_app(f"GRANT EXECUTE ON FUNCTION people_count_later() TO {APP};")


class Migration(migrations.Migration):
    dependencies = [("people", "0014_placing_guards")]

    operations = [migrations.RunSQL([COUNT_LATER, RIGHTS], migrations.RunSQL.noop)]
