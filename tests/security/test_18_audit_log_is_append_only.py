"""Requirement 18: the log takes no change, and a change by whoever owns the database is found."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.plugins.database import test_cluster as cluster_of_tests

from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.audit.services import BadHeadFile, export_head, read_heads, record, record_access, verify_chain
from ansinh.cli.postgres.cluster import OWNER

AT = dt.datetime(2026, 11, 22, 8, 0, 0, 123456, tzinfo=dt.UTC)


class Actor:
    pk = 7

    def __str__(self) -> str:
        return "Nguyễn Văn An"


def write(count):
    for number in range(count):
        record(
            actor=Actor() if number % 2 else None,
            verb="planning.accept",
            subject=("planning.target", str(number), f"Chỉ tiêu {number}"),
            detail={"số": number, "giá trị": 1.5, "ghi chú": "có dấu “” và \\ \n xuống dòng"},
            at=AT + dt.timedelta(seconds=number),
        )


def as_owner(*statements):
    """Do what somebody can do who owns the tables and takes the guards away first."""
    url = cluster_of_tests().url(role=OWNER, database=connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as own:
        own.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")
        for statement in statements:
            own.execute(statement)
        own.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_append_only")


def command(*words, **variables):
    url = cluster_of_tests().url(database=connection.settings_dict["NAME"])
    environment = {**os.environ, "DATABASE_URL": url, **variables}
    environment.pop("ANSINH_AUDIT_HEADS", None)
    return subprocess.run(
        [sys.executable, "-m", "ansinh.cli", "audit", *words],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.mark.parametrize("table", ["audit_event", "audit_person_access"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET actor_name = 'khác'", "DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET id = id WHERE false"],
)
def test_the_application_cannot_change_what_is_written(db, table, statement):
    write(1)
    with pytest.raises(DatabaseError, match=r"permission denied|chỉ được ghi thêm"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


@pytest.mark.parametrize("table", ["audit_event", "audit_person_access"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET actor_name = 'khác'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_owner_is_refused_while_the_guards_stand(transactional_db, table, statement):
    write(1)
    url = cluster_of_tests().url(role=OWNER, database=connection.settings_dict["NAME"])
    with psycopg.connect(url) as own, pytest.raises(psycopg.Error, match="chỉ được ghi thêm"):
        own.execute(statement.format(table))


def test_the_application_is_not_the_owner_and_cannot_take_the_guards_away(db):
    for statement in (
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "DROP TABLE audit_event",
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.parametrize("table", ["audit_event", "audit_person_access"])
def test_the_application_holds_no_right_but_to_read_and_to_add(db, table):
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"has_table_privilege('{table}', '{right}')" for right in rights))
        assert dict(zip(rights, cursor.fetchone(), strict=True)) == {
            **dict.fromkeys(rights, False),
            "SELECT": True,
            "INSERT": True,
        }
        cursor.execute("SELECT current_user, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("ansinh_app", False, False)


def test_the_chain_cannot_be_led_to_another_table(db):
    write(1)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE audit_event (LIKE public.audit_event)")
        cursor.execute(
            "INSERT INTO public.audit_event (at, actor_name, verb, subject_type, subject_id, subject_name)"
            " VALUES (now(), 'An', 'x.y', '', '', '') RETURNING id, prev_hash"
        )
        number, before = cursor.fetchone()
        cursor.execute("DROP TABLE pg_temp.audit_event")
    assert Event.objects.get(pk=number - 1).hash == before


def test_hash_number_and_link_are_the_databases_own(db):
    write(1)
    event = Event.objects.create(
        id=99,
        at=AT,
        actor_name="An",
        verb="x.y",
        subject_type="",
        subject_id="",
        subject_name="",
        prev_hash="f" * 64,
        hash="0" * 64,
    )
    event = Event.objects.latest("id")
    assert event.id != 99
    assert event.hash != "0" * 64
    assert verify_chain().is_whole


def test_an_untouched_log_is_whole(db):
    write(30)
    report = verify_chain()
    assert report.is_whole
    assert report.events >= 30
    assert report.last_hash == Event.objects.latest("id").hash


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["UPDATE audit_event SET actor_name = 'Người khác' WHERE id = 4"], "Nội dung sự kiện số 4 đã bị sửa."),
        (["UPDATE audit_event SET detail = '{}' WHERE id = 5"], "Nội dung sự kiện số 5 đã bị sửa."),
        (["UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = 5"], "Nội dung sự kiện số 5"),
        (["DELETE FROM audit_event WHERE id = 4"], "Mất sự kiện số 4."),
        (["DELETE FROM audit_event WHERE id BETWEEN 1 AND 3"], "Mất sự kiện số 1 đến 3."),
        (
            [
                "UPDATE audit_event SET id = 1000 WHERE id = 4",
                "UPDATE audit_event SET id = 4 WHERE id = 5",
                "UPDATE audit_event SET id = 5 WHERE id = 1000",
            ],
            "Sự kiện số 4 không nối với sự kiện trước nó.",
        ),
    ],
)
def test_an_edit_a_gap_and_another_order_are_found(transactional_db, statements, sentence):
    write(8)
    as_owner(*statements)
    assert sentence in " ".join(fault.sentence for fault in verify_chain().faults)


def test_a_cut_tail_shows_against_the_exported_head(transactional_db, tmp_path):
    heads = tmp_path / "heads.jsonl"
    write(8)
    export_head(file=heads, at=AT)
    as_owner("DELETE FROM audit_event WHERE id > 5")
    assert verify_chain().is_whole, "a cut tail alone leaves a chain that fits"
    faults = verify_chain(heads=read_heads(heads)).faults
    assert "Mất sự kiện số 8" in faults[0].sentence


def test_a_log_written_anew_shows_against_the_exported_head(transactional_db, tmp_path):
    heads = tmp_path / "heads.jsonl"
    write(5)
    export_head(file=heads, at=AT)
    as_owner("DELETE FROM audit_event")
    write(6)
    connections.close_all()
    as_owner("DELETE FROM audit_event")
    record(actor=None, verb="x.y", at=AT)
    write(6)
    faults = verify_chain(heads=read_heads(heads)).faults
    assert "khác với mã băm đã xuất" in faults[0].sentence


def test_the_command_ends_with_1_when_the_log_was_changed(transactional_db, tmp_path):
    write(6)
    heads = tmp_path / "heads.jsonl"
    assert command("export-head", str(heads)).returncode == 0
    whole = command("verify", "--heads", str(heads))
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "Nhật ký nguyên vẹn: 6 sự kiện" in whole.stdout
    as_owner("DELETE FROM audit_event WHERE id = 6")
    cut = command("verify", "--heads", str(heads))
    assert cut.returncode == 1
    assert "đuôi bị cắt" in cut.stdout
    as_owner("UPDATE audit_event SET verb = 'x.y' WHERE id = 2")
    edited = command("verify")
    assert edited.returncode == 1
    assert "Nội dung sự kiện số 2 đã bị sửa." in edited.stdout


@pytest.mark.parametrize("content", ["khong phai json", '{"event_id": 1}', "[]"])
def test_a_file_of_heads_that_cannot_be_read_says_the_line(tmp_path, content):
    file = tmp_path / "heads.jsonl"
    file.write_text(json.dumps({"event_id": 1, "hash": "a", "at": "b"}) + "\n" + content + "\n", "utf-8")
    with pytest.raises(BadHeadFile, match="dòng 2"):
        read_heads(file)


def test_a_missing_file_of_heads_says_so():
    with pytest.raises(BadHeadFile, match="Không đọc được"):
        read_heads(Path("/khong/co/tep"))


def test_writers_at_the_same_time_make_one_chain(transactional_db):
    def writer():
        try:
            for _ in range(15):
                with transaction.atomic():
                    record(actor=Actor(), verb="x.y", at=AT)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=writer) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify_chain()
    assert report.is_whole
    assert report.events == 90


def test_a_rolled_back_event_leaves_no_gap(transactional_db):
    write(2)
    with transaction.atomic():
        write(3)
        transaction.set_rollback(True)
    write(2)
    assert verify_chain().events == 4
    assert verify_chain().is_whole


def test_reading_personal_data_is_written_without_foreign_keys(db):
    access = record_access(actor=Actor(), person=("p-1", "Trần Thị Bình"), purpose="Xét trợ cấp", channel="page", at=AT)
    kept = PersonAccess.objects.get(pk=access.pk)
    assert (kept.actor_id, kept.person_name, kept.purpose) == (7, "Trần Thị Bình", "Xét trợ cấp")
    assert not [field for field in PersonAccess._meta.get_fields() if field.is_relation]
