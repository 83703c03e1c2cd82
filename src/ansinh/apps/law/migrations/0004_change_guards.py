from django.db import migrations

# A value of a decree stays as the first official wrote it, and goes only the ways that the pages offer.
GUARDS = """
CREATE FUNCTION law_value_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Giá trị mới không xóa được: rút nó kèm lý do' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' THEN
            RAISE EXCEPTION 'Giá trị mới bắt đầu bằng lần đọc thứ nhất' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.change_id, OLD.province_code, OLD.key, OLD.value, OLD.reference, OLD.applied_from, OLD.in_force_from,
        OLD.page, OLD.quote, OLD.proposed_by_id, OLD.proposed_at)
       IS DISTINCT FROM
       (NEW.change_id, NEW.province_code, NEW.key, NEW.value, NEW.reference, NEW.applied_from, NEW.in_force_from,
        NEW.page, NEW.quote, NEW.proposed_by_id, NEW.proposed_at) THEN
        RAISE EXCEPTION 'Giá trị mới không sửa được: rút nó và ghi lại' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.decided_by_id IS NOT NULL
       AND (OLD.decided_by_id, OLD.decided_at, OLD.read_again)
           IS DISTINCT FROM (NEW.decided_by_id, NEW.decided_at, NEW.read_again) THEN
        RAISE EXCEPTION 'Lần đọc thứ hai không sửa được: rút giá trị và ghi lại'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('waiting', 'confirmed'), ('waiting', 'refused'), ('waiting', 'withdrawn'), ('confirmed', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'Giá trị mới không đi thẳng từ % sang % được', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER law_value_steps BEFORE INSERT OR UPDATE OR DELETE ON law_newvalue
    FOR EACH ROW EXECUTE FUNCTION law_value_steps();

CREATE FUNCTION law_change_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Văn bản đổi luật đã đưa vào thì không sửa, không xóa được' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER law_change_kept BEFORE UPDATE OR DELETE ON law_lawchange
    FOR EACH ROW EXECUTE FUNCTION law_change_kept();
"""

BACK = """
DROP TRIGGER law_change_kept ON law_lawchange;
DROP FUNCTION law_change_kept();
DROP TRIGGER law_value_steps ON law_newvalue;
DROP FUNCTION law_value_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("law", "0003_changes")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
