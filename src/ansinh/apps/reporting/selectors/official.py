"""What changed between the last two lockings of an official report's figures."""

from __future__ import annotations

from dataclasses import dataclass

from ansinh.apps.reporting.models import OfficialReport, RowKind, SnapshotRow


@dataclass(frozen=True, slots=True)
class RowChange:
    """One indicator whose figure or status is another than at the locking before."""

    name: str
    value_before: str | None
    value_after: str | None
    status_before: str
    status_after: str


def compare_snapshots(report: OfficialReport) -> list[RowChange]:
    """Return the rows that differ between the newest locking and the one before; none where there is only one."""
    newest = list(report.snapshots.order_by("-number")[:2])
    if len(newest) < 2:
        return []
    after, before = (
        {row.indicator_id: row.content for row in SnapshotRow.objects.filter(snapshot=one, kind=RowKind.INDICATOR)}
        for one in newest
    )
    found = []
    for pk, content in after.items():
        old = before.get(pk, {"value": None, "status": "no_data"})
        if (content["value"], content["status"]) != (old["value"], old["status"]):
            name = f"{content['no']}. {content['name']}" if content["no"] else content["name"]
            found.append(RowChange(name, old["value"], content["value"], old["status"], content["status"]))
    return found
