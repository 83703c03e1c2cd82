"""The process in which ``open_plan_safely`` reads one file: limits first, then the file, then one answer."""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from ansinh.files.errors import UnreadableFile
from ansinh.files.limits import Limits
from ansinh.files.plan import open_plan
from ansinh.files.sandbox import dump


def main() -> int:
    """Read the order and the file from standard input, write the source or the refusal as JSON."""
    order = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**order["limits"])
    _confine(limits)
    answer: dict[str, Any]
    try:
        answer = {"source": dump(open_plan(sys.stdin.buffer.read(), name=order["name"], limits=limits))}
    except UnreadableFile as error:
        answer = {"refused": {"name": error.name, "code": error.code, "reason": error.reason, "remedy": error.remedy}}
    except MemoryError:
        refused = {"code": "too_heavy", "reason": "cần quá nhiều bộ nhớ để đọc", "remedy": "tách tệp rồi gửi lại"}
        answer = {"refused": {"name": order["name"]} | refused}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


def _confine(limits: Limits) -> None:
    for which, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _soft, hard = resource.getrlimit(which)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, allowed))


if __name__ == "__main__":
    sys.exit(main())
