"""Resolutions of a province: a higher figure, a further group, a top-up. Lower than the national law is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any as Anything

from ansinh.core.rules.expressions import (
    Expr,
    Highest,
    Kind,
    all_of,
    any_of,
    fact,
    no,
    of,
    param,
    reached,
    rule,
    when,
)
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import CannotReadParameter, DatedValue, Evidence, Parameter, read_value
from ansinh.core.rules.system import System

MAY_RAISE = "điểm a khoản 3 Điều 4 Nghị định số 20/2021/NĐ-CP"
MAY_ADD = "điểm b khoản 3 Điều 4 Nghị định số 20/2021/NĐ-CP"
_BIRTH = fact("birth_date")


class CannotOverlay(Exception):
    """A resolution that cannot be taken in; the message says what is wrong and what to do."""


class LowersNational(CannotOverlay):
    """A resolution that would give less than the national law; ``article`` is why it may not."""

    article = "khoản 3 Điều 4 Nghị định số 20/2021/NĐ-CP"


@dataclass(frozen=True, slots=True)
class _Span:
    start: date
    end: date | None
    reference: str


def with_resolutions(system: System, resolutions: Sequence[Mapping[str, Anything]], *, province: str) -> System:
    """Return the system as it holds in a province: its own resolutions joined to the national law.

    All resolutions are checked, also those of other provinces; only the own ones are joined.

    Raises:
        LowersNational: One would give less than the national law.
        CannotOverlay: One cannot be read, or names a parameter or fact that there is not.
    """
    made = system
    for at, resolution in enumerate(resolutions, 1):
        joined = _joined(made, resolution, f"Nghị quyết thứ {at}", at)
        if resolution["province_code"] == province:
            made = joined
    return made


def _joined(system: System, resolution: Mapping[str, Anything], where: str, at: int) -> System:
    span = _span(resolution, where)
    match resolution.get("kind"):
        case "raise_parameter":
            return _raised(system, resolution, span, where)
        case "add_group":
            return _with_group(system, resolution, span, where)
        case "top_up":
            return _topped_up(system, resolution, span, where, at)
    raise CannotOverlay(
        f"{where}: kind “{resolution.get('kind')}” không có; dùng raise_parameter, add_group hoặc top_up."
    )


def _span(resolution: Mapping[str, Anything], where: str) -> _Span:
    try:
        start = _day(resolution["from"])
        end = _day(resolution["to"]) if resolution.get("to") else None
        reference = str(resolution["reference"]).strip()
        _ = str(resolution["province_code"])
    except (KeyError, ValueError, TypeError) as error:
        raise CannotOverlay(f"{where}: cần province_code, from (như 2025-01-01), to và reference ({error}).") from None
    if not reference:
        raise CannotOverlay(f"{where}: chưa có căn cứ; ghi số, ngày nghị quyết của Hội đồng nhân dân tỉnh.")
    if end is not None and end < start:
        raise CannotOverlay(f"{where}: ngày hết hạn {end:%d/%m/%Y} trước ngày bắt đầu {start:%d/%m/%Y}.")
    return _Span(start, end, reference)


def _day(value: Anything) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _raised(system: System, resolution: Mapping[str, Anything], span: _Span, where: str) -> System:
    id_ = str(resolution.get("parameter"))
    if id_ not in system.parameters:
        raise CannotOverlay(f"{where}: không có tham số “{id_}”; xem tên bằng `ansinh law show`.")
    parameter = system.parameters[id_]
    if parameter.is_table or parameter.is_bool or parameter.unit not in {"vnd", "coefficient", "percent", "kg"}:
        raise CannotOverlay(f"{where}: “{parameter.label}” không phải một mức để nâng.")
    value = _number(resolution.get("value"), parameter.unit, where)
    highest_known = date.max
    national = parameter.at(last_day=span.start, known_on=highest_known)
    if national is not None and isinstance(national.value, int) and value < national.value:
        raise LowersNational(
            f"{where}: {parameter.label} {parameter.shown(value)} thấp hơn mức chung {parameter.shown(national.value)}; "
            f"mức của tỉnh không được thấp hơn ({LowersNational.article}): ghi mức bằng hoặc cao hơn."
        )
    return system.with_parameter(id_, _risen(parameter, value, span))


def _number(value: Anything, unit: str, where: str) -> int:
    try:
        number = read_value(value, unit, where)
    except CannotReadParameter as error:
        raise CannotOverlay(str(error)) from None
    if not isinstance(number, int) or isinstance(number, bool):
        raise CannotOverlay(f"{where}: “{value}” không phải một mức.")
    return number


def _risen(parameter: Parameter, value: int, span: _Span) -> list[DatedValue]:
    """Return the national values over time, with the province's where it is higher and in its span.

    The national law may overtake a resolution: the higher of the two counts on each day.
    """
    after = span.end + timedelta(days=1) if span.end is not None else None
    made: list[DatedValue] = []
    for national in parameter.values:
        if after is not None and national.applied_from >= after:
            made.append(national)
            continue
        higher = national.value is None or (isinstance(national.value, int) and value > national.value)
        start = max(national.applied_from, span.start)
        if not higher or national.value is None:
            made.append(national)
            continue
        raised = DatedValue(
            value,
            span.reference,
            start,
            max(national.in_force_from, span.start) if start == span.start else national.in_force_from,
            Evidence.PROVINCE,
            also=(MAY_RAISE, national.reference),
        )
        if national.applied_from < span.start:
            made.append(national)
        made.append(raised)
    in_force = parameter.at(last_day=after, known_on=date.max) if after is not None else None
    if after is not None and in_force is not None and not any(each.applied_from == after for each in made):
        made.append(replace(in_force, applied_from=after, in_force_from=max(in_force.in_force_from, span.start)))
    # Two national values may be raised from the same day: the later one is what the raise stands on.
    by_day = {(each.applied_from, each.in_force_from): each for each in made}
    return [by_day[days] for days in sorted(by_day)]


def _with_group(system: System, resolution: Mapping[str, Anything], span: _Span, where: str) -> System:
    programme, name = _programme(system, resolution, "social_assistance", where), _name(resolution.get("group"), where)
    label = str(resolution.get("label") or "")
    if not label:
        raise CannotOverlay(f"{where}: nhóm thêm chưa có tên; ghi label bằng tiếng Việt.")
    if name in system.rules:
        raise CannotOverlay(f"{where}: đã có nhóm “{name}”; đặt tên khác.")
    coefficient = _number(resolution.get("coefficient"), "coefficient", where)
    condition = read_condition(system, programme.entity, resolution.get("condition"), where)
    figure = Parameter(
        f"overlay.{name}",
        f"Hệ số: {label}",
        "coefficient",
        tuple(
            _in_span(
                DatedValue(coefficient, span.reference, span.start, span.start, Evidence.PROVINCE, (MAY_ADD,)), span
            )
        ),
    )
    group = Rule(
        name,
        programme.entity,
        label,
        Kind.INT,
        (Version(when(condition, param(figure.id)), (MAY_ADD,), span.start, span.start, Evidence.PROVINCE),),
        "coefficient",
    )
    return system.with_rules(group, _joining(system.rules[programme.groups], name), parameters=[figure])


def _topped_up(system: System, resolution: Mapping[str, Anything], span: _Span, where: str, at: int) -> System:
    programme = _programme(system, resolution, "", where)
    target = system.rules[programme.fields.get("amount_vnd", programme.level)]
    if target.unit != "vnd":
        raise CannotOverlay(f"{where}: “{programme.label}” không tính bằng tiền nên không cộng thêm được.")
    amount = _number(resolution.get("amount_vnd"), "vnd", where)
    figure = Parameter(
        f"overlay.top_up_{at}",
        f"Tỉnh hỗ trợ thêm: {programme.label}",
        "vnd",
        tuple(
            _in_span(DatedValue(amount, span.reference, span.start, span.start, Evidence.PROVINCE, (MAY_RAISE,)), span)
        ),
    )
    before = replace(target, name=f"{target.name}_national_{at}")
    added = Rule(
        target.name,
        target.entity,
        target.label,
        Kind.INT,
        (
            Version(
                when(rule(before.name).above(0), rule(before.name) + param(figure.id)), (MAY_RAISE,), date.min, date.min
            ),
        ),
        "vnd",
    )
    return system.with_rules(before, added, parameters=[figure])


def _in_span(value: DatedValue, span: _Span) -> list[DatedValue]:
    if span.end is None:
        return [value]
    after = span.end + timedelta(days=1)
    return [value, replace(value, value=None, applied_from=after)]


def _programme(system: System, resolution: Mapping[str, Anything], default: str, where: str) -> Programme:
    id_ = str(resolution.get("programme") or default)
    found = system.programmes.get(id_)
    if found is None or (default and not found.groups):
        raise CannotOverlay(
            f"{where}: chương trình “{id_}” không nhận thêm; chọn một trong {', '.join(system.programmes)}."
        )
    return found


def _name(value: Anything, where: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise CannotOverlay(f"{where}: group “{value}” phải là chữ thường không dấu, số và gạch dưới.")
    return value


def _joining(groups: Rule, name: str) -> Rule:
    """Return the rule over the groups with one more: the highest only counts, so does this one."""
    versions = []
    for version in groups.versions:
        formula = version.formula
        if isinstance(formula, Highest):
            formula = Highest((*formula.parts, rule(name)))
        versions.append(replace(version, formula=formula))
    return replace(groups, versions=tuple(versions))


def read_condition(system: System, entity: str, condition: Anything, where: str) -> Expr:
    """Return a condition as it stands in a file: all, any, not, or a fact and what it is.

    ``{"all": [{"fact": "pregnant", "is": true}, {"fact": "household.poverty", "in": ["poor", "near_poor"]}]}``;
    numbers take at_least, at_most, above, below; the fact "age" is in full years.

    Raises:
        CannotOverlay: It is none of these, or names a fact that there is not.
    """
    if not isinstance(condition, Mapping):
        raise CannotOverlay(f"{where}: điều kiện phải là all, any, not hoặc một fact.")
    for word, join in (("all", all_of), ("any", any_of)):
        if word in condition:
            parts = condition[word]
            if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
                raise CannotOverlay(f"{where}: “{word}” cần một danh sách điều kiện.")
            return join(*(read_condition(system, entity, part, where) for part in parts))
    if "not" in condition:
        return no(read_condition(system, entity, condition["not"], where))
    return _about_fact(system, entity, dict(condition), where)


def _about_fact(system: System, entity: str, condition: dict[str, Anything], where: str) -> Expr:
    name = str(condition.pop("fact", ""))
    if not condition or set(condition) - {"is", "in", "at_least", "at_most", "above", "below"}:
        raise CannotOverlay(f"{where}: điều kiện về “{name}” cần is, in, at_least, at_most, above hoặc below.")
    parts = [_one(system, entity, name, word, value, where) for word, value in condition.items()]
    return parts[0] if len(parts) == 1 else all_of(*parts)


def _one(system: System, entity: str, name: str, word: str, value: Anything, where: str) -> Expr:
    if name == "age":
        if not isinstance(value, int) or isinstance(value, bool):
            raise CannotOverlay(f"{where}: tuổi “{value}” phải là số nguyên.")
        match word:
            case "at_least":
                return reached(_BIRTH, value)
            case "below":
                return no(reached(_BIRTH, value, "start"))
            case "above":
                return reached(_BIRTH, value + 1)
            case "at_most":
                return no(reached(_BIRTH, value + 1, "start"))
        raise CannotOverlay(f"{where}: tuổi cần at_least, at_most, above hoặc below.")
    step, _, rest = name.partition(".")
    known = system.entities[entity]
    if rest and step in known.relations and not known.relations[step].many:
        return of(step, _one(system, known.relations[step].target, rest, word, value, where))
    if name not in known.facts:
        raise CannotOverlay(f"{where}: không có dữ kiện “{name}”; xem tên trong tài liệu về tệp tình huống.")
    return _compared(known.facts[name].kind, known.facts[name].choices, name, word, value, where)


def _compared(kind: Kind, choices: Sequence[str], name: str, word: str, value: Anything, where: str) -> Expr:
    subject = fact(name)
    values = list(value) if word == "in" and isinstance(value, Sequence) and not isinstance(value, str) else [value]
    kinds = {Kind.BOOL: bool, Kind.INT: int, Kind.TEXT: str, Kind.DATE: str}
    if any(
        not isinstance(each, kinds[kind]) or (kind is Kind.TEXT and choices and each not in choices) for each in values
    ):
        raise CannotOverlay(f"{where}: “{name}” không thể là “{value}”.")
    if kind is Kind.DATE:
        values = [date.fromisoformat(each) for each in values]
    if word in {"is", "in"}:
        if kind is Kind.TEXT:
            return subject.among(*values)
        parts = [subject.is_(each) for each in values]
        return parts[0] if len(parts) == 1 else any_of(*parts)
    if kind not in {Kind.INT, Kind.DATE}:
        raise CannotOverlay(f"{where}: “{name}” chỉ nhận is hoặc in.")
    ways = {"at_least": subject.at_least, "at_most": subject.at_most, "above": subject.above, "below": subject.below}
    return ways[word](values[0])
