"""Reading in a process of its own gives the same text, the same refusals, and no secrets away."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.files.makers import box, docx, p, pdf, tbl, tc

from ansinh.files import UnreadableFile, open_plan, open_plan_safely
from ansinh.files.sandbox import kept_environment

FILES = [
    ("a.txt", "Kế hoạch\nMột".encode()),
    ("a.docx", docx(p("Kế hoạch") + tbl([tc("1"), tc("2"), tc("3")], [tc("a"), tc(""), tc("c")]))),
    ("a.pdf", pdf(([(60, 112, "one"), (110, 112, "two")], box((50, 100, 200), (100, 120))), ([(70, 100, "x")], []))),
]


@pytest.mark.parametrize(("name", "data"), FILES)
def test_the_same_source_comes_back(name: str, data: bytes) -> None:
    """Text, blocks, cells, page starts: nothing is lost on the way between the processes."""
    assert open_plan_safely(data, name=name) == open_plan(data, name=name)


@pytest.mark.parametrize(("name", "data"), [("a.docx", b"x"), ("a.txt", b""), ("a.pdf", b"%PDF-1.4 hong")])
def test_the_same_refusal_comes_back(name: str, data: bytes) -> None:
    """Word for word."""
    with pytest.raises(UnreadableFile) as here:
        open_plan(data, name=name)
    with pytest.raises(UnreadableFile) as there:
        open_plan_safely(data, name=name)
    assert (str(there.value), there.value.code) == (str(here.value), here.value.code)


def test_the_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Database address and keys stay with the parent."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://bi-mat")
    monkeypatch.setenv("SECRET_KEY", "bi-mat")
    assert "bi-mat" not in "".join(kept_environment().values())
    assert set(kept_environment()) <= {*os.environ, "PYTHONIOENCODING"}


def test_a_child_that_gets_nonsense_gives_no_answer() -> None:
    """An order that is no order ends the child, not the parent."""
    done = subprocess.run(
        [sys.executable, "-m", "ansinh.files.child"], input=b"khong phai lenh\n", capture_output=True, check=False
    )
    assert done.returncode != 0
    assert not done.stdout
