"""`ansinh law …`: what the rulebook holds, and what it does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from ansinh.cli.province_law import Province, law_of
from ansinh.cli.say import out, refuse

if TYPE_CHECKING:
    from ansinh.core.rules.model import Programme, Rule
    from ansinh.core.rules.parameters import Parameter
    from ansinh.core.rules.system import System

app = typer.Typer(help="Luật: quy tắc, tham số, điều nào chưa có quy tắc.", no_args_is_help=True)
_MOST_SHOWN = 40


@app.callback()
def group() -> None:
    """Luật: quy tắc, tham số, điều nào chưa có quy tắc."""


@app.command()
def coverage(*, as_json: Annotated[bool, typer.Option("--json", help="In ra JSON.")] = False) -> None:
    """Kể các điều được nhắc tới trong tài liệu luật mà chưa có quy tắc, và số lượng."""
    from ansinh.rulebook.book import national_system
    from ansinh.rulebook.coverage import coverage as of_system

    named = of_system(national_system())
    without = [each for each in named if not each.has_rule]
    if as_json:
        rows = [{"instrument": each.instrument, "article": each.article, "named": each.times} for each in without]
        typer.echo(
            json.dumps({"named": len(named), "without_rule": len(without), "articles": rows}, ensure_ascii=False)
        )
        return
    for each in without:
        out.print(f"Điều {each.article} {each.instrument} (nhắc {each.times} lần)", markup=False)
    out.print(f"{len(without)} điều chưa có quy tắc, trong {len(named)} điều được nhắc tới.", markup=False)


@app.command()
def show(
    rule: Annotated[str, typer.Argument(help="Tên quy tắc, tham số, chương trình, hoặc vài chữ trong tên gọi.")],
    *,
    province: Province = "",
) -> None:
    """Cho xem một quy tắc, tham số hoặc chương trình: nội dung theo thời gian, căn cứ, mức chắc chắn."""
    from ansinh.core.text import fold

    system = law_of(province).system
    if rule in system.rules:
        _show_rule(system, system.rules[rule])
    elif rule in system.parameters:
        _show_parameter(system.parameters[rule])
    elif rule in system.programmes:
        _show_programme(system, system.programmes[rule])
    else:
        words = fold(rule)
        named = [*system.programmes.values(), *system.rules.values(), *system.parameters]
        found = [each for each in named if words in fold(each.label)]
        if not found:
            refuse(
                f"Không có quy tắc, tham số hay chương trình nào tên “{rule}”: thử vài chữ trong tên gọi, như “khuyết tật”."
            )
        for each in found[:_MOST_SHOWN]:
            out.print(f"{getattr(each, 'name', None) or getattr(each, 'id', '')}: {each.label}", markup=False)
        if len(found) > _MOST_SHOWN:
            out.print(f"… và {len(found) - _MOST_SHOWN} tên nữa.", markup=False)


def _show_rule(system: System, rule: Rule) -> None:
    from ansinh.core.rules.expressions import Lookup, Param, walk
    from ansinh.core.rules.parameters import CAVEATS
    from ansinh.core.rules.wording import in_words

    out.print(f"{rule.name}: {rule.label}", markup=False)
    used: list[str] = []
    for version in rule.versions:
        out.print(
            f"\nÁp dụng từ {version.applied_from:%d/%m/%Y}, có hiệu lực từ {version.in_force_from:%d/%m/%Y}",
            markup=False,
        )
        out.print(f"  Căn cứ: {'; '.join(version.references)}", markup=False)
        if version.evidence in CAVEATS:
            out.print(f"  Lưu ý: {CAVEATS[version.evidence]}", markup=False)
        if version.checked:
            out.print(f"  Đối chiếu: {version.checked}", markup=False)
        if version.formula is None:
            out.print("  Hết hiệu lực.", markup=False)
            continue
        out.print(f"  Nội dung: {in_words(system, version.formula, rule.entity)}", markup=False)
        used += [part.id for part in walk(version.formula) if isinstance(part, Param | Lookup)]
    for name in dict.fromkeys(used):
        out.print("", markup=False)
        _show_parameter(system.parameters[name])


def _show_parameter(parameter: Parameter) -> None:
    from ansinh.core.rules.parameters import CAVEATS

    out.print(f"{parameter.id}: {parameter.label}", markup=False)
    for value in parameter.values:
        if isinstance(value.value, bool) or value.value is None:
            said = "không còn" if value.value is None else "có" if value.value else "không"
        elif isinstance(value.value, int):
            said = parameter.shown(value.value)
        else:
            said = f"bảng {len(value.value)} dòng"
        said_of = CAVEATS.get(value.evidence, value.checked)
        caveat = f" – {said_of}" if said_of else ""
        out.print(
            f"  {said} từ {value.applied_from:%d/%m/%Y} (hiệu lực {value.in_force_from:%d/%m/%Y}), {value.reference}{caveat}",
            markup=False,
        )


def _show_programme(system: System, programme: Programme) -> None:
    out.print(f"{programme.id}: {programme.label}", markup=False)
    for name in dict.fromkeys([programme.level, *programme.fields.values()]):
        out.print(f"  {name}: {system.rules[name].label}", markup=False)
