from django.db import migrations

# What was approved and every revision stays as it is; only "is_current" and its day may change, by a newer version.
GUARDS = """
CREATE FUNCTION reporting_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Không được % bảng %: chỉ được ghi thêm', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER reporting_step_append_only BEFORE UPDATE OR DELETE ON reporting_reportstep
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse();
CREATE TRIGGER reporting_revision_append_only BEFORE UPDATE OR DELETE ON reporting_cellrevision
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse();
CREATE TRIGGER reporting_figure_kept BEFORE DELETE ON reporting_figure
    FOR EACH ROW EXECUTE FUNCTION reporting_refuse();

CREATE FUNCTION reporting_figure_only_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.report_id, OLD.line_id, OLD.breakdown, OLD.version, OLD.numerator, OLD.denominator, OLD.value, OLD.blank,
        OLD.note, OLD.source, OLD.approved_at)
       IS DISTINCT FROM
       (NEW.report_id, NEW.line_id, NEW.breakdown, NEW.version, NEW.numerator, NEW.denominator, NEW.value, NEW.blank,
        NEW.note, NEW.source, NEW.approved_at)
       OR NOT OLD.is_current THEN
        RAISE EXCEPTION 'Số liệu đã duyệt không sửa được: mở đính chính để có bản mới'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_figure_only_superseded BEFORE UPDATE ON reporting_figure
    FOR EACH ROW EXECUTE FUNCTION reporting_figure_only_superseded();

-- Only these ways lead from one state to another, whatever path is taken.
CREATE FUNCTION reporting_report_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'submitted'), ('returned', 'submitted'), ('correcting', 'submitted'),
        ('submitted', 'draft'), ('submitted', 'returned'), ('submitted', 'correcting'), ('submitted', 'approved'),
        ('approved', 'correcting')
    ) THEN
        RAISE EXCEPTION 'Báo cáo không đi thẳng từ % sang % được', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_report_steps BEFORE UPDATE OF state ON reporting_report
    FOR EACH ROW EXECUTE FUNCTION reporting_report_steps();

-- Figures of a report that was handed in are not typed over.
CREATE FUNCTION reporting_cell_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    SELECT state INTO stands FROM reporting_report WHERE id = coalesce(NEW.report_id, OLD.report_id);
    IF stands IN ('submitted', 'approved') THEN
        RAISE EXCEPTION 'Báo cáo đã nộp hoặc đã duyệt: không sửa số liệu được'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER reporting_cell_open BEFORE INSERT OR UPDATE OR DELETE ON reporting_cell
    FOR EACH ROW EXECUTE FUNCTION reporting_cell_open();
"""

UNDO = """
DROP TRIGGER reporting_step_append_only ON reporting_reportstep;
DROP TRIGGER reporting_revision_append_only ON reporting_cellrevision;
DROP TRIGGER reporting_figure_kept ON reporting_figure;
DROP TRIGGER reporting_figure_only_superseded ON reporting_figure;
DROP TRIGGER reporting_report_steps ON reporting_report;
DROP TRIGGER reporting_cell_open ON reporting_cell;
DROP FUNCTION reporting_refuse();
DROP FUNCTION reporting_figure_only_superseded();
DROP FUNCTION reporting_report_steps();
DROP FUNCTION reporting_cell_open();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_reports")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
