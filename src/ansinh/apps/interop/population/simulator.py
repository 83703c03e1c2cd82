"""A stand-in for the national population database, run as a process of its own, that misbehaves on demand.

It is not that database: its data are made up, its form is ours. ``POST /behaviour`` changes how it behaves while it runs.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

MOST_BYTES = 64 * 1024
Record = Mapping[str, str | None]


class Mode(StrEnum):
    """How the simulator behaves: well; slowly; not at all; about another person; with a cut answer; with fields left out; later."""

    GOOD = "good"
    SLOW = "slow"
    DOWN = "down"
    BUSY = "busy"
    WRONG = "wrong"
    CUT = "cut"
    PARTIAL = "partial"
    LATE = "late"


@dataclass(slots=True)
class State:
    """What the simulator knows and how it behaves now; ``seconds`` is how slow, or how much later."""

    records: Mapping[str, Record]
    mode: Mode = Mode.GOOD
    seconds: float = 2.0
    tickets: dict[str, tuple[float, str]] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(1))
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Many may knock at once; the library's five are few.
    request_queue_size = 128


def make_server(*, port: int, state: State, clock: Callable[[], float] = time.monotonic) -> ThreadingHTTPServer:
    """Return the simulator on 127.0.0.1, ready to serve; port 0 takes a free one. Raises OSError where the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = self.headers.get("Content-Length", "0")
            if not size.isdigit() or int(size) > MOST_BYTES:
                return self.reply(413, {})
            try:
                asked = json.loads(self.rfile.read(int(size)))
            except ValueError:
                asked = None
            if not isinstance(asked, dict):
                return self.reply(400, {})
            if self.path == "/behaviour":
                return self.behave(asked)
            if state.mode is Mode.DOWN:
                self.close_connection = True
                return None
            if state.mode is Mode.BUSY:
                return self.reply(503, {}, wait=state.seconds)
            if state.mode is Mode.SLOW:
                time.sleep(state.seconds)
            if self.path == "/tickets/read":
                return self.promised(str(asked.get("ticket", "")))
            if self.path != "/persons/check":
                return self.reply(400, {})
            number = str(asked.get("personal_id", ""))
            return self.promise(number) if state.mode is Mode.LATE else self.tell(number)

        def behave(self, asked: dict[str, Any]) -> None:
            try:
                mode, seconds = Mode(asked.get("mode", state.mode)), float(asked.get("seconds", state.seconds))
            except (TypeError, ValueError):
                return self.reply(400, {})
            state.mode, state.seconds = mode, seconds
            return self.reply(200, {"mode": mode, "seconds": seconds})

        def promise(self, number: str) -> None:
            with state.lock:
                ticket = f"t{next(state.numbers)}"
                state.tickets[ticket] = (clock() + state.seconds, number)
            self.reply(202, {"ticket": ticket}, wait=state.seconds)

        def promised(self, ticket: str) -> None:
            with state.lock:
                ready, number = state.tickets.get(ticket, (0.0, ""))
            if ready > clock():
                return self.reply(202, {"ticket": ticket}, wait=ready - clock())
            return self.tell(number)

        def tell(self, number: str) -> None:
            record = state.records.get(number)
            if record is None:
                return self.reply(404, {})
            said = {"personal_id": number} | dict(record)
            if state.mode is Mode.WRONG:
                said["personal_id"] = number[:-1] + str((int(number[-1]) + 1) % 10)
            if state.mode is Mode.PARTIAL:
                said = {"personal_id": number, "full_name": record["full_name"]}
            return self.reply(200, said, cut=state.mode is Mode.CUT)

        def reply(self, status: int, body: dict[str, Any], *, wait: float | None = None, cut: bool = False) -> None:
            content = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if wait is not None:
                self.send_header("Retry-After", str(max(1, round(wait))))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if cut else content)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Say nothing: a log of questions would be personal data."""

    return _Server(("127.0.0.1", port), Handler)
