"""Tables and their history agree, and a new step does not lock or break what runs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django_migration_linter import MigrationLinter

ROOT = Path(__file__).resolve().parents[2]
RELEASED = re.search(r"^## \d", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE) is not None
# What would break an older version that still runs beside the new tables; before the first release there is none.
OLD_VERSION_ONLY = [
    "NOT_NULL",
    "DROP_COLUMN",
    "DROP_TABLE",
    "RENAME_COLUMN",
    "RENAME_TABLE",
    "ALTER_COLUMN",
    "ADD_UNIQUE",
]


@pytest.mark.django_db
def test_no_change_of_a_table_lacks_its_migration() -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.django_db
def test_migrations_do_not_break_the_version_that_runs() -> None:
    own = [config.label for config in apps.get_app_configs() if config.name.startswith("ansinh.")]
    linter = MigrationLinter(
        str(ROOT),
        include_apps=own,
        no_cache=True,
        quiet=["warning", "ok", "ignore"],
        exclude_migration_tests=[] if RELEASED else OLD_VERSION_ONLY,
    )
    linter.lint_all_migrations()
    assert linter.nb_total > 0
    assert not linter.has_errors
