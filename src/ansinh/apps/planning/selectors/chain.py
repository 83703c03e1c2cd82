"""The chain of documents: what a plan carries out, amends and cites, and which other plans cite the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ansinh.apps.planning.models import Citation, Plan
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.services.values import citation_key
from ansinh.core import law
from ansinh.core.law import find_citations, write

ROLE_ORDER = ("thực hiện", "cụ thể hóa", "căn cứ", "sửa đổi", "thay thế", "viện dẫn")


@dataclass(frozen=True, slots=True)
class Link:
    """A cited instrument, the plan in this system that it is (if any), and other plans that cite it.

    ``provisions`` are the parts of it that the plan cites: "điểm a khoản 1 Điều 6".
    """

    citation: Citation
    as_plan: Plan | None
    also_in: tuple[Plan, ...]
    provisions: tuple[str, ...] = ()


def list_chain(plan: Plan) -> list[tuple[str, list[Link]]]:
    """Return the instruments a plan cites, by what they are to it, nearest relation first."""
    citations = list(Citation.objects.filter(plan=plan, state__in=IN_USE).order_by("ordinal"))
    keys = {citation.key for citation in citations if citation.key}
    others: dict[str, list[Plan]] = {}
    rows = Citation.objects.filter(key__in=keys, state__in=IN_USE, plan__removed_at=None)
    rows = rows.exclude(plan=plan).select_related("plan__file")
    for row in rows.defer("plan__file__content", "plan__file__text", "plan__file__blocks"):
        others.setdefault(row.key, []).append(row.plan)
    plans = {citation_key(other.number): other for other in _numbered_plans()}
    by_role: dict[str, list[Link]] = {}
    for citation in citations:
        parts = _provisions(plan.file.text, citation.places)
        link = Link(citation, plans.get(citation.key), tuple(others.get(citation.key, ())), parts)
        by_role.setdefault(citation.role or "viện dẫn", []).append(link)
    known = [role for role in ROLE_ORDER if role in by_role]
    return [(role, by_role[role]) for role in [*known, *sorted(set(by_role) - set(known))]]


def list_citing(plan: Plan) -> list[Citation]:
    """Return the citations of this plan by other plans of the system."""
    if not plan.number:
        return []
    rows = Citation.objects.filter(key=citation_key(plan.number), state__in=IN_USE, plan__removed_at=None)
    rows = rows.exclude(plan=plan)
    return list(
        rows.select_related("plan__file").defer("plan__file__content", "plan__file__text", "plan__file__blocks")
    )


def _numbered_plans() -> list[Plan]:
    rows = Plan.objects.filter(removed_at=None).exclude(number="").select_related("file")
    return list(rows.defer("file__content", "file__text", "file__blocks"))


def _provisions(text: str, places: Iterable[Sequence[int]]) -> tuple[str, ...]:
    """Return the parts of an instrument named at its places, each once, in the standard form."""
    mentions = (mention for start, end in places for mention in find_citations(text[start:end]))
    cited = (mention.citation.provisions for mention in mentions if mention.citation.provisions)
    return tuple(dict.fromkeys(write(law.Citation(provisions=provisions)) for provisions in cited))
