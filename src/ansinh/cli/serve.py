"""`ansinh serve` and `ansinh migrate`: the web site, the worker beside it, the tables under both."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from types import FrameType
from typing import Annotated

import typer

from ansinh.cli.place import Server, alone, connect, connected, data_dir, enter, environment, own_cluster
from ansinh.cli.say import refuse, tell

Port = Annotated[int, typer.Option("--port", help="Cổng của trang web.")]
Host = Annotated[str, typer.Option("--host", help="Địa chỉ mạng; mặc định chỉ máy này vào được.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Số tiến trình phục vụ trang web.")]

# A thread holds a database connection; the server allows 100 in all.
THREADS = ("--no-ws", "--blocking-threads", "16", "--backpressure", "128", "--log-level", "error")
PR_SET_PDEATHSIG = 1
STOP_SECONDS = 30
RESTARTS = 5


def serve(*, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Chạy trang web: mở cơ sở dữ liệu, cập nhật bảng, phục vụ; Ctrl-C để dừng tất cả."""
    run_site(host=host, port=port, workers=workers)


def migrate() -> None:
    """Cập nhật bảng của cơ sở dữ liệu lên phiên bản này của phần mềm."""
    with connected() as server:
        prepare(server)
    tell("Cơ sở dữ liệu đã đúng phiên bản.")


def worker() -> None:
    """Làm việc nền: đọc văn bản đã tải lên và các việc dài khác; `ansinh serve` tự chạy lệnh này."""
    enter(connect().app_url)
    from ansinh.apps.jobs.services import run_worker

    run_worker()


def prepare(server: Server) -> None:
    """Bring the tables up to date, as the owner: the role that serves pages may change rows only."""
    enter(server.owner_url)
    from django.core.management import call_command
    from django.db import connection

    from ansinh.apps.people.services.places import renumber
    from ansinh.apps.planning.services.catalogue import load_catalogue
    from ansinh.apps.reporting.services.days import seed_days
    from ansinh.apps.territory.services.directory import seed_directory
    from ansinh.apps.territory.services.units import seed_units

    call_command("migrate", interactive=False, verbosity=0)
    # Agencies that belong to one province look for it.
    if seed_units(at=datetime.now(UTC)):
        renumber()
    seed_directory()
    seed_days()
    load_catalogue(now=datetime.now(UTC))
    connection.close()


def run_site(*, host: str, port: int, workers: int, seed: list[str] | None = None) -> None:
    """Serve until told to stop; ``seed`` is a command of ours to run once the tables are there."""
    if not _is_free(host, port):
        refuse(f"Cổng {port} trên {host} đang có chương trình khác dùng: dừng nó hoặc chọn cổng khác bằng --port.")
    with alone() as free:
        if not free and own_cluster() is not None:
            refuse(
                f"Dữ liệu trong {data_dir()} đang được một bản An Sinh khác phục vụ: dùng bản đó, dừng nó trước, "
                "hoặc đặt ANSINH_DATA_DIR sang thư mục khác."
            )
        _run(host=host, port=port, workers=workers, seed=seed)


def _run(*, host: str, port: int, workers: int, seed: list[str] | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    server = None
    children: list[_Child] = []
    try:
        cluster = own_cluster()
        tell(f"Mở cơ sở dữ liệu {'của DATABASE_URL' if cluster is None else f'trong {data_dir()}'} …")
        server = connect()
        tell("Cập nhật bảng và tệp tĩnh …")
        prepare(server)
        _collect_static()
        variables = environment(server.app_url)
        if seed:
            subprocess.run([sys.executable, "-m", "ansinh.cli", *seed], env=variables, check=True)
        web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
        children.append(_Child("trang web", [*web, *THREADS, "ansinh.site.wsgi:application"], variables))
        children.append(_Child("việc nền", ["ansinh.cli", "worker"], variables))
        _wait_until_served(children[0], host, port)
        tell(f"Đang chạy tại http://{host}:{port} — dừng bằng Ctrl-C.")
        while True:
            for child in children:
                child.keep_alive()
            time.sleep(1)
    except _Stopped:
        tell("Đang dừng …")
    except subprocess.CalledProcessError as error:
        refuse(f"Bước chuẩn bị dữ liệu không xong (mã {error.returncode}); xem dòng báo lỗi ở trên.")
    finally:
        for child in reversed(children):
            child.end()
        if server is not None and server.started and server.cluster is not None:
            server.cluster.stop()


class _Stopped(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    # A second Ctrl-C must not interrupt the stopping itself.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise _Stopped


class _Child:
    """A process that has to run: started again when it dies, given up when it keeps dying."""

    def __init__(self, name: str, module: list[str], variables: dict[str, str]) -> None:
        self.name, self.module, self.variables = name, module, variables
        self.deaths: list[float] = []
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C in the terminal reaches us alone, and we stop the others in order.
        return subprocess.Popen(
            [sys.executable, "-m", *self.module],
            env=self.variables,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def keep_alive(self) -> None:
        code = self.process.poll()
        if code is None:
            return
        now = time.monotonic()
        self.deaths = [moment for moment in self.deaths if now - moment < 60] + [now]
        if len(self.deaths) > RESTARTS:
            refuse(
                f"Tiến trình {self.name} dừng liên tục (mã {code}): xem nhật ký ở trên, rồi chạy `ansinh doctor`.",
                code=1,
            )
        tell(f"Tiến trình {self.name} đã dừng (mã {code}), đang chạy lại …")
        self.process = self._start()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def _end_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it is killed: no orphan keeps the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_served(web: _Child, host: str, port: int) -> None:
    for _ in range(240):
        if web.process.poll() is not None:
            refuse("Trang web không khởi động được: xem dòng báo lỗi ở trên.", code=1)
        if not _is_free(host, port):
            return
        time.sleep(0.25)
    refuse("Trang web không trả lời sau một phút: xem nhật ký ở trên, rồi chạy `ansinh doctor`.", code=1)


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host if host not in {"0.0.0.0", "::"} else "127.0.0.1", port)) != 0  # noqa: S104


def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
