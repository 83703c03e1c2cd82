"""Which plans stand above and below a plan: as a person confirmed it, and as the citations propose it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from ansinh.apps.planning.models import Citation, LinkState, Plan, PlanAbove, PlanState, ReviewState
from ansinh.apps.planning.selectors.members import Owner, owner_of_plan
from ansinh.apps.planning.services.values import citation_key
from ansinh.core.text import fold

# What an own plan says of the plan above: "Thực hiện Kế hoạch số …", "cụ thể hóa", at least "Căn cứ".
CARRIES_OUT = ("thực hiện", "cụ thể hóa", "căn cứ")
_HEAVY = ("file__content", "file__text", "file__blocks")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A plan that may stand above (or below), with the sentence that says so."""

    plan: Plan
    citation: Citation
    version: int = 0

    @property
    def reason(self) -> str:
        """Return why it is proposed, in words of an official."""
        day = f" ngày {self.citation.date:%d/%m/%Y}" if self.citation.date else ""
        role = self.citation.role or "viện dẫn"
        return f"{role} “{self.citation.type} số {self.citation.number}{day}”"


def is_citation_of(citation: Citation, plan: Plan) -> bool:
    """Say whether a citation means this plan: the same number, and neither day nor issuer speaks against it.

    Numbers such as "12/KH-UBND" are used by every unit, so where the day of either is known both must agree.
    """
    if not plan.number or not citation.key or citation.key != citation_key(plan.number):
        return False
    if citation.date is not None and plan.issued_on is not None and citation.date != plan.issued_on:
        return False
    said, issuer = fold(citation.issuer), fold(plan.issuer)
    return not said or not issuer or said in issuer or issuer in said


def list_plans_above(plan: Plan) -> list[PlanAbove]:
    """Return the plans that a person confirmed to stand above this one, first confirmed first."""
    rows = PlanAbove.objects.filter(plan=plan, state=LinkState.ACCEPTED, above__removed_at=None)
    return list(
        rows.select_related("above__file", "above__scope_unit", "agency", "unit", "citation", "decided_by")
        .defer(*(f"above__{name}" for name in _HEAVY))
        .order_by("decided_at", "pk")
    )


def list_proposed_above(plan: Plan) -> list[Proposed]:
    """Return the plans that this plan cites as carried out and that nobody has confirmed or refused yet.

    Whichever of the two came first into the system: citations are compared when the page is opened.
    """
    citations = list(
        Citation.objects.filter(plan=plan, role__in=CARRIES_OUT)
        .exclude(state=ReviewState.REJECTED)
        .exclude(key="")
        .order_by("ordinal")
    )
    if not citations:
        return []
    wanted = {citation.key for citation in citations}
    decided = {row.above_id: row for row in PlanAbove.objects.filter(plan=plan)}
    found = []
    for other in _read(Plan.objects.exclude(pk=plan.pk).exclude(number="")):
        said = decided.get(other.pk)
        if citation_key(other.number) not in wanted or (said is not None and said.state != LinkState.OPEN):
            continue
        citation = next((one for one in citations if is_citation_of(one, other)), None)
        if citation is not None:
            found.append(Proposed(other, citation, said.version if said is not None else 0))
    return found


def list_proposed_below(plan: Plan) -> list[Proposed]:
    """Return the plans that cite this one as carried out and that nobody has confirmed or refused yet."""
    if not plan.number:
        return []
    rows = (
        Citation.objects.filter(key=citation_key(plan.number), role__in=CARRIES_OUT, plan__removed_at=None)
        .exclude(state=ReviewState.REJECTED)
        .exclude(plan=plan)
        .select_related("plan__file")
        .defer(*(f"plan__{name}" for name in _HEAVY))
        .order_by("plan__created_at", "ordinal")
    )
    known = {row.plan_id: row for row in PlanAbove.objects.filter(above=plan)}
    found: dict[object, Proposed] = {}
    for citation in rows:
        said = known.get(citation.plan_id)
        if citation.plan_id in found or (said is not None and said.state != LinkState.OPEN):
            continue
        if is_citation_of(citation, plan):
            found[citation.plan_id] = Proposed(citation.plan, citation, said.version if said is not None else 0)
    return list(found.values())


def list_choices_above(plan: Plan) -> list[Plan]:
    """Return the plans that a person may choose as the plan above: all others that have been read."""
    taken = PlanAbove.objects.filter(plan=plan, state=LinkState.ACCEPTED).values("above_id")
    rows = Plan.objects.exclude(pk=plan.pk).exclude(pk__in=taken)
    return list(_read(rows).order_by("-issued_on", "number"))


def get_plan_above(plan: Plan, above_id: UUID) -> PlanAbove | None:
    """Return what was said of one pair of plans, also a refusal."""
    return PlanAbove.objects.filter(plan=plan, above_id=above_id).first()


def list_own_plans_of(plan: Plan) -> list[tuple[PlanAbove, Owner]]:
    """Return the own plans that stand under this one, each with whose it is."""
    rows = (
        PlanAbove.objects.filter(above=plan, state=LinkState.ACCEPTED, plan__removed_at=None)
        .select_related("plan__file", "plan__scope_unit", "agency", "unit")
        .defer(*(f"plan__{name}" for name in _HEAVY))
        .order_by("plan__issued_on", "pk")
    )
    return [(row, owner_of_plan(row.plan, row)) for row in rows]


def _read(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    rows = rows.filter(removed_at=None).exclude(state__in=(PlanState.READING, PlanState.FAILED))
    return rows.select_related("file").defer(*_HEAVY)
