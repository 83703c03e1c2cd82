"""The README shows what the program really prints."""

from __future__ import annotations

from tests.house import readme


def test_the_example_is_what_the_command_prints() -> None:
    found = readme.BLOCK.search(readme.README.read_text("utf-8"))
    assert found, "the README shows a plan going in"
    assert found[1] == f"```\n$ {readme.COMMAND}\n"
    assert found[2] == readme.excerpt(), "write it anew with: python -m tests.house.readme"


def test_both_languages_are_there_vietnamese_first() -> None:
    words = readme.README.read_text("utf-8")
    assert words.index("không để ai bị bỏ lại phía sau") < words.index("## In English")
    assert {"make demo", "make test"} <= {line.split("#")[0].strip() for line in words.splitlines()}
