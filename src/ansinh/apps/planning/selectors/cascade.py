"""An own plan beside the plan above: what is linked, what is proposed, what it leaves out or wants less of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import (
    CascadeAction,
    CascadeLink,
    Indicator,
    LinkState,
    Plan,
    PlanAbove,
    ReviewState,
    Task,
)
from ansinh.apps.planning.selectors.cascade_items import (
    Item,
    aim_of,
    as_core,
    counts_a_part,
    key_of,
    list_items,
    until_of,
    wanted_of,
    write_aim,
)
from ansinh.apps.planning.selectors.members import Owner, owner_of_plan
from ansinh.apps.planning.services.cascade import Pair, names_of_link
from ansinh.core.plandoc.cascade import Proposal, propose_links
from ansinh.core.plandoc.cascade_targets import Comparison, compare_aims

MOST_BELOW = 7

VERDICTS = {
    "same": "nguyên như trên",
    "stronger": "cao hơn cấp trên",
    "weaker": "thấp hơn cấp trên",
    "missing": "không nêu năm này",
    "unclear": "chưa so được",
    "later": "muộn hơn cấp trên",
}
# What the list of points says of an item, gravest first.
POINTS = {
    "left": "Để sót",
    "weaker": "Thấp hơn cấp trên",
    "later": "Muộn hơn cấp trên",
    "missing": "Thiếu mốc năm",
    "reason": "Để ngoài có lý do",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the two plans side by side."""

    above: Item | None
    own: Item | None
    version: int = 0
    link: CascadeLink | None = None
    proposal: Proposal | None = None
    comparisons: tuple[Comparison, ...] = ()

    @property
    def weaker(self) -> tuple[Comparison, ...]:
        """Return the years in which the own plan wants less than the plan above."""
        return tuple(one for one in self.comparisons if one.verdict == "weaker")

    @property
    def missing(self) -> tuple[Comparison, ...]:
        """Return the years for which the own plan names nothing."""
        return tuple(one for one in self.comparisons if one.verdict == "missing")

    @property
    def later(self) -> bool:
        """Say whether the own plan is due later than the plan above asks."""
        above, own = (item.until if item is not None else None for item in (self.above, self.own))
        return above is not None and own is not None and above.yearly == own.yearly and own.on > above.on

    @property
    def verdict(self) -> str:
        """Return how the own item stands to the one above, the gravest of its years: a code of VERDICTS or ""."""
        found = {one.verdict for one in self.comparisons}
        return next((code for code in ("weaker", "missing", "unclear", "stronger", "same") if code in found), "")

    @property
    def verdict_words(self) -> str:
        """Return it in words."""
        return "muộn hơn cấp trên" if self.later else VERDICTS.get(self.verdict, "")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that an own plan leaves out or wants less of, with both values; a line of the list and its export."""

    code: str
    item: Item
    own: Item | None
    above_value: str
    own_value: str
    note: str

    @property
    def label(self) -> str:
        """Return what it is, in words."""
        return POINTS[self.code]


@dataclass(frozen=True, slots=True)
class Cascade:
    """An own plan under one plan above. ``concerned`` are the items above that are given to its owner."""

    link: PlanAbove
    owner: Owner
    concerned: int
    covered: int
    left: list[Row]
    proposals: list[Row]
    linked: list[Row]
    reasons: list[Row]
    dropped: list[Row]
    additions: list[Row]
    loose: list[Row]
    rejected: int
    nobody: int
    all_above: list[Item]
    waiting_above: int
    waiting_own: int

    @property
    def proposed_keys(self) -> set[str]:
        """Return the items above for which a proposal is open."""
        return {row.above.key for row in self.proposals if row.above is not None}

    @property
    def certain(self) -> list[Row]:
        """Return the proposals that may be accepted together."""
        return [row for row in self.proposals if row.proposal is not None and row.proposal.certain]

    @property
    def weaker(self) -> int:
        """Return how many linked items want less than the plan above in some year."""
        return sum(1 for row in self.linked if row.weaker)

    @property
    def later(self) -> int:
        """Return how many linked items are due later than the plan above asks."""
        return sum(1 for row in self.linked if row.later)


def get_cascade(link: PlanAbove) -> Cascade:
    """Return the two plans side by side; the proposals are made anew each time, from what the plans say now."""
    owner = owner_of_plan(link.plan, link)
    above, own = list_items(link.above), list_items(link.plan)
    uppers, lowers = {item.key: item for item in above}, {item.key: item for item in own}
    said = list(link.links.select_related("decided_by").order_by("pk"))
    decided = {names_of_link(row): row for row in said}
    accepted = [(names, row) for names, row in decided.items() if row.state == LinkState.ACCEPTED]
    pairs = [(names, row) for names, row in accepted if all(names)]
    linked = [
        Row(uppers[upper], lowers[lower], row.version, row, None, compare(uppers[upper], lowers[lower], owner))
        for (upper, lower), row in pairs
        if upper in uppers and lower in lowers
    ]
    dropped = [
        (names, row) for names, row in accepted if any(name and name not in {**uppers, **lowers} for name in names)
    ]
    covered = {row.above.key for row in linked if row.above}
    set_aside = {names[0] for names, _ in accepted if not names[1]}
    serving = {row.own.key for row in linked if row.own}
    own_alone = {names[1] for names, _ in accepted if not names[0]}
    wanted = [item for item in above if item.given_to(owner)]

    def version(upper: str, lower: str) -> int:
        row = decided.get((upper, lower))
        return row.version if row is not None else 0

    open_proposals = [
        Row(
            uppers[one.above],
            lowers[one.own],
            version(one.above, one.own),
            None,
            one,
            compare(uppers[one.above], lowers[one.own], owner),
        )
        for one in propose_links([as_core(item) for item in above], [as_core(item) for item in own])
        if one.above not in set_aside
        and one.own not in own_alone
        and ((said_of := decided.get((one.above, one.own))) is None or said_of.state == LinkState.OPEN)
    ]
    reasons = [
        Row(uppers[names[0]], None, row.version, row) for names, row in accepted if not names[1] and names[0] in uppers
    ]
    return Cascade(
        link=link,
        owner=owner,
        concerned=len(wanted),
        covered=sum(1 for item in wanted if item.key in covered),
        left=[Row(item, None, version(item.key, "")) for item in wanted if item.key not in covered | set_aside],
        proposals=open_proposals,
        linked=sorted(linked, key=lambda row: (not row.weaker, not row.later, not row.missing)),
        reasons=reasons,
        dropped=[Row(uppers.get(names[0]), lowers.get(names[1]), row.version, row) for names, row in dropped],
        additions=[Row(None, lowers[key], version("", key), decided["", key]) for key in lowers if key in own_alone],
        loose=[
            Row(None, item, version("", item.key))
            for item in own
            if item.key not in serving and item.key not in own_alone
        ],
        rejected=sum(1 for names, row in decided.items() if row.state == LinkState.REJECTED and all(names)),
        nobody=sum(1 for item in above if item.given_to_nobody),
        all_above=above,
        waiting_above=sum(1 for item in above if item.waits),
        waiting_own=sum(1 for item in own if item.waits),
    )


def compare(above: Item, own: Item, owner: Owner) -> tuple[Comparison, ...]:
    """Return how the targets of two linked indicators stand to each other, year by year; empty for other items."""
    if not isinstance(above.row, Indicator) or not isinstance(own.row, Indicator):
        return ()
    wanted = wanted_of(above.row, own.row)
    return compare_aims(above.aims, own.aims, wanted=wanted, part=counts_a_part(above.row, owner))


def certain_pairs(cascade: Cascade) -> list[Pair]:
    """Return the proposals that may be accepted together, with their reasons."""
    return [
        Pair(row.above.key, row.own.key, row.proposal.reasons)
        for row in cascade.certain
        if row.above is not None and row.own is not None and row.proposal is not None
    ]


def list_points(cascade: Cascade) -> list[Point]:
    """Return what the own plan leaves out, wants less of or sets later, with both values, gravest first."""
    points = [
        Point("left", row.above, None, row.above.stated, "", "chưa nối mục nào, chưa ghi lý do")
        for row in cascade.left
        if row.above is not None
    ]
    for row in cascade.linked:
        points += _points_of(row)
    points += [
        Point("reason", row.above, None, row.above.stated, "", row.link.reason)
        for row in cascade.reasons
        if row.above is not None and row.link is not None
    ]
    order = list(POINTS)
    return sorted(points, key=lambda point: order.index(point.code))


def _points_of(row: Row) -> Iterable[Point]:
    if row.above is None or row.own is None:
        return
    for one in (*row.weaker, *row.missing):
        year = f"{one.year}: " if one.year else ""
        mine = f"{year}{write_aim(one.own)}" if one.own is not None else ""
        yield Point(one.verdict, row.above, row.own, f"{year}{write_aim(one.above)}", mine, one.reason or row.own.name)
    if row.later:
        yield Point("later", row.above, row.own, f"hạn {row.above.until}", f"hạn {row.own.until}", row.own.name)


def get_last_link_action(link: PlanAbove, user: User) -> CascadeAction | None:
    """Return what "Hoàn tác" would take back for this person."""
    return link.actions.filter(actor=user, undone_at=None).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The item of another plan that one item is linked with, and how the two stand to each other."""

    plan: Plan
    name: str
    key: str
    verdict: str

    @property
    def url(self) -> str:
        """Return the address of the linked item."""
        kind, _, number = self.key.partition("-")
        if kind == "duty":
            return f"{reverse('planning:document', args=[self.plan.pk])}#{self.key}"
        return reverse(f"planning:{kind}", args=[self.plan.pk, number])

    @property
    def verdict_words(self) -> str:
        """Return how the own item stands to the one above, in words."""
        return VERDICTS.get(self.verdict, "")


