"""`ansinh people …`: the keys that seal personal numbers."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime

import typer

from ansinh.cli.place import connected, enter
from ansinh.cli.say import out, refuse, tell

app = typer.Typer(help="Người và hộ: khóa niêm phong số định danh, tài khoản.", no_args_is_help=True)


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
