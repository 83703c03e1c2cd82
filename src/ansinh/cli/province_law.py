"""The law of a province for a command: the rulebook, the resolutions that ship with the program, what its officials confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ansinh.cli.place import connected, data_dir, enter
from ansinh.cli.say import refuse, tell
from ansinh.cli.variables import setting

if TYPE_CHECKING:
    from ansinh.core.rules.system import System

CODE_LENGTH = 2
Province = Annotated[
    str,
    typer.Option(
        "--province",
        help="Theo luật của tỉnh này (mã 2 chữ số): con số tỉnh đã đối chiếu, văn bản mới, nghị quyết. Không ghi: luật chung.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Law:
    """The law by which a command answers, and the day up to which it is known where the question names none."""

    system: System
    known_on: date


def law_of(province: str) -> Law:
    """Return the law by which to answer: the national one where no province is named.

    What a province confirmed stands in the database; without one only the resolutions that ship with the program are
    joined, and a province that has none is refused.
    """
    from ansinh.core.rules.overlays import with_resolutions
    from ansinh.rulebook.book import STATE, national_system
    from ansinh.rulebook.provinces import resolutions_of

    if not province:
        return Law(national_system(), STATE)
    shipped = resolutions_of(province)
    if _has_database():
        law = _confirmed(province, shipped=bool(shipped))
    elif shipped:
        tell(f"Chưa có cơ sở dữ liệu ở {data_dir()}: chỉ theo nghị quyết của tỉnh {province} đi kèm phần mềm.")
        law = Law(national_system(), STATE)
    else:
        refuse(
            f"Chưa có cơ sở dữ liệu ở {data_dir()} nên không biết tỉnh {province} đã đối chiếu gì: chạy ở máy có cơ sở dữ liệu, hoặc bỏ --province để theo luật chung."
        )
    return Law(with_resolutions(law.system, shipped, province=province), law.known_on)


def _has_database() -> bool:
    return bool(setting("DATABASE_URL")) or (data_dir() / "pg").is_dir()


def _confirmed(province: str, *, shipped: bool) -> Law:
    """Return what two officials of the province confirmed, and its values of new decrees."""
    with connected() as server:
        enter(server.app_url)
        from django.db import Error

        from ansinh.apps.law.selectors.confirmed import confirmed_system, law_known_on
        from ansinh.apps.territory.selectors.units import names_on

        today = datetime.now(UTC).astimezone().date()
        try:
            real = len(province) == CODE_LENGTH and names_on(codes=[province], on=today)
            if not shipped and not real:
                refuse(f"Không có tỉnh nào mã “{province}” hôm nay: ghi mã 2 chữ số, như 56 (Khánh Hòa).")
            known_on = law_known_on(province=province, on=today)
            return Law(confirmed_system(province=province, on=today), known_on)
        except Error as error:
            reason = str(error).strip().splitlines()[0]
            refuse(f"Không đọc được cơ sở dữ liệu ({reason}): chạy `ansinh migrate` rồi làm lại.")
