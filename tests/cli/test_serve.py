"""The site as people run it: what `ansinh serve` starts, keeps alive, stops, and says."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.plugins.servers import Place
from tests.security.keys import PERSONAL_KEYS

from ansinh.cli.place import environment
from ansinh.cli.postgres.backup import without_password
from ansinh.cli.postgres.binaries import Binaries, find_binaries
from ansinh.cli.postgres.cluster import OWNER, SUPERUSER


@pytest.fixture(scope="module")
def programs() -> Binaries:
    """The programs that this machine uses: which ones does not matter here."""
    return find_binaries()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def site(place: Place, port: int, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A served site; what it says goes to a file."""
    variables = place.variables()
    command = [sys.executable, "-m", "ansinh.cli", "serve", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=subprocess.STDOUT)
    try:
        until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, (tmp_path / "log").read_text("utf-8")
        yield process
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/tai-khoan/dang-nhap/", timeout=20) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def until(condition: object) -> None:
    for _ in range(1200):
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.1)
    pytest.fail("waited for two minutes")


def children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()]


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_the_site_stops_with_everything_it_started(site: subprocess.Popen[bytes], port: int) -> None:
    started = children(site.pid)
    assert len(started) == 2
    site.send_signal(signal.SIGTERM)
    assert site.wait(timeout=120) == 0
    assert all(gone(process) for process in started)
    assert not answers(port)


def test_a_part_that_dies_is_started_again(site: subprocess.Popen[bytes], port: int) -> None:
    before = children(site.pid)
    for process in before:
        os.killpg(process, signal.SIGKILL)
    until(lambda: len(set(children(site.pid)) - set(before)) == 2 and answers(port))
    assert site.poll() is None


def test_a_killed_site_leaves_no_orphan_on_its_port(site: subprocess.Popen[bytes], port: int) -> None:
    started = children(site.pid)
    site.kill()
    site.wait()
    until(lambda: all(gone(process) for process in started))
    assert not answers(port)


