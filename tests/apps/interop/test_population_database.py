"""The national population database on a real socket: each way it may behave ends in a state an officer sees."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ansinh.apps.interop.population.answers import Confirms, Later, Proposal, Proposes, Question, Unknown
from ansinh.apps.interop.population.client import CannotAsk, PopulationDatabase

NUMBER, DEAD, YEARLY = "900184000101", "900140000202", "900150000303"
ROWS = [
    (NUMBER, "Nguyễn Thị Ngọc Hoa", "female", date(1984, 3, 9), date(1984, 3, 9), date(9999, 12, 31)),
    (DEAD, "Trần Văn Đá", "male", date(1940, 5, 6), date(1940, 5, 6), date(2026, 8, 1)),
    (YEARLY, "Lê An", "male", date(1950, 1, 1), date(1950, 12, 31), date(9999, 12, 31)),
]
KNOWN = Question(NUMBER, "Nguyễn Thị Ngọc Hoa", "1984-03-09", "female")


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The simulator as a process of its own."""
    path = tmp_path_factory.mktemp("people") / "persons.parquet"
    with duckdb.connect() as base:
        base.execute(
            "CREATE TABLE p (personal_id VARCHAR, full_name VARCHAR, sex VARCHAR, birth_date_from DATE, birth_date_to DATE, death_date DATE)"
        )
        base.executemany("INSERT INTO p VALUES (?, ?, ?, ?, ?, ?)", ROWS)
        base.execute(f"COPY p TO '{path}' (FORMAT parquet)")
    command = [
        sys.executable,
        "-m",
        "ansinh.cli",
        "interop",
        "population-simulator",
        "--port",
        "0",
        "--persons",
        str(path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


@pytest.fixture
def behave(simulator: str) -> Iterator[Callable[..., None]]:
    def set_mode(**how: Any) -> None:
        connection = http.client.HTTPConnection(simulator.removeprefix("http://"), timeout=5)
        connection.request("POST", "/behaviour", json.dumps(how))
        assert connection.getresponse().status == 200
        connection.close()

    yield set_mode
    set_mode(mode="good", seconds=2)


def test_what_is_the_same_is_confirmed(simulator: str) -> None:
    database = PopulationDatabase(simulator)
    assert database.ask(KNOWN) == Confirms()
    assert database.ask(Question(NUMBER, "NGUYỄN  THỊ NGỌC HOA", "1984-03-09", "female")) == Confirms()


@pytest.mark.parametrize(
    ("question", "proposals"),
    [
        (Question(NUMBER, "Nguyễn Ngọc Hoa", "1984-03-09", "female"), [Proposal("full_name", "Nguyễn Ngọc Hoa", "Nguyễn Thị Ngọc Hoa")]),
        (Question(NUMBER, "Nguyễn Thị Ngọc Hóa", "1984-03-09", "female"), [Proposal("full_name", "Nguyễn Thị Ngọc Hóa", "Nguyễn Thị Ngọc Hoa")]),
        (Question(NUMBER, "Nguyễn Thị Ngọc Hoa", "1984", None), [Proposal("birth_date", "1984", "1984-03-09"), Proposal("sex", None, "female")]),
        (Question(DEAD, "Trần Văn Đá", "1940-05-06", "male"), [Proposal("death_date", None, "2026-08-01")]),
    ],
)  # fmt: skip
def test_what_differs_is_proposed_and_ours_is_kept_beside_it(
    simulator: str, question: Question, proposals: list[Proposal]
) -> None:
    assert PopulationDatabase(simulator).ask(question) == Proposes(tuple(proposals))


def test_a_day_of_ours_stands_where_the_database_knows_the_year_alone(simulator: str) -> None:
    assert PopulationDatabase(simulator).ask(Question(YEARLY, "Lê An", "1950-07-07", "male")) == Confirms()
    found = PopulationDatabase(simulator).ask(Question(YEARLY, "Lê An", "1951-07-07", "male"))
    assert found == Proposes((Proposal("birth_date", "1951-07-07", "1950"),))


def test_a_death_of_ours_that_the_database_does_not_tell_stays_untold(simulator: str) -> None:
    question = Question(NUMBER, "Nguyễn Thị Ngọc Hoa", "1984-03-09", "female", "2026-01-01")
    assert PopulationDatabase(simulator).ask(question) == Confirms(("death_date",))


def test_a_number_that_nobody_has_is_unknown(simulator: str) -> None:
    assert PopulationDatabase(simulator).ask(Question("999999999999", "Lê An")) == Unknown()


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ({"mode": "slow", "seconds": 3}, "không trả lời trong 0.5 giây"),
        ({"mode": "down"}, "không kết nối được hoặc ngắt giữa chừng"),
        ({"mode": "busy", "seconds": 120}, "đang bận hoặc bảo trì; sẽ hỏi lại sau 2 phút"),
        ({"mode": "wrong"}, "trả lời không dùng được (bản ghi của một số định danh khác)"),
        ({"mode": "cut"}, "không kết nối được hoặc ngắt giữa chừng"),
    ],
)
def test_no_usable_answer_is_later_with_the_reason(
    simulator: str, behave: Callable[..., None], mode: dict[str, Any], said: str
) -> None:
    behave(**mode)
    begun = time.monotonic()
    found = PopulationDatabase(simulator, seconds=0.5).ask(KNOWN)
    assert isinstance(found, Later)
    assert said in found.sentence
    assert found.after_seconds > 0
    assert time.monotonic() - begun < 2
    behave(mode="good")
    assert PopulationDatabase(simulator).ask(KNOWN) == Confirms()


