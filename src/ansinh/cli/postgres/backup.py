"""A backup: one encrypted file with the whole database and every uploaded file, checked when it is restored.

What it means to an official: the file is useless to whoever finds it, a wrong key or a damaged
file is refused in a sentence, and what was restored is compared with what was saved: rows of
every table, the last link of the log's hash chain, the hash of every uploaded file.

The file: a line of JSON (format, salt, cost, PostgreSQL version), then chunks encrypted with
AES-256-GCM. The key comes from the passphrase through scrypt and the file's own salt; the nonce
is the chunk's number and a mark on the last one, so that a chunk cannot be moved, dropped or cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ansinh.cli.postgres.binaries import Binaries
from ansinh.cli.say import reason_of

FORMAT = "ansinh-backup-1"
CHUNK = 1 << 20
SCRYPT_COST = 1 << 16  # 64 MB of memory and about a fifth of a second for every guess
LONGEST_HEADER = 4096
LENGTH = struct.Struct(">I")


class CannotBackUp(Exception):
    """The backup was not made; nothing was left behind."""


class CannotRestore(Exception):
    """The backup was not restored; the database in use was not touched."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: rows by table, the log's last hash, the SHA-256 of every uploaded file."""

    rows: dict[str, int]
    audit_head: str
    files: dict[str, str]


def back_up(*, owner_url: str, binaries: Binaries, media: Path, target: Path, passphrase: bytes) -> Contents:
    """Write the database and the files under ``media`` to ``target``; there is a whole file or none."""
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        with part.open("xb") as file:
            part.chmod(0o600)
            contents = _write(file, owner_url=owner_url, binaries=binaries, media=media, passphrase=passphrase)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise CannotBackUp(f"Không ghi được {target}: {reason_of(error)}.") from error
    finally:
        part.unlink(missing_ok=True)
    return contents


def restore(*, source: Path, into_url: str, binaries: Binaries, media: Path, passphrase: bytes) -> Contents:
    """Restore into the empty database at ``into_url`` and the empty folder ``media``, then compare.

    The address is the owner's. Raises CannotRestore; the caller then throws both away.
    """
    try:
        with source.open("rb") as file:
            contents = _read(file, into_url=into_url, binaries=binaries, media=media, passphrase=passphrase)
    except OSError as error:
        raise CannotRestore(f"Không đọc được {source}: {reason_of(error)}.") from error
    with psycopg.connect(into_url) as connection:
        rows, head = count_rows(connection), audit_head(connection)
    differing = sorted(name for name in rows.keys() | contents.rows.keys() if rows.get(name) != contents.rows.get(name))
    if differing:
        raise CannotRestore(
            f"Số dòng sau khi khôi phục khác lúc sao lưu ở bảng {', '.join(differing)}: không dùng bản này."
        )
    if head != contents.audit_head:
        raise CannotRestore("Mã băm cuối của nhật ký khác lúc sao lưu: bản khôi phục không dùng được.")
    return contents


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """Return an address without its password, and the environment that holds it: every user sees every command line."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    variables = {**os.environ} if password is None else {**os.environ, "PGPASSWORD": str(password)}
    return make_conninfo("", **parts), variables


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Return the number of rows of every table."""
    names = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
    ).fetchall()
    count = sql.SQL("SELECT count(*) FROM {}")
    counts = {}
    for schema, table in names:
        row = connection.execute(count.format(sql.Identifier(schema, table))).fetchone()
        counts[f"{schema}.{table}"] = int(row[0]) if row else 0
    return counts