def test_a_busy_port_is_named(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        said = place.ansinh("serve", "--port", number, code=2)
    assert said.startswith(f"Cổng {number}")
    assert "--port" in said


def test_the_doctor_says_what_this_database_is_good_for(place: Place) -> None:
    said = place.ansinh("doctor")
    assert str(place.cluster.binaries().major) in said
    assert "trình diễn, tập huấn, thí điểm" in said
    assert "ansinh_app" in said
    assert "đúng phiên bản" in said


def test_the_doctor_refuses_a_role_that_may_do_anything(place: Place) -> None:
    said = place.ansinh("doctor", code=1, DATABASE_URL=place.cluster.url(role=SUPERUSER))
    assert "quản trị tối cao" in said


def test_the_doctor_sees_a_role_that_owns_what_it_serves(place: Place) -> None:
    with psycopg.connect(place.cluster.url(role=SUPERUSER), autocommit=True) as admin:
        admin.execute("ALTER ROLE ansinh_owner NOBYPASSRLS")
        try:
            said = place.ansinh("doctor", DATABASE_URL=place.cluster.url(role=OWNER))
        finally:
            admin.execute("ALTER ROLE ansinh_owner BYPASSRLS")
    assert "DATABASE_OWNER_URL" in said


def test_the_doctor_is_content_only_with_all_that_real_work_needs(place: Place) -> None:
    place.cluster.start()
    real = {
        "DATABASE_URL": place.cluster.url(),
        "DATABASE_OWNER_URL": place.cluster.url(role=OWNER),
        "ANSINH_PRODUCTION": "1",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "ansinh.example.vn",
        "ANSINH_PROXY_COUNT": "1",
        **PERSONAL_KEYS,
    }
    assert place.ansinh("doctor", **real).endswith("Dùng thật được.\n")
    for name, without in (
        ("ANSINH_PROXY_COUNT", "0"),
        ("ALLOWED_HOSTS", "localhost"),
        ("ANSINH_PRODUCTION", "0"),
        ("DATABASE_OWNER_URL", ""),
    ):
        said = place.ansinh("doctor", **(real | {name: without}))
        assert "Chưa dùng thật được" in said, name
        assert name in said, name
    assert "SECRET_KEY" in place.ansinh("doctor", code=2, **(real | {"SECRET_KEY": ""}))


def test_a_server_that_does_not_answer_is_a_sentence(place: Place) -> None:
    said = place.ansinh("doctor", code=2, DATABASE_URL="postgresql://x@127.0.0.1:1/x")
    assert said.startswith("Không kết nối được cơ sở dữ liệu")
    assert said.count("\n") == 1


def test_somebody_elses_server_is_neither_started_nor_stopped(place: Place) -> None:
    for command in ("start", "stop"):
        assert "người khác quản lý" in place.ansinh("db", command, code=2, DATABASE_URL="postgresql://x@127.0.0.1:1/x")


def test_the_server_is_started_and_stopped_by_hand(place: Place) -> None:
    place.ansinh("db", "stop")
    place.ansinh("db", "status", code=3)
    place.ansinh("db", "start")
    place.ansinh("db", "status")
    assert place.cluster.running()


def test_an_account_is_made_once_and_its_password_shown(place: Place) -> None:
    said = place.ansinh("user", "add", "nguoimoi", "--name", "Lê Thị Mới", "--role", "auditor")
    assert "Mật khẩu (chỉ in một lần)" in said
    assert "đã" in place.ansinh("user", "add", "nguoimoi", "--name", "Lê Thị Mới", code=2)
    assert "Không có vai trò" in place.ansinh("user", "add", "khac", "--name", "A", "--role", "vua", code=2)


def test_one_data_folder_is_served_once(site: subprocess.Popen[bytes], place: Place) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other = probe.getsockname()[1]
    for command in ("serve", "demo"):
        said = place.ansinh(command, "--port", other, code=2)
        assert "đang được một bản An Sinh khác phục vụ" in said
        assert said.count("\n") == 1
    assert site.poll() is None


def test_a_command_leaves_the_database_to_a_site_that_began_meanwhile(place: Place) -> None:
    place.ansinh("db", "stop")
    with (place.home / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place.ansinh("doctor")
        assert place.cluster.running()


@pytest.mark.parametrize("url", ["foo", "postgresql://x:bi-mat@h/z?bad=1", "postgres//x:bi-mat@h/z"])
def test_an_address_that_is_none_is_a_sentence_without_its_password(place: Place, url: str) -> None:
    said = place.ansinh("doctor", code=2, DATABASE_URL=url)
    assert said.startswith("DATABASE_URL hoặc DATABASE_OWNER_URL không đúng dạng")
    assert said.count("\n") == 1
    assert "bi-mat" not in said


def test_addresses_are_read_from_files_too(place: Place, tmp_path: Path) -> None:
    app, owner = tmp_path / "app", tmp_path / "owner"
    place.cluster.start()
    app.write_text(place.cluster.url() + "\n")
    owner.write_text(place.cluster.url(role=OWNER) + "\n")
    files = {"DATABASE_URL_FILE": str(app), "DATABASE_OWNER_URL_FILE": str(owner)}
    assert "trang web: ansinh_app; sở hữu bảng: ansinh_owner" in place.ansinh("doctor", **files)
    place.ansinh("migrate", **files)
    app.unlink()
    assert "DATABASE_URL_FILE" in place.ansinh("doctor", code=2, **files)


def test_who_serves_pages_does_not_know_the_owner(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE", "DATABASE_URL_FILE"):
        monkeypatch.setenv(name, "postgresql://ansinh_owner:bi-mat@/x")
    monkeypatch.setenv("ANSINH_DATA_DIR", str(place.home))
    variables = environment("postgresql://ansinh_app@/x")
    assert not [name for name, value in variables.items() if "ansinh_owner" in value]


def test_no_password_stands_in_a_command_line() -> None:
    address, variables = without_password("postgresql://ansinh_owner:bi%20mat@/ansinh?host=/tmp")
    assert "mat" not in address
    assert "user=ansinh_owner" in address
    assert variables["PGPASSWORD"] == "bi mat"