def test_a_partial_answer_confirms_what_it_tells_and_says_what_it_does_not(
    simulator: str, behave: Callable[..., None]
) -> None:
    behave(mode="partial")
    assert PopulationDatabase(simulator).ask(KNOWN) == Confirms(("birth_date", "sex"))
    found = PopulationDatabase(simulator).ask(Question(NUMBER, "Lê An", "1984-03-09", "female"))
    assert found == Proposes((Proposal("full_name", "Lê An", "Nguyễn Thị Ngọc Hoa"),), ("birth_date", "sex"))


def test_a_late_answer_is_fetched_with_its_ticket(simulator: str, behave: Callable[..., None]) -> None:
    behave(mode="late", seconds=1.2)
    database = PopulationDatabase(simulator)
    first = database.ask(KNOWN)
    assert isinstance(first, Later)
    assert first.ticket
    assert "hẹn trả lời sau" in first.sentence
    again = database.ask_again(first.ticket, KNOWN)
    assert isinstance(again, Later)
    assert again.ticket == first.ticket
    time.sleep(1.3)
    assert database.ask_again(first.ticket, KNOWN) == Confirms()
    # A ticket is answered about its own person: who holds it for another is told so.
    other = database.ask_again(first.ticket, Question(DEAD, "Trần Văn Đá"))
    assert isinstance(other, Later)
    assert "số định danh khác" in other.sentence


def test_nobody_there_is_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = PopulationDatabase(f"http://127.0.0.1:{port}").ask(KNOWN)
    assert isinstance(found, Later)
    assert (
        found.sentence
        == "Cơ sở dữ liệu quốc gia về dân cư không kết nối được hoặc ngắt giữa chừng; sẽ hỏi lại sau 5 phút."
    )


def answering(content: bytes, *, every: float = 0) -> tuple[str, threading.Thread]:
    """A server of bare bytes, for answers that no sound server gives; ``every``: seconds between the bytes."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with door, door.accept()[0] as line:
            line.recv(65536)
            try:
                for at in range(0, len(content), 1 if every else max(1, len(content))):
                    line.sendall(content[at : at + 1] if every else content)
                    time.sleep(every)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return f"http://127.0.0.1:{door.getsockname()[1]}", thread


def http_answer(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    "content",
    [
        http_answer(b"[]"),
        http_answer(b"{"),
        http_answer(b"\xff\xfe\x00"),
        http_answer(b"[" * 30_000),
        http_answer(b"{}", "500 Oops"),
        http_answer(b'{"ticket": 5}', "202 Accepted"),
        http_answer(b"x" * 200_000),
        b"not http at all\r\n\r\n",
        b"",
        http_answer(json.dumps({"personal_id": NUMBER, "sex": "x"}).encode()),
        http_answer(json.dumps({"personal_id": NUMBER, "birth_date": "1984-02-31"}).encode()),
        http_answer(json.dumps({"personal_id": NUMBER, "full_name": "A\u0000B"}).encode()),
        http_answer(json.dumps({"personal_id": NUMBER, "full_name": 5}).encode()),
    ],
)
def test_nonsense_never_raises_and_never_proposes(content: bytes) -> None:
    address, thread = answering(content)
    assert isinstance(PopulationDatabase(address, seconds=2).ask(KNOWN), Later)
    thread.join(5)


HEADERS = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % at for at in range(80))


@pytest.mark.parametrize(
    "content",
    [http_answer(b'{"a": "' + b"x" * 5000 + b'"}'), HEADERS, b"HTTP/1.1 200 O" + b"K" * 5000],
    ids=["body", "headers", "first line"],
)
def test_an_answer_that_drips_is_cut_off_at_the_deadline(content: bytes) -> None:
    address, thread = answering(content, every=0.02)
    found = PopulationDatabase(address, seconds=1).ask(KNOWN)
    assert isinstance(found, Later)
    assert "không trả lời trong 1 giây" in found.sentence
    thread.join(5)
    assert not thread.is_alive(), "the other side sees the line cut"


@pytest.mark.parametrize("url", ["ftp://x", "x", "http://x:port", ""])
def test_an_address_that_is_none_is_one_sentence(url: str) -> None:
    with pytest.raises(CannotAsk, match="viết như https"):
        PopulationDatabase(url).ask(KNOWN)


def test_many_ask_at_once(simulator: str, behave: Callable[..., None]) -> None:
    behave(mode="slow", seconds=0.3)
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(PopulationDatabase(simulator).ask(KNOWN))) for _ in range(20)
    ]
    begun = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [Confirms()] * 20
    assert time.monotonic() - begun < 5


def test_the_number_is_neither_in_the_address_nor_in_what_is_printed() -> None:
    heard: list[bytes] = []
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with door, door.accept()[0] as line:
            heard.append(line.recv(65536))

    thread = threading.Thread(target=serve)
    thread.start()
    PopulationDatabase(f"http://127.0.0.1:{door.getsockname()[1]}", seconds=1).ask(KNOWN)
    thread.join(5)
    first = heard[0].partition(b"\r\n")[0]
    assert first == b"POST /persons/check HTTP/1.1"
    assert NUMBER not in repr(KNOWN)
    assert "Hoa" not in repr(KNOWN)


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--mode", "angry"], "Không có cách trả lời “angry”"), (["--persons", "nowhere.parquet"], "Không đọc được nowhere.parquet")],
)  # fmt: skip
def test_what_the_simulator_cannot_do_is_one_sentence(tmp_path: Path, words: list[str], said: str) -> None:
    command = [
        sys.executable,
        "-m",
        "ansinh.cli",
        "interop",
        "population-simulator",
        "--persons",
        str(tmp_path / "no"),
        *words,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert said in done.stderr
