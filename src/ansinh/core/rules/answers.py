"""The answer to "what is this person entitled to this month": yes, no or unknown, how much, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ansinh.core.rules.explanation import Step, explain, explain_together, show_working
from ansinh.core.rules.model import Programme, Thing
from ansinh.core.rules.parameters import CAVEATS, Evidence, weakest
from ansinh.core.rules.reading import Reader
from ansinh.core.rules.system import MonthOfLaw
from ansinh.core.rules.worlds import Settled, settle

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True)
class Arrears:
    """What the month is worth more by the law of today than by that of a day before: to be paid after."""

    date: date
    vnd: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One programme for one person or household in one month.

    ``numbers`` are the programme's results by name, None where unknown. ``because`` are lines in Vietnamese,
    ``caveats`` what has not been checked against an official text, ``missing`` the facts without which it is unknown.
    """

    programme: str
    who: str
    status: str
    numbers: dict[str, int | None]
    references: tuple[str, ...]
    because: tuple[str, ...]
    working: str
    evidence: Evidence
    caveats: tuple[str, ...]
    missing: tuple[str, ...]
    steps: tuple[Step, ...]
    arrears: Arrears | None = None


class Desk:
    """Answers for one household in one month: what was worked out for one programme serves the next."""

    def __init__(self, law: MonthOfLaw) -> None:
        self.law = law
        self.reader = Reader(law)
        self.before: dict[date, Reader] = {}

    def answer(self, programme: Programme, thing: Thing) -> Answer:
        """Return what a programme gives a person or the household in the month, and why."""
        names = list(dict.fromkeys([programme.level, *programme.fields.values()]))
        settled = settle(self.law, names, thing, reader=self.reader)
        return replace(_made(programme, thing, settled, names), arrears=self.arrears(programme, thing, settled))

    def arrears(self, programme: Programme, thing: Thing, settled: Settled) -> Arrears | None:
        """Return what is due beyond what was known on the eve of the last instrument that changed the amount, if any."""
        rule = programme.fields.get("amount_vnd")
        if rule is None:
            return None
        low, high = settled.bounds[rule]
        if low != high:
            return None
        for day in self.law.late_days:
            eve = day - timedelta(days=1)
            if eve not in self.before:
                self.before[eve] = Reader(self.law.known_earlier(eve))
            reader = self.before[eve]
            before = settle(reader.law, [rule], thing, reader=reader).bounds[rule]
            if before[0] == before[1] and before[0] != low:
                return Arrears(eve, low - before[0])
        return None


def answer(law: MonthOfLaw, programme: Programme, thing: Thing) -> Answer:
    """Return what a programme gives a person or household in the month, and why."""
    return Desk(law).answer(programme, thing)


def status_of(settled: Settled, level: str, names: Iterable[str]) -> str:
    """Return yes, no or unknown: unknown where the level, or anything that is asked with it, is not settled."""
    low, high = settled.bounds[level]
    if high <= 0:
        return NO
    sure = low and all(low == high for low, high in (settled.bounds[name] for name in names))
    return YES if sure else UNKNOWN


def _made(programme: Programme, thing: Thing, settled: Settled, names: Sequence[str]) -> Answer:
    status = status_of(settled, programme.level, names)
    readers = [settled.reader, *settled.others]
    told = list(programme.fields.values()) if status != NO else [programme.level]
    told = told or [programme.level]
    asked = list(dict.fromkeys([programme.level, *told]))
    steps = [step for reader in readers for step in explain_together(reader, asked, thing)]
    if status == NO and programme.groups:
        # Closed for another reason (death, a facility, a higher right): which group it would be stays visible.
        steps.append(explain(settled.reader, programme.groups, thing))
    rules = [step for outer in steps for step in outer.walk()]
    used = [parameter for step in rules for parameter in step.parameters]
    references = _once(
        [ref for step in rules for ref in step.references]
        + [ref for parameter in used for ref in (parameter.value.reference, *parameter.value.also)]
    )
    marks = [step.evidence for step in rules] + [parameter.value.evidence for parameter in used]
    numbers: dict[str, int | None] = {
        name: settled.bounds[rule][0] if status == YES else None for name, rule in programme.fields.items()
    }
    if status == NO:
        numbers |= {
            name: low for name, rule in programme.fields.items() for low, high in [settled.bounds[rule]] if low == high
        }
    main = next((rule for name, rule in programme.fields.items() if name == "amount_vnd"), programme.level)
    return Answer(
        programme.id,
        thing.path,
        status,
        numbers,
        references,
        _lines(steps[0], status),
        show_working(settled.reader, main, thing) if status == YES else "",
        weakest(iter(marks)),
        _caveats(rules),
        settled.missing if status == UNKNOWN else (),
        tuple(steps),
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _lines(top: Step, status: str) -> tuple[str, ...]:
    """Return the reason line by line: what each deciding rule says, with its facts."""
    lines = []
    for step in top.walk():
        facts = "; ".join(f"{fact.label}: {fact.said}" for fact in step.facts)
        figures = "; ".join(
            f"{parameter.label} {parameter.said} (áp dụng từ {parameter.value.applied_from:%d/%m/%Y})"
            for parameter in step.parameters
        )
        wanted = status != NO or facts or step is top
        if wanted:
            lines.append(f"{step.rule.label}: {step.said}" + "".join(f" – {part}" for part in (facts, figures) if part))
    return _once(lines)


def _caveats(rules: Sequence[Step]) -> tuple[str, ...]:
    """Return what has not been checked against an official text: the article, and the figures taken from it."""
    figures: dict[tuple[str, Evidence], dict[str, None]] = {}
    for step in rules:
        if step.evidence in CAVEATS:
            figures.setdefault((step.references[0], step.evidence), {})
        for used in step.parameters:
            if used.value.evidence in CAVEATS:
                figures.setdefault((used.value.reference, used.value.evidence), {})[used.label] = None
    return tuple(
        f"{reference}{' (' + '; '.join(labels) + ')' if labels else ''}: {CAVEATS[evidence]}"
        for (reference, evidence), labels in figures.items()
    )
