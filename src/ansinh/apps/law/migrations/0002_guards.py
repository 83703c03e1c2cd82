from django.db import migrations

# What was read stays as it was read, and goes only the ways that the pages offer, whatever path is taken.
GUARDS = """
CREATE FUNCTION law_check_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Lần đối chiếu không xóa được: rút nó kèm lý do' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ('waiting', 'differs') THEN
            RAISE EXCEPTION 'Lần đối chiếu bắt đầu bằng lần đọc thứ nhất' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.province_code, OLD.kind, OLD.key, OLD.applied_from, OLD.in_force_from, OLD.digest, OLD.text_id, OLD.page,
        OLD.read, OLD.quote, OLD.proposed_by_id, OLD.proposed_at)
       IS DISTINCT FROM
       (NEW.province_code, NEW.kind, NEW.key, NEW.applied_from, NEW.in_force_from, NEW.digest, NEW.text_id, NEW.page,
        NEW.read, NEW.quote, NEW.proposed_by_id, NEW.proposed_at) THEN
        RAISE EXCEPTION 'Những gì đã đọc không sửa được: rút lần đối chiếu và đọc lại'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.decided_by_id IS NOT NULL
       AND (OLD.decided_by_id, OLD.decided_at, OLD.read_again)
           IS DISTINCT FROM (NEW.decided_by_id, NEW.decided_at, NEW.read_again) THEN
        RAISE EXCEPTION 'Lần đọc thứ hai không sửa được: rút lần đối chiếu và đọc lại'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('waiting', 'confirmed'), ('waiting', 'refused'), ('waiting', 'withdrawn'),
        ('differs', 'withdrawn'), ('confirmed', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'Lần đối chiếu không đi thẳng từ % sang % được', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER law_check_steps BEFORE INSERT OR UPDATE OR DELETE ON law_lawcheck
    FOR EACH ROW EXECUTE FUNCTION law_check_steps();

CREATE FUNCTION law_text_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Văn bản gốc không xóa được: rút nó' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (OLD.province_code, OLD.number, OLD.title, OLD.name, OLD.kind, OLD.sha256, OLD.size, OLD.pages, OLD.kept_by_id,
        OLD.kept_at)
       IS DISTINCT FROM
       (NEW.province_code, NEW.number, NEW.title, NEW.name, NEW.kind, NEW.sha256, NEW.size, NEW.pages, NEW.kept_by_id,
        NEW.kept_at) THEN
        RAISE EXCEPTION 'Văn bản gốc không sửa được: tải bản khác lên' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER law_text_kept BEFORE UPDATE OR DELETE ON law_officialtext
    FOR EACH ROW EXECUTE FUNCTION law_text_kept();
"""

BACK = """
DROP TRIGGER law_text_kept ON law_officialtext;
DROP FUNCTION law_text_kept();
DROP TRIGGER law_check_steps ON law_lawcheck;
DROP FUNCTION law_check_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("law", "0001_checks")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
