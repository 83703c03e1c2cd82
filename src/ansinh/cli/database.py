"""`ansinh db …`: start, stop, back up, restore."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ansinh.cli.place import Server, connect, connected, data_dir, named, own_cluster
from ansinh.cli.say import out, reason_of, refuse, tell

if TYPE_CHECKING:
    from ansinh.cli.postgres.binaries import Binaries

app = typer.Typer(help="Cơ sở dữ liệu: mở, dừng, sao lưu, khôi phục.", no_args_is_help=True)

KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", envvar="ANSINH_BACKUP_KEY_FILE", help="Tệp chứa khóa; không có thì hỏi mật khẩu."),
]


@app.command()
def start() -> None:
    """Mở cơ sở dữ liệu của phần mềm và để nó chạy."""
    cluster = own_cluster()
    if cluster is None:
        refuse("DATABASE_URL chỉ tới máy chủ do người khác quản lý: phần mềm không mở hay dừng máy chủ đó.")
    fresh = connect().started
    out.print("Cơ sở dữ liệu đã chạy." if fresh else "Cơ sở dữ liệu vẫn đang chạy.")


@app.command()
def stop() -> None:
    """Dừng cơ sở dữ liệu của phần mềm."""
    cluster = own_cluster()
    if cluster is None:
        refuse("DATABASE_URL chỉ tới máy chủ do người khác quản lý: phần mềm không mở hay dừng máy chủ đó.")
    cluster.stop()
    out.print("Cơ sở dữ liệu đã dừng.")


@app.command()
def status() -> None:
    """Cho biết cơ sở dữ liệu có đang chạy không; mã thoát 3 khi không chạy."""
    cluster = own_cluster()
    if cluster is None:
        out.print("Dùng máy chủ của DATABASE_URL; xem `ansinh doctor`.")
    elif cluster.running():
        out.print(f"Đang chạy, dữ liệu trong {cluster.data}.", markup=False)
    else:
        out.print(f"Không chạy; dữ liệu trong {cluster.data}.", markup=False)
        raise typer.Exit(3)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu sẽ ghi.", show_default=False)],
    *,
    key_file: KeyFile = None,
    replace: Annotated[bool, typer.Option("--replace", help="Ghi đè tệp đang có.")] = False,
) -> None:
    """Sao lưu toàn bộ cơ sở dữ liệu và tệp đính kèm vào một tệp được mã hóa."""
    from ansinh.cli.postgres.backup import back_up

    if not file.parent.is_dir():
        refuse(f"Không có thư mục {file.parent}: tạo thư mục trước rồi sao lưu lại.")
    if file.is_dir():
        refuse(f"{file} là thư mục: thêm tên tệp, ví dụ {file / 'sao-luu.ansinh'}.")
    if file.exists() and not replace:
        # Before the key is asked for: an older backup may be the only good one.
        refuse(f"Đã có {file}: chọn tên khác, hoặc thêm --replace để ghi đè; tệp đang có còn nguyên.")
    passphrase = _passphrase(key_file, confirm=True)
    with connected() as server:
        contents = back_up(
            owner_url=server.owner_url,
            binaries=_binaries(server),
            media=data_dir() / "media",
            target=file,
            passphrase=passphrase,
        )
    out.print(
        f"Đã sao lưu {sum(contents.rows.values())} dòng của {len(contents.rows)} bảng và {len(contents.files)} tệp "
        f"vào {file}. Mã băm cuối của nhật ký: {contents.audit_head or 'chưa có sự kiện'}.",
        markup=False,
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu.", show_default=False)],
    *,
    key_file: KeyFile = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Thay dữ liệu đang có; bản cũ được giữ lại dưới tên khác.")
    ] = False,
) -> None:
    """Khôi phục từ tệp sao lưu vào một cơ sở dữ liệu mới, đối chiếu, rồi mới đưa vào dùng."""
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict

    from ansinh.cli.postgres import backup as backups
    from ansinh.cli.postgres import swap

    if not file.is_file():
        refuse(f"Không thấy tệp sao lưu {file}: kiểm tra lại đường dẫn.")
    passphrase = _passphrase(key_file, confirm=False)
    moment = datetime.now().astimezone().strftime("%Y%m%d_%H%M%S")
    with connected() as server, swap.restoring(data_dir()):
        current = str(conninfo_to_dict(server.owner_url)["dbname"])
        fresh, old = swap.restored_name(current, moment), swap.old_name(current, moment)
        with psycopg.connect(server.owner_url) as connection:
            if backups.count_rows(connection) and not replace:
                refuse(f"Cơ sở dữ liệu {current} đang có dữ liệu: thêm --replace để thay; bản cũ sẽ giữ tên {old}.")
        fresh_media = data_dir() / f"media_restored_{moment}"
        fresh_media.mkdir(mode=0o700, parents=True)
        with psycopg.connect(named(server.owner_url, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(fresh)))
            try:
                contents = backups.restore(
                    source=file,
                    into_url=named(server.owner_url, fresh),
                    binaries=_binaries(server),
                    media=fresh_media,
                    passphrase=passphrase,
                )
                swap.rename_databases(connection, current=current, moment=moment)
            except psycopg.errors.ObjectInUse:
                _throw_away(connection, fresh, fresh_media)
                refuse(f"Cơ sở dữ liệu {current} đang có người dùng: dừng `ansinh serve` rồi khôi phục lại.")
            except BaseException:
                _throw_away(connection, fresh, fresh_media)
                raise
            swap.swap_folders(data_dir(), moment)
    out.print(
        f"Đã khôi phục và đối chiếu {sum(contents.rows.values())} dòng của {len(contents.rows)} bảng, "
        f"{len(contents.files)} tệp và mã băm cuối của nhật ký. Dữ liệu trước đó được giữ trong cơ sở dữ liệu {old}.",
        markup=False,
    )


def _throw_away(connection: object, database: str, media: Path) -> None:
    import shutil

    import psycopg
    from psycopg import sql

    assert isinstance(connection, psycopg.Connection)
    connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(database)))
    shutil.rmtree(media)


def _binaries(server: Server) -> Binaries:
    """Return the programs that fit the server: pg_dump refuses a server newer than itself."""
    from ansinh.cli.postgres.binaries import find_binaries

    if server.cluster is not None:
        return server.cluster.binaries()
    import psycopg

    with psycopg.connect(server.owner_url) as connection:
        major = connection.info.server_version // 10000
    return find_binaries(at_least=major)


def _passphrase(key_file: Path | None, *, confirm: bool) -> bytes:
    if key_file is None:
        if not os.isatty(0):
            refuse("Thiếu khóa: thêm --key-file TỆP hoặc đặt ANSINH_BACKUP_KEY_FILE.")
        given = str(typer.prompt("Mật khẩu của bản sao lưu", hide_input=True, confirmation_prompt=confirm))
        key = given.encode()
    else:
        try:
            key = key_file.read_bytes().strip()
        except OSError as error:
            refuse(f"Không đọc được tệp khóa {key_file}: {reason_of(error)}.")
        if key_file.stat().st_mode & 0o077:
            tell(f"Tệp khóa {key_file} người khác cũng đọc được: nên chạy chmod 600.")
    if len(key) < 12:
        refuse("Khóa quá ngắn: cần ít nhất 12 ký tự.")
    return key
