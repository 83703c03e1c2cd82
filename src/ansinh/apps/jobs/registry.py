"""Which function does which kind of long work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ansinh.apps.jobs.models import JobRun


class Handler(Protocol):
    """Does the work of one run and returns the page of its result, or None to keep the one given at the start.

    It is called again from the beginning when a worker died, so every step must bear being done twice.
    """

    def __call__(self, run: JobRun, /, **args: object) -> str | None: ...


class UnknownKind(LookupError):
    """No room has registered this kind of work."""


_handlers: dict[str, Handler] = {}
_every_night: dict[str, str] = {}


def handler(kind: str) -> Callable[[Callable[..., str | None]], Callable[..., str | None]]:
    """Register a room's function for its kind of work ("planning.read_plan"); put it in the room's tasks.py."""

    def register(function: Callable[..., str | None]) -> Callable[..., str | None]:
        if _handlers.setdefault(kind, function) is not function:
            raise ValueError(f"job kind registered twice: {kind}")
        return function

    return register


def every_night(kind: str, *, title: str) -> None:
    """Have a registered kind of work, one without arguments, done each night."""
    find_handler(kind)
    _every_night[kind] = title


def list_nightly() -> list[tuple[str, str]]:
    """List the (kind, title) of what is done each night."""
    return sorted(_every_night.items())


def find_handler(kind: str) -> Handler:
    """Return the function for a kind of work."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(f"Không có phần mềm xử lý loại việc “{kind}”.") from None
