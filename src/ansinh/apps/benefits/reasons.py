"""Why the law gives somebody something, line by line as in a letter: what decides, each fact and each figure once.

A rule that only passes on what another gave is not told; what another programme decides is one line, its reasons stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ansinh.apps.benefits.origins import Origins, with_origin
from ansinh.core.rules.answers import NO, UNKNOWN, Answer
from ansinh.core.rules.explanation import Step, UsedFact, UsedParameter, number_in_words
from ansinh.core.rules.model import Programme, Rule
from ansinh.core.rules.parameters import Evidence, weakest
from ansinh.core.rules.system import System
from ansinh.rulebook.book import folders

_ALIVE = ("death_date", "chưa")
_UNKNOWN, _HELD = "chưa rõ", "có"


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated figure that a reason uses: what it is called, its value, from when it counts, where it stands."""

    id: str
    label: str
    said: str
    applied_from: date
    reference: str
    evidence: Evidence
    checked: str

    @property
    def read_in(self) -> str:
        """Return where two officials read it, without the words that its mark says."""
        return self.checked.partition(": ")[2] or self.checked

    def __str__(self) -> str:
        where = f"{self.reference}; {self.checked}" if self.checked else self.reference
        return f"{self.label} {self.said}, áp dụng từ {self.applied_from:%d/%m/%Y} ({where})"


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the reason: a rule, what it says here, its facts with who recorded them, its figures, its article.

    ``said`` is empty where the rule gives the amount of the programme itself: that stands in the total, once.
    """

    rule: Rule
    said: str
    facts: tuple[str, ...]
    figures: tuple[Figure, ...]
    references: tuple[str, ...]
    evidence: Evidence

    @property
    def label(self) -> str:
        """Return what the rule is called."""
        return self.rule.label

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the facts, each with who recorded it, and the figures."""
        return (*self.facts, *(str(each) for each in self.figures))

    @property
    def own_figure(self) -> Figure | None:
        """Return the figure that the rule gives as it is: its value stands in the line already."""
        return next((each for each in self.figures if each.said == self.said.removesuffix(" đồng")), None)

    @property
    def other_figures(self) -> tuple[Figure, ...]:
        """Return the figures that need a line of their own."""
        return tuple(each for each in self.figures if each is not self.own_figure)

    @property
    def has_line(self) -> bool:
        """Return whether the rule itself is told, beside its figures."""
        return bool(self.said or self.facts)

    @property
    def mark(self) -> Evidence:
        """Return how sure the line is: the rule, and the figure that stands in it."""
        own = self.own_figure
        return weakest(iter([self.evidence, *([own.evidence] if own else [])]))


