"""Lists as officers bring them, and the whole way of one into the register."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from tests.apps.people.factories import HERE, NOW, scope

from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.services import verify_chain
from ansinh.apps.people.models import ListImport
from ansinh.apps.people.services.imports.offering import choose_columns, offer_list
from ansinh.apps.people.services.imports.staging import stage_list
from ansinh.apps.people.services.imports.taking import take_list

HEAD = (
    "Mã hộ", "Họ và tên", "Quan hệ với chủ hộ", "Giới tính", "Ngày sinh", "Số CCCD", "Mã số BHXH", "Điện thoại", "Mã xã", "Thôn",
    "Số người", "Hộ nghèo",
)  # fmt: skip
HA = (
    "H1",
    "Tôn Nữ Thị Hạ",
    "Chủ hộ",
    "Nữ",
    "1951",
    "046151004321",
    "4600000017",
    "0905111222",
    "",
    "Tổ 7",
    "2",
    "Hộ nghèo",
)
AN = ("H1", "Đặng Văn Ân", "Con", "Nam", "02/05/1980", "046080001234", "", "", "", "Tổ 7", "2", "Hộ nghèo")
BE = ("H2", "Lê Thị Bé", "Chủ hộ", "Nữ", "09/03/1984", "", "", "", "", "Thôn 1", "1", "Không")
ROWS = (HA, AN, BE)
DAY = date(2026, 11, 1)


def as_csv(rows: Sequence[Sequence[str]] = ROWS, *, head: Sequence[str] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def changed(row: Sequence[str], **fields: str) -> tuple[str, ...]:
    """The same row with some cells otherwise, named as in the program: changed(HA, name="Tôn Nữ Hạ")."""
    names = (
        "code",
        "name",
        "relation",
        "sex",
        "birth",
        "number",
        "insurance",
        "phone",
        "commune",
        "village",
        "size",
        "poverty",
    )
    return tuple(fields.get(name, cell) for name, cell in zip(names, row, strict=True))


def stage(actor: Any, data: bytes, *, code: str = HERE, name: str = "ds.csv", as_of: date = DAY) -> ListImport:
    """Bring a list as far as its review."""
    place = scope(code)
    with within(place, actor=actor):
        row = offer_list(data=data, name=name, source="Danh sách rà soát 2026", as_of=as_of, actor=actor, now=NOW)
        choose_columns(import_id=row.pk, columns=row.columns, actor=actor, now=NOW)
    return stage_list(import_id=row.pk, actor=actor, scope=place, now=NOW, tell=lambda *_: None)


def take(actor: Any, row: ListImport, *, code: str = HERE) -> ListImport:
    """Take a reviewed list."""
    return take_list(import_id=row.pk, actor=actor, scope=scope(code), now=NOW)


def bring(actor: Any, data: bytes, **where: Any) -> ListImport:
    """Bring a list and take it."""
    return take(actor, stage(actor, data, **where), **({"code": where["code"]} if "code" in where else {}))


REGISTER = (
    "person", "personevent", "datakey", "identifier", "identifierevent", "household", "householdevent", "membership",
    "membershipevent", "povertyperiod", "povertyperiodevent", "village",
)  # fmt: skip


def picture() -> tuple[dict[str, int], str]:
    """How many rows every table of the register and its history has, and one digest over all of them; the chain holds."""
    counts, digests = {}, []
    with within(scope("46")), connection.cursor() as cursor:
        for table in REGISTER:
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM people_{table} t"  # noqa: S608
            )
            counts[table], digest = cursor.fetchone()
            digests.append(digest)
    assert verify_chain().is_whole
    return counts, "".join(digests)
