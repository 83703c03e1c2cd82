"""`ansinh entitle …`: what the law gives a household, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ansinh.cli.province_law import Province, law_of
from ansinh.cli.say import out, refuse

if TYPE_CHECKING:
    from ansinh.core.rules.answers import Answer

app = typer.Typer(help="Quyền lợi: ai được hưởng gì, bao nhiêu, theo điều nào.", no_args_is_help=True)
_WHO = {"_household": "cả hộ"}
_SAID = {"yes": "có", "no": "không", "unknown": "chưa rõ"}


@app.callback()
def group() -> None:
    """Quyền lợi: ai được hưởng gì, bao nhiêu, theo điều nào."""


@app.command()
def case(
    file: Annotated[Path, typer.Argument(help="Tệp tình huống (JSON), như mô tả trong docs/howto/luat.md.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON theo mã tình huống.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Nói vì sao cả khi câu trả lời là không.")] = False,
    province: Province = "",
) -> None:
    """Trả lời từng tình huống trong tệp: chương trình nào có, bao nhiêu, vì sao, còn thiếu dữ kiện gì."""
    from ansinh.core.rules.overlays import CannotOverlay, LowersNational
    from ansinh.rulebook.answering import answer_case, as_form
    from ansinh.rulebook.cases import CannotReadCase, read_cases

    law = law_of(province)
    system = law.system
    try:
        loaded = _loaded(file)
        cases = read_cases(loaded, system)
    except CannotReadCase as error:
        refuse(f"{file}: {error}")
    forms: dict[str, Any] = {}
    for each, raw in zip(cases, loaded["cases"], strict=True):
        if province:
            known_on = each.known_on if raw.get("as_known_on") else law.known_on
            each = replace(each, province=province, known_on=known_on)
        try:
            answers = answer_case(each, system)
        except CannotOverlay as error:
            refuse(f"{file}: Tình huống {each.id}, overlay: {error}")
        if as_json:
            forms[each.id] = as_form(each, answers, system)
            continue
        out.print(f"\n{each.id} – {each.name} (tháng {each.month[5:]}/{each.month[:4]})", markup=False)
        if isinstance(answers, LowersNational):
            out.print(f"  Không nhận nghị quyết: {answers}", markup=False)
            continue
        for who, given in answers.items():
            for answer in given:
                _tell(who, answer, system.programmes[answer.programme].label, full=full)
    if as_json:
        typer.echo(json.dumps(forms, ensure_ascii=False, indent=1))


@app.command()
def run(
    *,
    month: Annotated[str, typer.Option("--month", help="Tháng, viết 2026-11.", show_default=False)],
    folder: Annotated[
        Path | None, typer.Option("--from", help="Thư mục các bảng Parquet; không ghi thì tính sổ của phần mềm.")
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="Cách tính sổ của phần mềm: duckdb hoặc postgres.")
    ] = "duckdb",
    user: Annotated[str, typer.Option("--as", help="Tên đăng nhập của người hỏi, khi tính sổ của phần mềm.")] = "",
    known_on: Annotated[str, typer.Option("--known-on", help="Theo luật biết đến ngày này, viết 2026-11-22.")] = "",
    target: Annotated[
        Path | None, typer.Option("--out", help="Ghi mọi câu trả lời ra tệp Parquet này.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON.")] = False,
) -> None:
    """Tính cho cả sổ: mỗi chương trình bao nhiêu người được hưởng, bao nhiêu tiền, bao nhiêu người chưa rõ."""
    if folder is None:
        from ansinh.cli.entitle_register import run_register

        if not user:
            refuse("Tính sổ của phần mềm thì phải nói ai hỏi: thêm --as TÀI_KHOẢN; hoặc --from THƯ_MỤC để tính từ tệp.")
        if target:
            refuse("--out chỉ đi với --from: câu trả lời về người trong sổ xem ở trang của từng người.")
        run_register(month=month, known_on=known_on, engine=engine, user=user, as_json=as_json)
        return
    from ansinh.cli.entitle_run import run_folder

    if engine != "duckdb":
        refuse("Các tệp Parquet chỉ tính được bằng duckdb: bỏ --engine, hoặc bỏ --from để tính sổ của phần mềm.")
    run_folder(folder, month=month, known_on=known_on, target=target, as_json=as_json)


@app.command()
def explain(
    person: Annotated[str, typer.Argument(help="Mã trong sổ của người ấy, ở trang của người ấy.")],
    *,
    month: Annotated[str, typer.Option("--month", help="Tháng, viết 2026-11.", show_default=False)],
    user: Annotated[
        str, typer.Option("--as", help="Tên đăng nhập của người hỏi; lần xem được ghi lại.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON.")] = False,
) -> None:
    """Nói một người trong sổ được hưởng gì trong một tháng, bao nhiêu, vì sao, còn thiếu gì."""
    from ansinh.cli.entitle_explain import explain_person

    explain_person(person, month=month, user=user, as_json=as_json)


@app.command()
def gaps(
    *,
    month: Annotated[str, typer.Option("--month", help="Tháng, viết 2026-11.", show_default=False)],
    folder: Annotated[Path, typer.Option("--from", help="Thư mục các bảng Parquet.", show_default=False)],
    known_on: Annotated[str, typer.Option("--known-on", help="Theo luật biết đến ngày này, viết 2026-11-22.")] = "",
    target: Annotated[
        Path | None, typer.Option("--out", help="Ghi danh sách ra tệp CSV này.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON.")] = False,
) -> None:
    """So luật với danh sách đang chi trả: ai đủ điều kiện mà chưa nhận, ai nhận mà không đủ, ai sai mức, ai chưa rõ."""
    from ansinh.cli.entitle_run import gaps_of_folder

    gaps_of_folder(folder, month=month, known_on=known_on, target=target, as_json=as_json)


def _tell(who: str, answer: Answer, label: str, *, full: bool) -> None:
    amount = answer.numbers.get("amount_vnd")
    shown = f", {amount:,} đồng" if answer.status == "yes" and amount else ""
    shown = shown[:1] + shown[1:].replace(",", ".")
    out.print(f"  {_WHO.get(who, who)}: {label}: {_SAID[answer.status]}{shown}", markup=False)
    if answer.status == "no" and not full:
        return
    for line in answer.because:
        out.print(f"    {line}", markup=False)
    if answer.working:
        out.print(f"    Cách tính: {answer.working}", markup=False)
    if answer.missing:
        out.print(f"    Còn thiếu: {', '.join(answer.missing)}", markup=False)
    out.print(f"    Căn cứ: {'; '.join(answer.references)}", markup=False)
    for caveat in answer.caveats:
        out.print(f"    Lưu ý: {caveat}", markup=False)


def _loaded(file: Path) -> Any:
    from ansinh.rulebook.cases import CannotReadCase

    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        refuse(f"Không có tệp {file}: xem lại đường dẫn.")
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"Không đọc được {file} ({error}): tệp phải là JSON, bảng mã UTF-8.")
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        at = f"dòng {error.lineno}, cột {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        where = at or ("lồng quá sâu" if isinstance(error, RecursionError) else "có số không đọc được")
        raise CannotReadCase(f"không phải JSON đúng ({where}): sửa tại đó.") from None


def _no_constant(word: str) -> None:
    raise ValueError(word)