def audit_head(connection: psycopg.Connection[Any]) -> str:
    """Return the hash of the log's last event; empty while there is none."""
    known = connection.execute("SELECT to_regclass('audit_event')").fetchone()
    if known is None or known[0] is None:
        return ""
    row = connection.execute("SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _write(file: IO[bytes], *, owner_url: str, binaries: Binaries, media: Path, passphrase: bytes) -> Contents:
    header = {"format": FORMAT, "salt": secrets.token_hex(16), "cost": SCRYPT_COST, "postgres": binaries.major}
    line = json.dumps(header).encode() + b"\n"
    file.write(line)
    seal = _Seal(file, _key(header, passphrase), line)
    with psycopg.connect(owner_url) as connection:
        # The dump and the counts see the same moment, however much is written meanwhile.
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        rows, head = count_rows(connection), audit_head(connection)
        seal.begin("database.dump")
        dump = [binaries["pg_dump"], "--format=custom", "--no-owner", f"--snapshot={snapshot[0] if snapshot else ''}"]
        address, variables = without_password(owner_url)
        command = [*dump, "--dbname", address]
        with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            while chunk := process.stdout.read(CHUNK):
                seal.data(chunk)
            said = process.stderr.read().decode("utf-8", "replace")
        if process.returncode:
            raise CannotBackUp(f"pg_dump không xong: {said.strip()[-500:]}")
    files = {}
    for path in sorted(path for path in media.rglob("*") if path.is_file() and not path.is_symlink()):
        name = path.relative_to(media).as_posix()
        seal.begin(f"media/{name}")
        digest = hashlib.sha256()
        with path.open("rb") as uploaded:
            while chunk := uploaded.read(CHUNK):
                digest.update(chunk)
                seal.data(chunk)
        files[name] = digest.hexdigest()
    contents = Contents(rows, head, files)
    seal.end({"rows": rows, "audit_head": head, "files": files})
    return contents


def _read(file: IO[bytes], *, into_url: str, binaries: Binaries, media: Path, passphrase: bytes) -> Contents:
    line = file.readline(LONGEST_HEADER)
    header = _header(line)
    if header["postgres"] > binaries.major:
        raise CannotRestore(
            f"Bản sao lưu làm bằng PostgreSQL {header['postgres']}, mới hơn bản {binaries.major} đang dùng: "
            "khôi phục trên máy có PostgreSQL bằng hoặc mới hơn."
        )
    frames = _opened(file, _key(header, passphrase), line)
    address, variables = without_password(into_url)
    command = [binaries["pg_restore"], "--no-owner", "--exit-on-error", "--dbname", address]
    sink: IO[bytes] | None = None
    digests: dict[str, Any] = {}
    name = ""
    process = subprocess.Popen(
        command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        for kind, payload in frames:
            if kind == b"F":
                if sink is not None:
                    sink.close()
                name = payload.decode()
                sink = process.stdin if name == "database.dump" else _create(media, name)
                digests[name] = hashlib.sha256()
            elif kind == b"D" and sink is not None:
                digests[name].update(payload)
                _pass_on(sink, payload, process)
            elif kind == b"E":
                if sink is not None:
                    sink.close()
                said = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
                if process.wait():
                    raise CannotRestore(f"pg_restore không xong: {said.strip()[-500:]}")
                contents = Contents(**json.loads(payload))
                found = {name.removeprefix("media/"): digest.hexdigest() for name, digest in digests.items()}
                found.pop("database.dump")
                if found != contents.files:
                    raise CannotRestore("Tệp đính kèm trong bản sao lưu không khớp mã băm: bản này đã hỏng.")
                return contents
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (sink, process.stdin, process.stderr):
            if pipe is not None and not pipe.closed:
                _close(pipe)
    raise CannotRestore("Bản sao lưu bị cắt cụt: phần cuối không có.")


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _pass_on(sink: IO[bytes], payload: bytes, process: subprocess.Popen[bytes]) -> None:
    try:
        sink.write(payload)
    except BrokenPipeError as error:
        said = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
        raise CannotRestore(f"pg_restore không xong: {said.strip()[-500:]}") from error


def _create(media: Path, name: str) -> IO[bytes]:
    place = (media / name.removeprefix("media/")).resolve()
    if not place.is_relative_to(media.resolve()):
        raise CannotRestore(f"Bản sao lưu có tên tệp không hợp lệ: {name}.")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place.open("xb")


def _header(line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
        good = header["format"] == FORMAT and len(bytes.fromhex(header["salt"])) == 16
        good = good and header["cost"] == SCRYPT_COST and isinstance(header["postgres"], int)
    except (ValueError, KeyError, TypeError):
        good = False
    if not good:
        raise CannotRestore("Tệp này không phải bản sao lưu của An Sinh (hoặc phần đầu đã hỏng).")
    return dict(header)


def _key(header: dict[str, Any], passphrase: bytes) -> AESGCM:
    derived = Scrypt(salt=bytes.fromhex(str(header["salt"])), length=32, n=int(header["cost"]), r=8, p=1)
    return AESGCM(derived.derive(passphrase))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


class _Seal:
    """Writes frames, each encrypted on its own and bound to its place in the file."""

    def __init__(self, file: IO[bytes], key: AESGCM, header: bytes) -> None:
        self.file, self.key, self.header, self.number = file, key, header, 0

    def begin(self, name: str) -> None:
        self._frame(b"F" + name.encode())

    def data(self, chunk: bytes) -> None:
        self._frame(b"D" + chunk)

    def end(self, contents: dict[str, Any]) -> None:
        self._frame(b"E" + json.dumps(contents).encode(), last=True)

    def _frame(self, plain: bytes, *, last: bool = False) -> None:
        sealed = self.key.encrypt(_nonce(self.number, last), plain, self.header)
        self.file.write(LENGTH.pack(len(sealed) | (0x8000_0000 if last else 0)) + sealed)
        self.number += 1


def _opened(file: IO[bytes], key: AESGCM, header: bytes) -> Iterator[tuple[bytes, bytes]]:
    number = 0
    while mark := file.read(LENGTH.size):
        length = LENGTH.unpack(mark)[0] if len(mark) == LENGTH.size else 0
        last, length = bool(length & 0x8000_0000), length & 0x7FFF_FFFF
        # Tables and files are cut at CHUNK; only the closing list may be longer.
        sealed = file.read(min(length, 256 * CHUNK))
        try:
            plain = key.decrypt(_nonce(number, last), sealed, header)
        except InvalidTag as error:
            reason = "Khóa hoặc mật khẩu không đúng" if number == 0 else "Bản sao lưu đã hỏng"
            raise CannotRestore(
                f"{reason}: không mở được phần {number + 1} của tệp; chưa có gì bị thay đổi."
            ) from error
        yield plain[:1], plain[1:]
        number += 1
        if last:
            return
