"""The line to the national population database: one question, one typed answer, whatever state the other side is in."""

from __future__ import annotations

import contextlib
import http.client
import json
import queue
import socket
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from ansinh.apps.interop.population.answers import Answer, Later, Question, Unknown, UnusableAnswer, judge

MOST_BYTES = 64 * 1024
MOST_WAIT_SECONDS = 24 * 3600
_PIECE = 4096


class CannotAsk(Exception):
    """The address of the database is not one we can ask; the message says what to write."""


@dataclass(frozen=True, slots=True)
class PopulationDatabase:
    """The database at an address (http or https). ``seconds`` is how long a whole answer may take."""

    url: str
    seconds: float = 5.0
    retry_seconds: int = 300

    def ask(self, question: Question) -> Answer:
        """Ask about a person. Never raises for what the other side does: that is Later, with a sentence why."""
        return self._answer("/persons/check", asdict(question), question)

    def ask_again(self, ticket: str, question: Question) -> Answer:
        """Ask for the answer that was promised for later."""
        return self._answer("/tickets/read", {"ticket": ticket}, question)

    def _answer(self, path: str, body: Mapping[str, Any], question: Question) -> Answer:
        try:
            status, wait, content = self._post(path, body)
        except TimeoutError:
            return self._later(f"không trả lời trong {self.seconds:g} giây")
        except (OSError, http.client.HTTPException):
            return self._later("không kết nối được hoặc ngắt giữa chừng")
        if status == 404:
            return Unknown()
        if status in (429, 503):
            return self._later("đang bận hoặc bảo trì", wait)
        try:
            if status not in (200, 202):
                raise UnusableAnswer(f"mã {status}")
            loaded = json.loads(content)
            if status == 202:
                ticket = loaded["ticket"]
                if not isinstance(ticket, str) or not 0 < len(ticket) <= 100:
                    raise UnusableAnswer("phiếu hẹn không đúng dạng")
                return self._later("hẹn trả lời sau", wait, ticket)
            return judge(question, loaded)
        except UnusableAnswer as error:
            return self._later(f"trả lời không dùng được ({error})")
        except (ValueError, KeyError, TypeError, RecursionError):
            return self._later("trả lời không dùng được (không đúng dạng)")

    def _post(self, path: str, body: Mapping[str, Any]) -> tuple[int, int | None, bytes]:
        """Send a question and read the whole answer before the one deadline, which counts from finding the address on.

        Every step may come in time and the whole never (an address sought, headers byte by byte), so a watch cuts the
        line. The personal number goes in the body, never in the address.
        """
        parts = urlsplit(self.url)
        try:
            make = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}[parts.scheme]
            port = parts.port
        except (KeyError, ValueError):
            raise CannotAsk("Địa chỉ cơ sở dữ liệu dân cư không đúng: viết như https://may-chu:443.") from None
        connection = make(parts.hostname or "", port, timeout=self.seconds)
        sent = json.dumps(body, ensure_ascii=False).encode()
        answers: queue.SimpleQueue[tuple[int, int | None, bytes] | Exception] = queue.SimpleQueue()

        def exchange() -> None:
            try:
                answers.put(_exchange(connection, parts.path.rstrip("/") + path, sent))
            except Exception as error:  # noqa: BLE001 - whatever it is, the one who waits has to hear of it
                answers.put(error)

        threading.Thread(target=exchange, daemon=True).start()
        try:
            answer = answers.get(timeout=self.seconds)
        except queue.Empty:
            raise TimeoutError from None
        finally:
            _cut(connection)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _later(self, what: str, wait: int | None = None, ticket: str = "") -> Later:
        after = self.retry_seconds if wait is None else wait
        minutes = max(1, round(after / 60))
        return Later(f"Cơ sở dữ liệu quốc gia về dân cư {what}; sẽ hỏi lại sau {minutes} phút.", after, ticket)


def _exchange(connection: http.client.HTTPConnection, path: str, sent: bytes) -> tuple[int, int | None, bytes]:
    connection.request("POST", path, sent, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = b""
    while piece := answer.read1(_PIECE):
        content += piece
        if len(content) > MOST_BYTES:
            raise http.client.HTTPException("too long")
    if answer.length:
        raise http.client.IncompleteRead(content, answer.length)
    return answer.status, _seconds(answer.getheader("Retry-After")), content


def _cut(connection: http.client.HTTPConnection) -> None:
    """End the line; whoever still reads from it is woken by that."""
    line = connection.sock
    if line is not None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
    connection.close()


def _seconds(text: str | None) -> int | None:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    return min(int(text), MOST_WAIT_SECONDS)
