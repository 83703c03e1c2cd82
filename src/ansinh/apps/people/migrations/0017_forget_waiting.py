"""What a list that waits would change of somebody is forgotten with him: it holds the name and the birth he had."""

from django.db import migrations

FORGET = """
CREATE FUNCTION people_forget_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM people_rowchange WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER people_waiting_forgotten AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION people_forget_waiting();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0016_restricted_index")]

    operations = [migrations.RunSQL([FORGET], migrations.RunSQL.noop)]
