"""Requirement 17 (and the part of 16 that logging itself does): one event, one line of JSON; secrets stay out."""

from __future__ import annotations

import io
import json
import logging
from contextlib import contextmanager

import pytest
import structlog
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ansinh.site.logs import HIDDEN, configure

NASTY = [
    "Nguyễn\nVăn An",
    'An\r\n{"event": "giả"}',
    "An\x1b[31mđỏ\x1b[0m",
    "An\u2028Bình\u2029",
    "An\x00\x07\x85",
    "nửa chữ \ud800",
    "\u202eđảo chiều",
]


@contextmanager
def lines_of_log(json_lines=True):
    configure({"json": json_lines, "level": "INFO"})
    handler = logging.getLogger().handlers[0]
    handler.setStream(io.StringIO())
    try:
        yield handler.stream
    finally:
        configure({"json": True, "level": "INFO"})


@pytest.mark.parametrize("name", NASTY)
def test_a_name_with_control_characters_stays_in_one_line(name):
    with lines_of_log() as stream:
        structlog.get_logger("t").info("người dùng", who=name)
        logging.getLogger("django.x").warning("có lỗi với %s", name)
    written = stream.getvalue()
    assert written.count("\n") == 2
    assert not any(mark in written for mark in ("\r", "\x1b", "\x00", "\x07", "\x85", "\u2028", "\u2029", "\u202e"))
    for line in written.splitlines():
        json.loads(line)


@given(st.text())
def test_any_text_stays_in_one_line(name):
    with lines_of_log() as stream:
        structlog.get_logger("t").info(name, who=name, nhóm=[name, {"a": name}])
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["level"] == "info"


def test_an_exception_is_one_line_too():
    with lines_of_log() as stream:
        try:
            raise ValueError("dòng một\ndòng hai")
        except ValueError:
            structlog.get_logger("t").exception("hỏng")
    (line,) = stream.getvalue().splitlines()
    assert "ValueError" in json.loads(line)["exception"]


@pytest.mark.parametrize(
    ("fields", "secret"),
    [
        ({"password": "bí mật"}, "bí mật"),
        ({"form": {"csrfmiddlewaretoken": "abc123"}}, "abc123"),
        ({"sessionid": "k3y"}, "k3y"),
        ({"note": "CCCD 001099012345 của ông An"}, "001099012345"),
        ({"note": "gọi 0912 345 678"}, "0912 345 678"),
        ({"note": "gọi +84912345678"}, "+84912345678"),
        ({"note": "thư an.nguyen@example.vn"}, "an.nguyen@example.vn"),
        ({"rows": [{"personal_id": "001099012345"}]}, "001099012345"),
        ({"full_name": "Trần Thị Bình"}, "Trần Thị Bình"),
    ],
)
def test_secrets_and_personal_data_are_covered(fields, secret):
    with lines_of_log() as stream:
        structlog.get_logger("t").info("việc", **fields)
    assert secret not in stream.getvalue()
    assert HIDDEN in stream.getvalue()


def test_an_exception_does_not_carry_a_personal_number():
    with lines_of_log() as stream:
        try:
            raise ValueError("không thấy người có số 001099012345")
        except ValueError:
            logging.getLogger("t").exception("hỏng khi tìm 001099012345")
    assert "001099012345" not in stream.getvalue()


def test_figures_of_plans_are_not_taken_for_personal_data():
    with lines_of_log() as stream:
        structlog.get_logger("t").info("kế hoạch", amount=1234567890123, year=2026, text="Kế hoạch số 12/KH-UBND")
    line = json.loads(stream.getvalue())
    assert (line["amount"], line["year"], line["text"]) == (1234567890123, 2026, "Kế hoạch số 12/KH-UBND")


def test_each_request_carries_its_number(make_user):
    make_user("an")
    with lines_of_log() as stream:
        Client().post("/tai-khoan/dang-nhap/", {"login": "an\n\x1b[31m", "password": "rat-bi-mat"})
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert any(line.get("request_id") for line in lines)
    assert "rat-bi-mat" not in stream.getvalue()
