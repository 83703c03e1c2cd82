"""Nothing is written of a record that went into another one."""

from django.db import migrations

TRIGGERS = "".join(
    f"""
CREATE TRIGGER {table}_on_unmerged AFTER INSERT ON {table} REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_hangs_on_unmerged();
"""
    for table in ("benefits_receipt", "benefits_gap")
)


class Migration(migrations.Migration):
    dependencies = [("benefits", "0005_gap_guards"), ("people", "0011_duplicate_guards")]

    operations = [migrations.RunSQL([TRIGGERS], migrations.RunSQL.noop)]
