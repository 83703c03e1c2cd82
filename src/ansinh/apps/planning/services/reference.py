"""Plans kept for reference only: their facts come with the program, their documents do not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Indicator, Plan, PlanFile, PlanState, ReviewState, Target
from ansinh.apps.planning.services.bindings import propose_bindings
from ansinh.apps.territory.models import Unit
from ansinh.core.text import fold

KIND = "facts"


@transaction.atomic
def load_reference_plan(*, facts: Mapping[str, Any], actor: User, now: datetime) -> Plan | None:
    """Put the indicators and targets of a published plan into the tables, to be compared with; None if it is there.

    ``facts`` has the form of ``ansinh plan parse --json`` without sentences. The plan is marked as reference: it
    gives nobody a task, and every page says that its document is not here.
    """
    content = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(content).hexdigest()
    document = facts["document"]
    issuer = str(document.get("issuer") or "")[:300]
    number = str(document.get("number") or "")[:60]
    known = Plan.objects.filter(state=PlanState.REFERENCE, number=number, issuer=issuer)
    if known.exists() or PlanFile.objects.filter(sha256=digest).exists():
        return None
    file = PlanFile.objects.create(
        name=f"Số liệu mẫu: {issuer}"[:255],
        kind=KIND,
        sha256=digest,
        size=len(content),
        content=content,
        uploaded_by=actor,
        uploaded_at=now,
    )
    issued = document.get("issued_on")
    plan = Plan.objects.create(
        file=file,
        state=PlanState.REFERENCE,
        number=number,
        type=str(document.get("type") or "")[:60],
        issuer=issuer,
        issued_on=date.fromisoformat(issued) if issued else None,
        created_at=now,
        search_key=fold(f"{number} {issuer}"),
    )
    plan.scope_unit = _unit_of(issuer, plan.issued_on)
    plan.save(update_fields=["scope_unit"])
    rows = [_indicator(plan, ordinal, one, actor, now) for ordinal, one in enumerate(facts["indicators"])]
    Indicator.objects.bulk_create(rows)
    Target.objects.bulk_create(
        _target(row, ordinal, target)
        for row, one in zip(rows, facts["indicators"], strict=True)
        for ordinal, target in enumerate(one["targets"])
    )
    propose_bindings(plan=plan)
    record(actor=actor, verb="planning.reference", subject=plan, detail={"indicators": len(rows)}, at=now)
    return plan


def _indicator(plan: Plan, ordinal: int, one: Mapping[str, Any], actor: User, now: datetime) -> Indicator:
    group, dimension, no = one.get("group") or "", one.get("dimension") or "", one.get("no") or ""
    return Indicator(
        plan=plan,
        ordinal=ordinal,
        span_start=0,
        span_end=0,
        state=ReviewState.ACCEPTED,
        decided_by=actor,
        decided_at=now,
        no=no[:20],
        parent_no=(one.get("parent_no") or "")[:20],
        name=one["name"],
        unit=(one.get("unit") or "")[:120],
        dimension=dimension[:300],
        group=group[:300],
        source=one["source"],
        search_key=fold(f"{no} {one['name']} {dimension} {group}"),
    )


def _target(row: Indicator, ordinal: int, target: Mapping[str, Any]) -> Target:
    low, high = (None if target[name] is None else Decimal(str(target[name])) for name in ("low", "high"))
    return Target(
        indicator=row,
        ordinal=ordinal,
        year=target["year"],
        comparator=target["comparator"] or "",
        low=low,
        high=high,
        qualitative=target["qualitative"] or "",
    )


def _unit_of(issuer: str, day: date | None) -> Unit | None:
    """Return the one unit of the day of issue whose name ends the issuer's name; None where that is not certain."""
    if day is None:
        return None
    units = Unit.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))
    words = issuer.split()
    for first in range(len(words)):
        named = list(units.filter(name__iexact=" ".join(words[first:])).exclude(level="commune")[:2])
        if named:
            return named[0] if len(named) == 1 else None
    return None
