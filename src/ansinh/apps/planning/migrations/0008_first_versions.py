"""Plans that run already get their version 1: the document as issued."""

from typing import Any

from django.db import migrations


def record_first_versions(apps: Any, schema_editor: Any) -> None:
    """Record version 1 of every running plan that has none."""
    del schema_editor
    plans = apps.get_model("planning", "Plan")
    versions = apps.get_model("planning", "PlanVersion")
    for plan in plans.objects.filter(state="running", versions=None):
        named = f"{plan.type or 'Kế hoạch'} {plan.number}".strip() if plan.number else plan.title[:200]
        versions.objects.create(
            plan=plan,
            number=1,
            state="in_force",
            origin="issued",
            title="Văn bản ban hành",
            instrument=named,
            instrument_date=plan.issued_on,
            in_force_on=plan.issued_on or plan.activated_at.date(),
            opened_by=plan.activated_by,
            opened_at=plan.activated_at,
            settled_by=plan.activated_by,
            settled_at=plan.activated_at,
            applied_at=plan.activated_at,
        )


class Migration(migrations.Migration):
    dependencies = [("planning", "0007_versions")]
    operations = [migrations.RunPython(record_first_versions, migrations.RunPython.noop)]
