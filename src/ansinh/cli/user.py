"""`ansinh user …`: the first accounts of an installation; later ones are made on the page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from ansinh.cli.place import connected, enter
from ansinh.cli.say import out, refuse

app = typer.Typer(help="Người dùng: tạo tài khoản đầu tiên.", no_args_is_help=True)


@app.callback()
def user() -> None:
    """Người dùng của phần mềm."""


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="Tên đăng nhập.", show_default=False)],
    *,
    name: Annotated[str, typer.Option("--name", help="Họ và tên như in trên văn bản.", show_default=False)],
    role: Annotated[list[str] | None, typer.Option("--role", help="Vai trò; nhắc lại để giao nhiều vai trò.")] = None,
    agency: Annotated[str, typer.Option("--agency", help="Cơ quan.")] = "",
) -> None:
    """Tạo tài khoản và in mật khẩu một lần; người dùng phải đổi khi đăng nhập. Mặc định là quản trị."""
    with connected() as server:
        enter(server.app_url)
        from django.db import connection

        from ansinh.apps.accounts.models import Role
        from ansinh.apps.accounts.services import create_user

        roles = role or [Role.ADMIN.value]
        unknown = sorted(set(roles) - set(Role.values))
        if unknown:
            refuse(f"Không có vai trò {', '.join(unknown)}: chọn trong {', '.join(Role.values)}.")
        made = create_user(
            username=username,
            full_name=name,
            roles=[Role(value) for value in roles],
            agency_name=agency,
            at=datetime.now(UTC),
        )
        connection.close()
    out.print(f"Đã tạo {made.user.username}. Mật khẩu (chỉ in một lần): {made.password}", markup=False)
