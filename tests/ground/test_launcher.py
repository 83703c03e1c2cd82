"""Our own database server: who may reach it, what it leaves alone, how it starts."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.plugins.servers import SMALL

from ansinh.cli.postgres import binaries
from ansinh.cli.postgres.cluster import APP, OWNER, SUPERUSER, CannotStart, Cluster, memory_settings
from ansinh.cli.postgres.osuser import can_enter


def one(cluster: Cluster, query: str, *, role: str = SUPERUSER) -> object:
    with psycopg.connect(cluster.url(role=role)) as connection:
        row = connection.execute(query).fetchone()
        assert row is not None
        return row[0]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def server_process(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text("utf-8").split()[0])


@pytest.mark.parametrize("role", [SUPERUSER, OWNER, APP])
def test_nobody_enters_without_a_password(cluster: Cluster, role: str) -> None:
    address = cluster.url(role=role).partition("&passfile")[0] + "&passfile=/dev/null"
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(address)


@pytest.mark.parametrize("role", [SUPERUSER, OWNER, APP])
def test_a_wrong_password_is_refused(cluster: Cluster, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.url(role=role).partition("&passfile")[0], password="wrong")


def test_every_rule_of_access_asks_for_scram(cluster: Cluster) -> None:
    rules = (cluster.data / "pg_hba.conf").read_text("utf-8").splitlines()
    methods = {rule.split()[-1] for rule in rules if rule.strip() and not rule.startswith("#")}
    assert methods == {"scram-sha-256"}


def test_the_network_is_closed(cluster: Cluster) -> None:
    assert one(cluster, "SHOW listen_addresses") == ""


def test_what_was_written_reaches_the_disk(cluster: Cluster) -> None:
    assert [one(cluster, f"SHOW {name}") for name in ("fsync", "full_page_writes", "synchronous_commit")] == ["on"] * 3


def test_keys_and_data_are_for_their_users_only(cluster: Cluster) -> None:
    assert mode(cluster.data) == 0o700
    assert mode(cluster.keys) == 0o700
    assert {mode(path) for path in cluster.keys.iterdir()} == {0o600}


def test_the_socket_lies_inside_the_data_folder(cluster: Cluster) -> None:
    assert (cluster.data / ".s.PGSQL.5432").is_socket()


def test_no_address_holds_a_password(cluster: Cluster) -> None:
    secret = (cluster.keys / f"{APP}.pgpass").read_text("utf-8").strip().rpartition(":")[2]
    assert secret not in cluster.url()
    assert secret.encode() not in Path(f"/proc/{server_process(cluster)}/cmdline").read_bytes()


@pytest.mark.parametrize(("role", "rights"), [(OWNER, (False, True, True)), (APP, (False, False, False))])
def test_roles_have_no_more_rights_than_they_need(cluster: Cluster, role: str, rights: tuple[bool, ...]) -> None:
    query = "SELECT ARRAY[rolsuper, rolcreatedb, rolbypassrls] FROM pg_roles WHERE rolname = current_user"
    assert one(cluster, query, role=role) == list(rights)


def test_the_app_role_owns_nothing(cluster: Cluster) -> None:
    assert (
        one(
            cluster,
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON c.relowner = r.oid WHERE rolname = 'ansinh_app'",
        )
        == 0
    )


def test_the_app_role_works_on_rows_only(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(role=OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
        with psycopg.connect(cluster.url(), autocommit=True) as app:
            app.execute("INSERT INTO thing (name) VALUES ('một')")
            app.execute("UPDATE thing SET name = 'hai'")
            assert app.execute("SELECT name FROM thing").fetchall() == [("hai",)]
            for forbidden in (
                "TRUNCATE thing",
                "ALTER TABLE thing ADD more text",
                "DROP TABLE thing",
                "CREATE TABLE another (id int)",
                "CREATE ROLE friend",
                "ALTER ROLE ansinh_app BYPASSRLS",
                "SET ROLE ansinh_owner",
                "COPY thing TO PROGRAM 'cat'",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(forbidden)
        owner.execute("DROP TABLE thing")


def test_a_second_start_changes_nothing(cluster: Cluster) -> None:
    before = server_process(cluster)
    assert cluster.start() is False
    assert server_process(cluster) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="chỉ khi chạy bằng root")
def test_started_by_root_the_server_is_not_root(cluster: Cluster) -> None:
    assert Path(f"/proc/{server_process(cluster)}").stat().st_uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="chỉ khi chạy bằng root")
def test_started_by_root_the_copied_programs_are_out_of_the_servers_reach() -> None:
    folder = binaries._wheel()[0].folder
    assert can_enter(folder)
    for path in (folder, *folder.iterdir(), *folder.parents):
        assert path.lstat().st_uid == 0
        assert path.is_symlink() or not path.stat().st_mode & 0o022 or path == Path("/")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A place for a server of the test's own; whatever was started there is thrown away."""
    yield tmp_path / "home"
    Cluster(tmp_path / "home").destroy()