@dataclass(frozen=True, slots=True)
class ItemLinks:
    """What an item serves in the plans above, and what serves it below: the first few, and how many in all."""

    above: list[Elsewhere]
    below: list[Elsewhere]
    below_count: int


def list_item_links(row: Indicator | Task, *, most: int = MOST_BELOW) -> ItemLinks:
    """Return what an item serves in the plans above, and what serves it in the own plans below, the oldest first."""
    kind = key_of(row).partition("-")[0]
    live = CascadeLink.objects.filter(
        Q(_stands("above"), **{f"own_{kind}": row}) | Q(_stands("own"), **{f"above_{kind}": row}),
        state=LinkState.ACCEPTED,
        plan_above__state=LinkState.ACCEPTED,
        plan_above__plan__removed_at=None,
        plan_above__above__removed_at=None,
    ).select_related(
        "plan_above__agency",
        "plan_above__unit",
        "plan_above__plan__scope_unit",
        "plan_above__plan__file",
        "plan_above__above__file",
        *(f"{side}_{name}" for side in ("above", "own") for name in ("indicator", "task", "duty")),
    )
    live = live.defer(
        *(f"plan_above__{side}__file__{name}" for side in ("plan", "above") for name in ("content", "text", "blocks"))
    ).prefetch_related("above_indicator__targets", "own_indicator__targets")
    # Thousands of communes may serve one item; a page shows the first.
    served, order = F(f"above_{kind}_id"), ("plan_above__plan__issued_on", "pk")
    live = live.annotate(
        total=Window(Count("pk"), partition_by=served),
        place=Window(RowNumber(), partition_by=served, order_by=order),
    )
    links = list(live.filter(place__lte=most).order_by(*order))
    above = [link for link in links if getattr(link, f"own_{kind}_id") == row.pk]
    below = [link for link in links if getattr(link, f"above_{kind}_id") == row.pk]
    return ItemLinks(
        [_elsewhere(link, link.above_item, link.plan_above.above) for link in above],
        [_elsewhere(link, link.own_item, link.plan_above.plan) for link in below],
        below[0].total if below else 0,
    )


