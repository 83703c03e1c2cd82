"""Requirement 24: a backup restores into a new server, by whichever PostgreSQL programs are there."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from tests.plugins.servers import FILES, Place


def test_a_new_server_gets_everything_back(place: Place, saved: Path, empty: Place) -> None:
    said = empty.ansinh("db", "restore", saved)
    assert "đối chiếu" in said
    assert empty.state() == place.state()
    assert place.state()[1], "the log has a last hash to compare"
    assert place.state()[2] == FILES


def test_the_restored_database_keeps_its_guards(place: Place, saved: Path, empty: Place) -> None:
    empty.ansinh("db", "restore", saved, "--replace")
    counted = "SELECT count(*) FROM audit_event"
    with psycopg.connect(place.cluster.url()) as source:
        written = source.execute(counted).fetchone()
    with psycopg.connect(empty.cluster.url(), autocommit=True) as app:
        assert app.execute(counted).fetchone() == written
        assert written
        assert written[0] >= 50
        app.execute(
            "INSERT INTO audit_event (at, actor_name, verb, subject_type, subject_id, subject_name)"
            " VALUES (now(), 'a', 'test.write', '', '', '')"
        )
        for forbidden in ("DELETE FROM audit_event", "UPDATE audit_event SET verb = 'x'", "DROP TABLE audit_event"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)
    assert "còn" not in empty.ansinh("migrate")