def test_folders_above_keep_their_modes(programs: binaries.Binaries, home: Path, tmp_path: Path) -> None:
    above = [tmp_path, *tmp_path.parents]
    before = [mode(folder) for folder in above]
    Cluster(home, options=SMALL).start()
    assert [mode(folder) for folder in above] == before


def test_two_starts_at_once_are_one_start(programs: binaries.Binaries, home: Path) -> None:
    code = "import sys, pathlib; from ansinh.cli.postgres.cluster import Cluster; print(Cluster(pathlib.Path(sys.argv[1]), options={'shared_buffers': '64MB'}).start())"
    starts = [subprocess.Popen([sys.executable, "-c", code, home], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sorted(start.communicate()[0].strip() for start in starts) == ["False", "False", "True"]


def test_a_path_too_long_for_a_socket_still_works(programs: binaries.Binaries, tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "rất-dài" / ("thư-mục-" * 12) / "home", options=SMALL)
    try:
        cluster.start()
        folder = Path(str(one(cluster, "SHOW unix_socket_directories")))
        assert len(os.fsencode(folder)) < 100
        assert mode(folder) == 0o700
    finally:
        cluster.destroy()
    assert not folder.exists()


def test_data_of_another_version_is_named_with_the_remedy(programs: binaries.Binaries, home: Path) -> None:
    (home / "pg").mkdir(parents=True)
    (home / "pg" / "PG_VERSION").write_text("9\n")
    with pytest.raises(binaries.NoPostgres, match=r"PostgreSQL 9 tạo ra.*Cách xử lý.*ansinh db backup"):
        Cluster(home).start()


def test_data_keep_their_version_when_another_is_installed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSINH_POSTGRES_BIN", str(binaries._wheel()[0].folder))
    cluster = Cluster(home, options=SMALL)
    cluster.start()
    cluster.stop()
    monkeypatch.delenv("ANSINH_POSTGRES_BIN")
    cluster.start()
    assert str(one(cluster, "SHOW server_version")).startswith(f"{cluster.major()}.")


def test_a_lock_file_left_by_a_process_that_is_now_somebody_else_is_no_hindrance(
    programs: binaries.Binaries, home: Path
) -> None:
    cluster = Cluster(home, options=SMALL)
    cluster.start()
    lines = (cluster.data / "postmaster.pid").read_text("utf-8").splitlines()
    cluster.stop()
    lines[0] = str(os.getpid())
    (cluster.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    assert not cluster.running()
    assert cluster.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="chỉ root mới đổi được chủ của thư mục")
def test_data_of_somebody_else_are_named(programs: binaries.Binaries, home: Path) -> None:
    cluster = Cluster(home, options=SMALL)
    cluster.start()
    cluster.stop()
    os.chown(cluster.data, 65534, 65534)
    with pytest.raises(CannotStart, match=r"người dùng số 65534.*ANSINH_DATA_DIR"):
        cluster.start()


def test_a_start_that_fails_says_why(programs: binaries.Binaries, home: Path) -> None:
    cluster = Cluster(home, options={**SMALL, "max_connections": "nonsense"})
    with pytest.raises(CannotStart, match="max_connections"):
        cluster.start()


def test_an_address_of_a_stopped_server_is_refused(home: Path) -> None:
    with pytest.raises(CannotStart, match="ansinh db start"):
        Cluster(home).url()


def test_memory_fits_the_machine_and_short_questions_are_not_compiled() -> None:
    settings = memory_settings()
    assert settings["jit"] == "off"
    assert 32 <= int(settings["shared_buffers"].removesuffix("MB")) <= 1024
    assert 32 <= int(settings["maintenance_work_mem"].removesuffix("MB")) <= 256