def _stands(side: str) -> Q:
    """Return the condition that one side of a link names an item that was not rejected."""
    kinds = ("indicator", "task", "duty")
    states = [f"{side}_{kind}__state" for kind in kinds]
    there = [Q(**{f"{state}__isnull": False}) & ~Q(**{state: ReviewState.REJECTED}) for state in states]
    return there[0] | there[1] | there[2]


def _elsewhere(link: CascadeLink, item: object, plan: Plan) -> Elsewhere:
    verdict = ""
    if link.above_indicator is not None and link.own_indicator is not None:
        owner = owner_of_plan(link.plan_above.plan, link.plan_above)
        verdict = verdict_of(link.above_indicator, link.own_indicator, owner)
    elif link.above_task is not None and link.own_task is not None:
        above, own = until_of(link.above_task), until_of(link.own_task)
        verdict = "later" if above and own and own.on > above.on else ""
    name = getattr(item, "name", "") or getattr(item, "what", "")
    return Elsewhere(plan, name, key_of(item), verdict)  # type: ignore[arg-type]


def verdict_of(above: Indicator, own: Indicator, owner: Owner) -> str:
    """Return how one indicator of an own plan stands to the one above, the gravest of its years."""
    rows = compare_aims(
        map(aim_of, above.targets.all()),
        map(aim_of, own.targets.all()),
        wanted=wanted_of(above, own),
        part=counts_a_part(above, owner),
    )
    return Row(None, None, comparisons=rows).verdict
