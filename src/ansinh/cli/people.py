"""`ansinh people …`: the keys that seal personal numbers, lists taken into the register, who stands twice."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ansinh.cli.place import connected, enter
from ansinh.cli.say import out, reason_of, refuse, tell, write_whole

app = typer.Typer(
    help="Người và hộ: khóa niêm phong số định danh, tài khoản; nhập danh sách; tìm hồ sơ trùng.", no_args_is_help=True
)


# What is told of a list of people and households, and of any other.
_COUNTED = {
    False: (
        ("rows", "dòng"), ("new", "người mới"), ("households", "hộ mới"), ("changed", "người có đổi"), ("same", "không đổi"),
        ("held", "dòng chưa nhận"),
    ),
    True: (
        ("rows", "dòng"), ("new", "mới"), ("changed", "có đổi"), ("same", "không đổi"), ("held", "dòng chưa nhận"),
        ("absent", "có trong sổ mà danh sách không có"),
    ),
}  # fmt: skip


@app.command("new-key")
def new_key() -> None:
    """Tạo một khóa mới để đặt vào ANSINH_PERSONAL_KEYS hoặc ANSINH_INDEX_KEY; không ghi vào đâu cả."""
    key = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    out.print(f"k{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(2)}:{key}", markup=False)
    tell("Đặt cả dòng vào đầu ANSINH_PERSONAL_KEYS; với ANSINH_INDEX_KEY chỉ đặt phần sau dấu hai chấm.")


@app.command("rotate-keys")
def rotate() -> None:
    """Niêm phong lại khóa của từng người bằng khóa chủ đứng đầu ANSINH_PERSONAL_KEYS; dừng giữa chừng thì chạy lại."""
    with connected() as server:
        # Keys of every commune are sealed anew, which the role that serves pages cannot see.
        enter(server.owner_url)
        from django.db import connection

        from ansinh.apps.people.sealing import CannotOpen, current_key_id
        from ansinh.apps.people.services.numbers import count_keys, rotate_keys

        try:
            done = rotate_keys(actor=None, now=datetime.now(UTC))
        except CannotOpen as missing:
            refuse(str(missing))
        left = count_keys()
        connection.close()
    out.print(f"Đã niêm phong lại {sum(done.values())} khóa bằng “{current_key_id()}”.", markup=False)
    for key_id, count in sorted(left.items()):
        out.print(f"{key_id}: {count} người", markup=False)
    if set(left) <= {current_key_id()}:
        out.print("Khóa chủ khác không còn dùng: bỏ được khỏi ANSINH_PERSONAL_KEYS, giữ bản cất riêng cho sao lưu cũ.")


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="Danh sách .xlsx, .csv hoặc .parquet.", show_default=False)],
    *,
    username: Annotated[
        str, typer.Option("--as", help="Tài khoản đứng tên; chỉ nhận người trong địa bàn của tài khoản.")
    ],
    source: Annotated[str, typer.Option("--source", help="Danh sách nào, theo văn bản nào.")],
    day: Annotated[str, typer.Option("--day", help="Tính đến ngày, viết 2026-11-22; bỏ trống là hôm nay.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", help="“receipts”: danh sách đang hưởng chế độ; bỏ trống là người và hộ.")
    ] = "",
    topic: Annotated[
        str,
        typer.Option("--topic", help="Chế độ của cả danh sách đang hưởng, như social_pension; bỏ trống là theo cột."),
    ] = "",
    take: Annotated[bool, typer.Option("--take", help="Nhận vào sổ ngay; thiếu thì chỉ kiểm tra.")] = False,
    errors: Annotated[Path | None, typer.Option("--errors", help="Ghi các dòng chưa nhận vào tệp .xlsx này.")] = None,
) -> None:
    """Nhập một danh sách người và hộ, hay danh sách đang hưởng, vào sổ: kiểm tra từng dòng, báo chỗ sai, nhận cả danh sách hoặc không."""
    try:
        data = file.read_bytes()
    except OSError as error:
        refuse(f"Không đọc được {file} ({reason_of(error)}): kiểm tra tên tệp và quyền đọc.")
    with connected() as server:
        enter(server.app_url)
        from django.db import connection

        from ansinh.apps.accounts.scope import within
        from ansinh.apps.people.selectors.imports import rows_given_back
        from ansinh.cli.people_import import bring

        given = {"name": file.name, "username": username, "source": source, "day": day, "kind": kind, "topic": topic}
        row, scope = bring(data, **given, take=take)
        counts = row.counts
        if errors is not None and counts.get("held"):
            with within(scope):
                content = rows_given_back(row)
        connection.close()
    said = ", ".join(f"{counts.get(name, 0):,} {word}".replace(",", ".") for name, word in _COUNTED[bool(kind)])
    out.print(f"{row.get_state_display()}: {said}.", markup=False)
    if errors is not None and counts.get("held"):
        try:
            write_whole(errors, content)
        except OSError as error:
            refuse(
                f"Danh sách vẫn được giữ; chỉ không ghi được {errors} ({reason_of(error)}): tải ở trang của danh sách."
            )
        out.print(f"Các dòng chưa nhận, kèm lý do: {errors}", markup=False)


@app.command("duplicates")
def duplicates(
    *,
    username: Annotated[
        str, typer.Option("--as", help="Tài khoản đứng tên; chỉ so người trong địa bàn của tài khoản.")
    ],
) -> None:
    """Tìm hồ sơ trùng trong sổ và đưa vào danh sách chờ xem; không tự gộp gì."""
    with connected() as server:
        enter(server.app_url)
        from django.db import connection

        from ansinh.cli.people_duplicates import search

        found = search(username)
        connection.close()
    out.print(
        f"So {_many(found.persons)} người: {_many(found.new)} cặp mới, {_many(found.waiting)} cặp chờ xem,"
        f" {_many(found.gone)} cặp không còn trùng.",
        markup=False,
    )


def _many(count: int) -> str:
    return f"{count:,}".replace(",", ".")
