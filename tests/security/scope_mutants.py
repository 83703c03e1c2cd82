"""Take every scope, every choice's guard and every policy away in turn; print how many leaks were seen of how many.

`python -m tests.security.scope_mutants`: ends with code 1 where a guard could go without anybody noticing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


class Count:
    """How many guards were taken away, and how many of those were noticed."""

    def __init__(self) -> None:
        self.total, self.killed, self.alive = 0, 0, []  # type: ignore[var-annotated]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the guards that one test took away."""
        for name, value in report.user_properties if report.when == "call" else ():
            if name == "guards":
                total, alive = value
                self.total += total
                self.killed += total - len(alive)
                self.alive += alive


def main() -> int:
    """Run the mutants in one process, without the plugin that spreads tests."""
    count = Count()
    file = Path(__file__).with_name("test_01_other_communes.py")
    pytest.main(
        [str(file), "-q", "-k", "is_seen_to_leak", "-p", "no:xdist", "--no-header", "-p", "no:randomly"],
        plugins=[count],
    )
    for name in count.alive:
        print(f"not noticed: {name}")
    print(f"killed {count.killed} / total {count.total}")
    return 0 if count.total and count.killed == count.total else 1


if __name__ == "__main__":
    sys.exit(main())
