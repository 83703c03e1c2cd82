"""Who is erased is forgotten here as well: what was received, and its history."""

from django.db import migrations

FORGET = """
CREATE FUNCTION benefits_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM benefits_receipt WHERE person_id = NEW.id;
    DELETE FROM benefits_receiptevent WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER benefits_forgotten AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION benefits_forget();
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0002_guards"), ("people", "0005_ended_communes_and_erasing")]

    operations = [migrations.RunSQL([FORGET], migrations.RunSQL.noop)]
