"""`ansinh target …`: the status of a target from its figures, by the one rule of the system."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ansinh.cli.say import out, refuse

if TYPE_CHECKING:
    from ansinh.core.progress.status import Answer, Assessment, Point

app = typer.Typer(help="Mục tiêu: tính trạng thái từ số gốc, mốc và số liệu.", no_args_is_help=True)
_SHARE_DECIMALS = 6


@app.callback()
def group() -> None:
    """Mục tiêu: tính trạng thái từ số gốc, mốc và số liệu."""


@app.command()
def status(
    *,
    targets: Annotated[
        list[str], typer.Option("--target", help="Mục tiêu, như “<=1@2030”; nhiều mốc thì ghi nhiều lần.")
    ],
    values: Annotated[
        list[str] | None, typer.Option("--value", help="Số liệu, như “3.8@2027”; nhiều kỳ thì ghi nhiều lần.")
    ] = None,
    baseline: Annotated[str | None, typer.Option("--baseline", help="Số gốc, như “5.0@2025”.")] = None,
    direction: Annotated[
        str | None, typer.Option("--direction", help="Chiều của mục tiêu chỉ ghi một số: up, down, exact hoặc keep.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="Xét tại ngày này; không ghi thì theo số liệu cuối.")] = None,
    not_comparable: Annotated[
        bool, typer.Option("--not-comparable", help="Cách tính hoặc địa bàn đã đổi, không so được.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON.")] = False,
) -> None:
    """Tính trạng thái của một mục tiêu và nói vì sao, như “chậm: mới đi 30 % so với 40 % quãng đường”."""
    from ansinh.core.progress.goals import NoGoal, Rubric, Way, read_goal
    from ansinh.core.progress.moments import NoMoment, read_moment
    from ansinh.core.progress.status import assess
    from ansinh.core.progress.words import LABELS, say_why

    if direction is not None and direction not in set(Way):
        refuse(f"Chiều “{direction}” không có: chọn up, down, exact hoặc keep.")
    try:
        goals = [read_goal(text, way=Way(direction) if direction else None) for text in targets]
        start = _point(baseline) if baseline else None
        words = [text for text in values or [] if text.partition("@")[0].strip().upper() in set(Rubric)]
        points = [_point(text) for text in values or [] if text not in words]
        answers = [_answer(text) for text in words]
        day: date | None = read_moment(on) if on else None
    except (NoGoal, NoMoment) as error:
        refuse(str(error))
    kinds = {goal.kind for goal in goals}
    if len(kinds) > 1 and not kinds <= {"reach", "keep", "range"}:
        refuse("Các mốc --target phải cùng một loại: không ghép change, average hoặc rubric với loại khác.")
    if bool(answers) != ("rubric" in kinds) and (answers or points):
        refuse("Mục tiêu định tính (rubric@…) nhận NOT_YET, PARTLY hoặc YES; mục tiêu có số nhận một con số.")
    found = assess(goals=goals, values=points, answers=answers, baseline=start, on=day, comparable=not not_comparable)
    why = say_why(found, baseline=start)
    if as_json:
        typer.echo(json.dumps(_form(found, why), ensure_ascii=False))
        return
    out.print(f"{LABELS[found.status]} ({found.status.value})", markup=False)
    out.print(why, markup=False)


def _parts(text: str) -> tuple[str, date]:
    from ansinh.core.progress.goals import NoGoal
    from ansinh.core.progress.moments import read_moment

    figure, at, moment = text.partition("@")
    if not at:
        raise NoGoal(f"“{text}” thiếu thời điểm: viết như “3.8@2027”.")
    return figure, read_moment(moment)


def _point(text: str) -> Point:
    from ansinh.core.progress.goals import read_figure
    from ansinh.core.progress.status import Point

    figure, at = _parts(text)
    return Point(read_figure(figure), at)


def _answer(text: str) -> Answer:
    from ansinh.core.progress.goals import Rubric
    from ansinh.core.progress.status import Answer

    said, at = _parts(text)
    return Answer(Rubric(said.strip().upper()), at)


def _form(found: Assessment, why: str) -> dict[str, Any]:
    # Only a bound that is kept can be kept narrowly; of every other target there is nothing to say.
    narrow = {} if found.near is None else {"near": found.near}
    return {
        "status": found.status.value,
        "plan_share": _share(found.plan_share),
        "progress_share": _share(found.progress_share),
        "ratio": _share(found.ratio),
        "margin": None if found.margin is None else _number(float(round(found.margin, _SHARE_DECIMALS))),
        **narrow,
        "reason": why,
    }


def _share(share: Fraction | None) -> float | int | None:
    return None if share is None else _number(round(float(share), _SHARE_DECIMALS))


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value
