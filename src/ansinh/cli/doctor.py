"""`ansinh doctor`: which database, which version, fit for production or not and why."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from ansinh.cli.place import Server, connected, data_dir, enter
from ansinh.cli.say import out
from ansinh.core.text import write_number

if TYPE_CHECKING:
    import psycopg

LEAST_FREE_GB = 2
LOCAL = {"127.0.0.1", "localhost", "[::1]"}


def doctor() -> None:
    """Khám máy: cơ sở dữ liệu nào, phiên bản nào, dùng thật được chưa; mã thoát 1 khi có điều sai."""
    with connected() as server:
        wrong: list[str] = []
        unfit: list[str] = []
        table = Table(show_header=False, box=None)
        for name, value in _facts(server, wrong, unfit):
            table.add_row(f"[bold]{name}[/bold]", value)
        out.print(table)
    for sentence in wrong:
        out.print(f"SAI: {sentence}", style="bold red", markup=False)
    if unfit:
        out.print("Chưa dùng thật được:", style="yellow")
        for sentence in unfit:
            out.print(f"  - {sentence}", markup=False)
    elif not wrong:
        out.print("Dùng thật được.", style="green")
    if wrong:
        raise typer.Exit(1)


def _facts(server: Server, wrong: list[str], unfit: list[str]) -> list[tuple[str, str]]:
    import psycopg

    facts = []
    with psycopg.connect(server.app_url) as connection:
        version = connection.info.server_version
        facts.append(("PostgreSQL", f"{version // 10000}.{version % 10000}"))
        if server.cluster is None:
            facts.append(("Máy chủ", f"DATABASE_URL: {connection.info.host or 'socket'}, {connection.info.dbname}"))
        else:
            facts.append(("Máy chủ", f"của phần mềm, {server.cluster.binaries().origin}"))
            facts.append(("Dữ liệu", str(server.cluster.data)))
            unfit.append(
                "Máy chủ do phần mềm tự mở dành cho trình diễn, tập huấn, thí điểm một xã: dùng thật cần PostgreSQL "
                "của hệ điều hành với lưu trữ WAL, và DATABASE_URL (docs/howto/quan-tri.md)."
            )
        if version // 10000 < 14:
            wrong.append(f"PostgreSQL {version // 10000} quá cũ: cần từ 14.")
        facts.append(("Vai trò", _roles(connection, server, wrong, unfit)))
        off = [name for name in ("fsync", "full_page_writes") if _one(connection, f"SHOW {name}") != "on"]
        wrong.extend(f"Máy chủ chạy với {name} tắt: mất điện là mất dữ liệu đã ghi." for name in off)
        facts.append(
            ("Dung lượng", str(_one(connection, "SELECT pg_size_pretty(pg_database_size(current_database()))")))
        )
    free = shutil.disk_usage(data_dir() if data_dir().is_dir() else data_dir().parent).free / 2**30
    facts.append(("Đĩa còn trống", f"{write_number(Decimal(free), decimals=1)} GB"))
    if free < LEAST_FREE_GB:
        wrong.append(f"Đĩa chỉ còn {write_number(Decimal(free), decimals=1)} GB: dọn bớt trước khi nhập dữ liệu.")
    pending = _pending(server)
    facts.append(("Bảng", f"còn {pending} bước cập nhật" if pending else "đúng phiên bản"))
    if pending:
        wrong.append(f"Còn {pending} bước cập nhật bảng: chạy `ansinh migrate`.")
    from django.conf import settings

    if not settings.PRODUCTION:
        unfit.append("ANSINH_PRODUCTION chưa bật: trang web chưa buộc dùng HTTPS.")
    else:
        if not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            unfit.append(
                "ANSINH_PROXY_COUNT là 0: phần mềm không tự phục vụ HTTPS, nên cần một máy trung gian (nginx, …) đứng "
                "trước và ANSINH_PROXY_COUNT=1; nếu không, mọi trang chuyển hướng mãi."
            )
        if set(settings.ALLOWED_HOSTS) <= LOCAL:
            unfit.append("ALLOWED_HOSTS chưa có tên miền của trang web: người dùng ở máy khác không vào được.")
    return facts


def _roles(connection: psycopg.Connection[Any], server: Server, wrong: list[str], unfit: list[str]) -> str:
    row = connection.execute(
        "SELECT current_user, rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
        " FROM pg_roles r WHERE rolname = current_user"
    ).fetchone()
    assert row is not None
    name, is_super, bypasses, owned = row
    if is_super or bypasses:
        wrong.append(
            f"Vai trò {name} của trang web là quản trị tối cao hoặc bỏ qua phân quyền dòng: phải dùng vai trò thường."
        )
    if owned or server.owner_url == server.app_url:
        unfit.append(
            f"Vai trò {name} vừa sở hữu bảng vừa chạy trang web: đặt DATABASE_OWNER_URL cho vai trò sở hữu riêng."
        )
    from psycopg import connect

    with connect(server.owner_url) as owner:
        return f"trang web: {name}; sở hữu bảng: {_one(owner, 'SELECT current_user')}"


def _one(connection: psycopg.Connection[Any], query: str) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def _pending(server: Server) -> int:
    enter(server.owner_url)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    return len(plan)
