"""The running log for operators: one JSON object a line, without personal data, with the number of the request.

Not the log of business events (apps.audit): this one may be thrown away.
"""

from __future__ import annotations

import json
import logging.config
import re
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

HIDDEN = "[đã che]"
# Names of fields whose value is never written, whatever it is.
SECRET_NAMES = re.compile(
    r"pass(word)?|secret|token|cookie|session|authori[sz]ation|csrf|otp|cccd|cmnd|personal_id|phone|email|account_no"
    r"|full_name|birth|address$|dia_chi|ho_ten|so_dien_thoai",
    re.IGNORECASE,
)
# Twelve digits: a personal number; ten or eleven from 0, or +84: a telephone; an e-mail address.
# What the database adds to an error quotes the row that failed, names and all.
SECRET_TEXT = re.compile(
    r"DETAIL:[^\n]*|(?<!\d)\d{12}(?!\d)|(?<!\d)(?:\+84|0)(?:[ .]?\d){9,10}(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
# What was typed into a search stands after the question mark of an address.
QUERY = re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>]+")
# What an error quotes is a value: a name typed into a form, a row of the database.
QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”")
# What JSON leaves as it is but a terminal or a reader of lines takes as a command: C1, line ends, direction, halves.
UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
KEPT_NAMES = frozenset({"event", "level", "timestamp", "logger", "request_id", "job_id", "exception"})


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take personal data and secrets out of one entry: by the name of the field, and by their look in any text."""
    return {key: _hidden(key, value) for key, value in event.items()}


def drop_beginnings(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Leave out that a request began: its end says the same and how it ended."""
    if event.get("event") == "request_started":
        raise structlog.DropEvent
    return event


def one_line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """Write one entry as JSON in one line that no text in it can break, colour or turn round."""
    written = json.dumps(event, ensure_ascii=False, default=str)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def configure(options: Mapping[str, Any]) -> None:
    """Set up all logging: ours, Django's and the libraries'. options: json (bool), level (name)."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        drop_beginnings,
        structlog.processors.format_exc_info,
        redact,
        one_line if options["json"] else structlog.dev.ConsoleRenderer(),
    ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": ending,
                    "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder(allow=["status_code"])],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": {
                "django.server": {"level": "WARNING"},
                "procrastinate": {"level": "WARNING"},
                "axes": {"level": "CRITICAL"},
                "fontTools": {"level": "ERROR"},
                "pdfminer": {"level": "ERROR"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _hidden(key: str, value: Any) -> Any:
    if key not in KEPT_NAMES and SECRET_NAMES.search(key):
        return HIDDEN
    if isinstance(value, str):
        return _clean(_without_quotes(value) if key == "exception" else value)
    if isinstance(value, Mapping):
        return {str(name): _hidden(str(name), item) for name, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_hidden("", item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _clean(str(value))


def _clean(text: str) -> str:
    return SECRET_TEXT.sub(HIDDEN, QUERY.sub(rf"\1?{HIDDEN}", text))


def _without_quotes(trace: str) -> str:
    """Leave of an error's own words what it does not quote; the lines of the program stand indented and stay."""
    return "\n".join(line if line.startswith(" ") else QUOTED.sub(HIDDEN, line) for line in trace.splitlines())
