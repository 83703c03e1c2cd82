"""A document that amends a plan: recognised by what it cites, matched row by row, proposed change by change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import (
    ChangeAspect,
    ChangeState,
    Indicator,
    Plan,
    PlanChange,
    PlanVersion,
    ReviewState,
    Task,
    VersionOrigin,
)
from ansinh.apps.planning.selectors.amendments import list_amended
from ansinh.apps.planning.selectors.asof import get_plan_on
from ansinh.apps.planning.selectors.indicators import all_indicators
from ansinh.apps.planning.selectors.tasks import all_tasks
from ansinh.apps.planning.services.drafting import log_change
from ansinh.apps.planning.services.values import KINDS, Values, split_by_aspect
from ansinh.apps.planning.services.versions import CannotChangeVersion, lock_draft, next_ordinal, open_version
from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.plandoc.amending import Dropped, Match, Row, find_dropped, find_row, match_rows
from ansinh.core.text import find_dates, fold, make_date

UNDECIDED_OR_USED = (ReviewState.PENDING, ReviewState.ACCEPTED, ReviewState.CORRECTED)
FAR = date(9999, 1, 1)
_IN_FORCE = re.compile(r"có\s+hiệu\s+lực\s+(?:thi\s+hành\s+)?(?:kể\s+)?từ\s+ngày", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    """What proposals of one document are made from."""

    version: PlanVersion
    plan: Plan
    document: Plan
    reason: str
    rows: list[PlanChange]
    place: int = 0

    def take_place(self) -> int:
        """Return the next place in the list of changes."""
        self.place += 1
        return self.place - 1


@transaction.atomic
def propose_amendment(*, plan_id: Any, document_id: Any, actor: User, now: datetime) -> PlanVersion:
    """Open a draft of a plan's next version from a document that amends it: every difference a proposal.

    Nothing is accepted by this. Raises CannotChangeVersion where the document does not amend the plan, or has
    already been used, or nothing in it differs.
    """
    document = Plan.objects.select_related("file").get(pk=document_id)
    plan = Plan.objects.select_related("file").get(pk=plan_id)
    if plan not in list_amended(document):
        raise CannotChangeVersion(
            f"{document.short_title} không viện dẫn {plan.short_title} là văn bản được sửa đổi. "
            "Kiểm tra tab Viện dẫn của văn bản: quan hệ phải là “sửa đổi”."
        )
    if plan.versions.filter(document=document).exclude(state="discarded").exists():
        raise CannotChangeVersion(f"{document.short_title} đã được đối chiếu với kế hoạch này. Mở phiên bản đã có.")
    version = open_version(
        plan_id=plan.pk,
        title=f"Sửa đổi theo {document.short_title}",
        origin=VersionOrigin.AMENDMENT,
        instrument=document.short_title,
        instrument_date=document.issued_on,
        document=document,
        in_force_on=in_force_day(document),
        actor=actor,
        now=now,
    )
    draft = _Draft(version, plan, document, f"Theo {document.short_title}", [])
    now_said = get_plan_on(plan, on=FAR)
    _propose(draft, now_said.indicators, list(all_indicators(document, states=UNDECIDED_OR_USED)))
    _propose(draft, now_said.tasks, list(all_tasks(document, states=UNDECIDED_OR_USED)))
    for dropped in find_dropped(document.file.text):
        _propose_drop(draft, now_said.tasks if dropped.kind == "task" else now_said.indicators, dropped)
    if not draft.rows:
        raise CannotChangeVersion(
            f"Không thấy điểm nào trong {document.short_title} khác với kế hoạch. Xem lại các dòng đọc được của văn bản."
        )
    PlanChange.objects.bulk_create(draft.rows)
    return version


def in_force_day(document: Plan) -> date | None:
    """Return the day from which a document says it is in force, else its day of issue."""
    hit = _IN_FORCE.search(document.file.text)
    days = find_dates(document.file.text[hit.start() : hit.end() + 24]) if hit else []
    stated = [make_date(day.year, day.month, day.day) for day in days if day.year is not None]
    return next((day for day in stated if day is not None), document.issued_on)


def _propose(draft: _Draft, known: list[Any], stated: list[Any]) -> None:
    matches = match_rows([_row(one) for one in known], [_row(one) for one in stated])
    for match in matches:
        source = stated[match.stated]
        if match.known is None:
            _propose_added(draft, source)
        else:
            draft.rows += _differences(draft, known[match.known], source, note=_doubt(match, known, source))


def _row(item: Indicator | Task) -> Row:
    dimension = item.dimension if isinstance(item, Indicator) else ""
    group = item.group if isinstance(item, Indicator) else item.section
    return Row(item.no, f"{item.name} {dimension}".strip(), group)


def _doubt(match: Match, known: list[Any], source: Any) -> str:
    """Return what a person should look at before accepting: names that are only alike, a row that is stated twice."""
    item = known[match.known or 0]
    twin = [one for one in known if one is not item and fold(one.name) == fold(item.name)]
    said = []
    if match.likeness < 1:
        said.append(f"Tên không trùng hẳn: văn bản sửa đổi ghi “{source.name}”.")
    if not match.sure:
        said.append("Có dòng khác cũng giống tên này; xem đúng dòng chưa.")
    elif twin:
        said.append("Kế hoạch còn nêu chỉ tiêu này ở chỗ khác; chỗ đó không đổi theo.")
    if source.state == ReviewState.PENDING:
        said.append("Dòng của văn bản sửa đổi chưa được rà soát.")
    return " ".join(said)


def _differences(draft: _Draft, item: Any, source: Any, *, note: str) -> list[PlanChange]:
    kind = "indicator" if isinstance(item, Indicator) else "task"
    before, stated = KINDS[kind].take(item), KINDS[kind].take(source)
    after = _targets_after(before, stated) if kind == "indicator" else _task_after(before, stated)
    if stated["lead"] and _keys(stated["lead"]) != _keys(before["lead"]):
        after |= {"lead": stated["lead"], "supporting": stated["supporting"]}
    if fold(stated["name"]) != fold(before["name"]):
        after |= {"name": stated["name"]}
    return [
        _change(draft, kind, aspect, source, item=item, before=old, after=new, note=note)
        for aspect, (old, new) in split_by_aspect(kind, before, after).items()
    ]


def _keys(names: Iterable[str]) -> list[str]:
    return sorted(agency_key(name) for name in names)


def _targets_after(before: Values, stated: Values) -> Values:
    """Return the targets with those of the amending row in place, year by year; years it does not name stay."""
    targets = [dict(target) for target in before["targets"]]
    for new in stated["targets"]:
        if not new["comparator"]:
            continue
        fields = {name: new[name] for name in ("year", "raw", "comparator", "low", "high", "qualitative")}
        same_year = [target for target in targets if target["year"] == new["year"]]
        if not same_year:
            targets.append(fields | {"span": [0, 0]})
        elif any(same_year[0][name] != fields[name] for name in ("comparator", "low", "high", "qualitative")):
            same_year[0].update(fields)
    return {"targets": targets}


def _task_after(before: Values, stated: Values) -> Values:
    after: Values = {}
    if stated["schedule_raw"] and fold(stated["schedule_raw"]) != fold(before["schedule_raw"]):
        names = ("schedule_raw", "schedule_kind", "from_year", "to_year", "quarter", "event")
        after |= {name: stated[name] for name in names}
    if stated["product"] and fold(stated["product"]) != fold(before["product"]):
        after |= {"product": stated["product"]}
    return after


def _propose_added(draft: _Draft, source: Any) -> None:
    kind = "indicator" if isinstance(source, Indicator) else "task"
    values = KINDS[kind].take(source)
    for target in values.get("targets", ()):
        target["span"] = [0, 0]
    note = "Không thấy dòng giống trong kế hoạch nên coi là bổ sung. Nếu là dòng đã có, chọn dòng đó."
    draft.rows.append(_change(draft, kind, ChangeAspect.ADDED, source, item=None, before={}, after=values, note=note))


def _propose_drop(draft: _Draft, known: list[Any], dropped: Dropped) -> None:
    places = find_row([_row(one) for one in known], dropped)
    item = known[places[0]] if len(places) == 1 else None
    note = ""
    if item is None:
        named = "; ".join(f"{known[at].no} {known[at].name[:60]}" for at in places[:3])
        note = f"Có thể là: {named}. Chọn dòng." if named else "Không rõ dòng nào của kế hoạch; chọn dòng."
    change = _change(
        draft,
        dropped.kind,
        ChangeAspect.DROPPED,
        None,
        item=item,
        before={"state": item.state} if item is not None else {},
        after={"state": ReviewState.DROPPED},
        note=note,
    )
    change.sentence_after = _words(draft.document, dropped.span.start, dropped.span.end)
    draft.rows.append(change)


def _change(
    draft: _Draft, kind: str, aspect: str, source: Any, *, item: Any, before: Values, after: Values, note: str
) -> PlanChange:
    change = PlanChange(
        version=draft.version,
        ordinal=draft.take_place(),
        kind=kind,
        aspect=aspect,
        before=before,
        after=after,
        reason=draft.reason,
        note=note,
        sentence_before=_sentence(draft.plan, item),
        sentence_after=_sentence(draft.document, source),
        source_kind=kind if source is not None else "",
        source_id=source.pk if source is not None else None,
        state=ChangeState.PROPOSED,
    )
    if item is not None:
        setattr(change, f"{kind}_id", item.pk)
    return change


def _sentence(plan: Plan, row: Any) -> str:
    if row is None:
        return ""
    return str(row.sentence) if getattr(row, "sentence", "") else _words(plan, row.span_start, row.span_end)


def _words(plan: Plan, start: int, end: int) -> str:
    """Return what a plan prints at a place, cells divided by bars."""
    printed = " | ".join(part for line in plan.file.text[start:end].splitlines() if (part := " ".join(line.split())))
    return printed if len(printed) <= 800 else f"{printed[:800]}…"


@transaction.atomic
def match_proposal(
    *, version_id: int, change_id: int, expected_revision: int, item_id: int, actor: User, now: datetime
) -> list[PlanChange]:
    """Say that a row proposed as new restates an existing one: its differences take the place of the proposal.

    Raises CannotChangeVersion.
    """
    version = lock_draft(version_id)
    plan = Plan.objects.select_related("file").get(pk=version.plan_id)
    found = version.changes.filter(pk=change_id, aspect=ChangeAspect.ADDED, state=ChangeState.PROPOSED).first()
    if found is None or found.revision != expected_revision:
        raise CannotChangeVersion("Đề xuất này vừa được người khác quyết hoặc không còn. Tải lại trang.")
    item = get_plan_on(plan, on=FAR).find(found.kind, item_id)
    source = KINDS[found.kind].model._default_manager.filter(pk=found.source_id).first()
    document = version.document
    if item is None or source is None or document is None:
        raise CannotChangeVersion("Không có dòng đã chọn trong kế hoạch. Tải lại trang.")
    draft = _Draft(version, plan, document, found.reason, [], place=next_ordinal(version))
    rows = _differences(draft, item, source, note="")
    if not rows:
        raise CannotChangeVersion("Dòng đã chọn không khác gì dòng của văn bản sửa đổi; không có gì để đổi.")
    PlanChange.objects.bulk_create(rows)
    log_change(found, after=ChangeState.REFUSED, made=rows, label="Chọn dòng đã có cho đề xuất", actor=actor, now=now)
    return rows