def reasons_of(
    answer: Answer, programme: Programme, system: System, origins: Origins, others: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Return the lines of one answer, what rests on others after them; ``others`` are the names of other members."""
    teller = _Teller(answer, programme, system, origins, others)
    steps = [step for top in answer.steps for step in teller.gather(top, top=True)]
    # A fact stands where it decides: at what holds for a yes, at what fails for a no.
    for step in sorted(steps, key=teller.rank):
        teller.claim(step)
    made = tuple(reason for step in steps if (reason := teller.tell(step)) is not None)
    return made or tuple(teller.whole(top) for top in answer.steps[:1])


class _Teller:
    def __init__(
        self, answer: Answer, programme: Programme, system: System, origins: Origins, others: Mapping[str, str]
    ) -> None:
        self.answer, self.origins, self.others = answer, origins, others
        amount = answer.numbers.get("amount_vnd")
        self.total = number_in_words(amount, "vnd") if amount else ""
        self.own = {programme.level, *programme.fields.values()}
        self.folder, self.system = folders()[programme.id], system
        self.seen: set[tuple[str, str]] = set()
        self.told: set[tuple[str, str]] = set()
        self.claimed: dict[tuple[str, str], tuple[list[UsedFact], list[UsedParameter]]] = {}

    def gather(self, step: Step, *, top: bool = False) -> Iterator[Step]:
        """Yield what is told: each rule once, what it rests on before it, nothing below what another programme decides."""
        if _key(step) in self.seen or (step.rule.quiet and step.bounds == (0, 0)):
            return
        self.seen.add(_key(step))
        if top or not self.decided_elsewhere(step):
            for inner in step.steps:
                yield from self.gather(inner)
        yield step

    def decided_elsewhere(self, step: Step) -> bool:
        """Return whether a line is an amount of the same person that another programme works out."""
        name, money = step.rule.name, step.rule.unit == "vnd"
        return money and name not in self.own and folders()[name] != self.folder and step.thing.path == self.answer.who

    def rank(self, step: Step) -> bool:
        """Return whether a line does not decide: it says something else than the answer."""
        if self.answer.status == UNKNOWN:
            return step.said != _UNKNOWN
        return _gives_nothing(step) is (self.answer.status != NO)

    def claim(self, step: Step) -> None:
        if self.decided_elsewhere(step):
            return
        facts = [each for each in step.facts if self.new((each.path, each.said)) and not self.is_idle(each)]
        self.claimed[_key(step)] = (facts, [each for each in step.parameters if self.new((each.id, each.said))])

    def tell(self, step: Step) -> Reason | None:
        """Return the line of a step; None for what only passes on a result, or was told where it decides."""
        if self.decided_elsewhere(step):
            return Reason(step.rule, step.said, (), (), step.references, step.evidence)
        facts, figures = self.claimed[_key(step)]
        total = step.rule.name in self.own or (step.rule.unit == "vnd" and step.said == self.total)
        passes = total or any(inner.said == step.said for inner in step.steps)
        if not (facts or figures) and (passes or self.rank(step)):
            return None
        return self.reason(step, facts, figures, said="" if total else step.said)

    def new(self, key: tuple[str, str]) -> bool:
        """Return whether a fact or figure is told for the first time."""
        if key in self.told:
            return False
        self.told.add(key)
        return True

    def whole(self, step: Step) -> Reason:
        """Return the line of a rule with everything it rests on, where nothing else is left to tell."""
        facts = [each for each in step.facts if not self.is_idle(each)]
        return self.reason(step, facts, step.parameters, said=step.said)

    def reason(self, step: Step, facts: list[UsedFact], figures: list[UsedParameter], *, said: str) -> Reason:
        told = tuple(self.with_origins(facts))
        used = tuple(
            Figure(
                each.id,
                each.label,
                each.said,
                each.value.applied_from,
                each.value.reference,
                each.value.evidence,
                each.value.checked,
            )
            for each in figures
        )
        return Reason(step.rule, said, told, used, step.references, step.evidence)

    def is_idle(self, fact: UsedFact) -> bool:
        """Return whether a fact is no reason: that somebody lives, that a list was kept."""
        name = fact.path.rpartition(".")[2]
        if (name, fact.said) == _ALIVE:
            return True
        known = (each.facts.get(name) for each in self.system.entities.values())
        return fact.said == _HELD and any(each is not None and each.of_list and each.absent is True for each in known)

    def with_origins(self, facts: list[UsedFact]) -> Iterator[str]:
        """Yield the facts, those of one paper and hand together, with where they come from."""
        for origin, same in groupby(facts, key=lambda fact: self.origins.of(fact.path)):
            said = [f"{fact.label}{_of(fact.path, self.others)}: {fact.said}" for fact in same]
            if origin:
                yield with_origin("; ".join(said), origin)
            else:
                yield from said


def _key(step: Step) -> tuple[str, str]:
    return step.rule.name, step.thing.path


def _gives_nothing(step: Step) -> bool:
    low, high = step.bounds
    return low == high and not low


def _of(path: str, others: Mapping[str, str]) -> str:
    """Return whose a fact is where it is another member's: " của Nguyễn Thị Vân"."""
    who = path.partition(".")[0]
    return f" của {others[who]}" if who in others else ""
