"""Rights over one's own data: clocks to the day, the law looked at first, and what an answer really does."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.apps.people.factories import HERE, NOW, unit, work_in

from ansinh.apps.accounts.models import Role
from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.benefits.services import end_receipt
from ansinh.apps.people.models import DataKey, Membership, Person
from ansinh.apps.people.services.refusals import ChangedMeanwhile, Refused
from ansinh.apps.privacy import services
from ansinh.apps.privacy.law import rights
from ansinh.apps.privacy.models import DataRequest, RequestKind
from ansinh.apps.privacy.selectors import ANSWERED, LATE, OPEN, count_requests, list_requests
from ansinh.apps.privacy.services import Asked

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
STATE_TASK = "Điều 19 Luật số 91/2025/QH15"


def ask(world: SimpleNamespace, kind: str = "view", received: date = date(2026, 11, 20), **more: Any) -> DataRequest:
    work_in(actor=world.officer)
    asked = Asked(kind, received, "Muốn biết sổ ghi gì về mình", **more)
    return services.register_request(person_id=world.head.pk, asked=asked, actor=world.officer, now=NOW, today=TODAY)


def given(world: SimpleNamespace, row: DataRequest, actor: Any = None) -> dict[str, Any]:
    version = DataRequest.objects.get(pk=row.pk).version
    return {"request_id": row.pk, "expected_version": version, "actor": actor or world.officer, "now": NOW}


def answered(world: SimpleNamespace, row: DataRequest, outcome: str = "done", actor: Any = None) -> DataRequest:
    services.check_basis(duty="", **given(world, row))
    return services.answer(outcome=outcome, basis="", text="Đã làm xong", **given(world, row, actor))


def test_the_table_of_rights_is_the_one_of_the_forms() -> None:
    assert [(code, right.label) for code, right in rights().items()] == list(RequestKind.choices)
    assert {right.evidence for right in rights().values()} == {"secondary"}


@pytest.mark.parametrize(
    ("kind", "received", "acknowledged", "due", "with_processors", "extended"),
    [
        # Friday: two working days are Monday and Wednesday, for Tuesday 24/11 is a day off.
        ("view", date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 5), date(2026, 12, 10)),
        ("correct", date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 12), date(2026, 11, 17), date(2026, 11, 22)),
        ("provide", date(2026, 11, 21), date(2026, 11, 25), date(2026, 12, 1), date(2026, 12, 6), date(2026, 12, 11)),
        ("withdraw", date(2026, 11, 16), date(2026, 11, 18), date(2026, 12, 1), date(2026, 12, 6), date(2026, 12, 16)),
        ("restrict", date(2026, 11, 16), date(2026, 11, 18), date(2026, 12, 1), date(2026, 12, 6), date(2026, 12, 16)),
        ("object", date(2026, 11, 16), date(2026, 11, 18), date(2026, 12, 1), date(2026, 12, 6), date(2026, 12, 16)),
        ("delete", date(2026, 11, 16), date(2026, 11, 18), date(2026, 12, 6), date(2026, 12, 16), date(2026, 12, 26)),
        ("protect", date(2026, 11, 16), date(2026, 11, 18), date(2026, 12, 1), None, None),
    ],
)
def test_each_clock_ends_on_its_day(
    world: SimpleNamespace, kind: str, received: date, acknowledged: date, due: date, with_processors: date | None,
    extended: date | None,
) -> None:  # fmt: skip
    row = ask(world, kind, received)
    assert (row.acknowledge_date, row.due_date) == (acknowledged, due)
    if with_processors is None:
        with pytest.raises(Refused, match="không có thời hạn riêng"):
            ask(world, kind, received, has_processors=True)
        with pytest.raises(Refused, match="Chưa biết văn bản cho gia hạn"):
            services.extend(reason="Hồ sơ ở kho", today=TODAY, **given(world, row))
        return
    through = ask(world, kind, received, has_processors=True)
    assert through.due_date == with_processors
    with pytest.raises(Refused, match="Chưa biết văn bản cho gia hạn"):
        services.extend(reason="Hồ sơ ở kho", today=TODAY, **given(world, through))
    # On the last day it may still be lengthened, a day later it may not.
    with pytest.raises(Refused, match="Đã quá hạn"):
        services.extend(reason="Hồ sơ ở kho", today=due + timedelta(days=1), **given(world, row))
    with pytest.raises(Refused, match="Thiếu lý do"):
        services.extend(reason=" ", today=due, **given(world, row))
    assert services.extend(reason="Hồ sơ ở kho", today=due, **given(world, row)).due_date == extended
    with pytest.raises(Refused, match="đã gia hạn một lần"):
        services.extend(reason="Thêm nữa", today=due, **given(world, row))


def test_what_is_due_today_is_not_late_and_tomorrow_it_is(world: SimpleNamespace) -> None:
    row = ask(world)
    for on, late, due in (
        (row.acknowledge_date, 0, 1),
        (row.acknowledge_date + timedelta(days=1), 1, 0),
    ):
        counts = count_requests(on=on)
        assert (counts.waiting, counts.late, counts.due_today) == (1, late, due)
    services.acknowledge(**given(world, row))
    for on, late in ((row.due_date, 0), (row.due_date + timedelta(days=1), 1)):
        assert count_requests(on=on).late == late
        assert list_requests(which=LATE, on=on).count() == late
    answered(world, row)
    assert count_requests(on=date(2027, 1, 1)).late == 0
    assert [list_requests(which=each, on=TODAY).count() for each in (OPEN, ANSWERED)] == [0, 1]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Asked("library", TODAY, "x"), "Chưa chọn yêu cầu"),
        (Asked("view", TODAY + timedelta(days=1), "x"), "sau hôm nay"),
        (Asked("view", date(2025, 12, 31), "x"), "hiệu lực từ 01/01/2026"),
        (Asked("view", TODAY, "  "), "Thiếu nội dung"),
        (Asked("view", TODAY, "x", asker="representative"), "phải có tên"),
        (Asked("view", TODAY, "x", asker_name="Lê Văn A"), "để trống tên"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_request_that_cannot_be_is_refused(world: SimpleNamespace, asked: Asked, sentence: str) -> None:
    work_in(actor=world.officer)
    with pytest.raises(Refused, match=sentence):
        services.register_request(person_id=world.head.pk, asked=asked, actor=world.officer, now=NOW, today=TODAY)
    assert not DataRequest.objects.exists()


def test_the_law_is_looked_at_before_anything_is_answered(world: SimpleNamespace) -> None:
    row = ask(world, "object")
    with pytest.raises(Refused, match="Chưa xem căn cứ pháp lý"):
        services.answer(outcome="done", basis="", text="Đã thôi", **given(world, row))
    with pytest.raises(Refused, match="không nêu điều của văn bản nào"):
        services.check_basis(duty="theo quy định", **given(world, row))
    services.check_basis(duty="điều 19 luật 91/2025/QH15", **given(world, row))
    with pytest.raises(Refused, match="Trả lời bằng căn cứ ấy"):
        services.answer(outcome="done", basis="", text="Đã thôi", **given(world, row))
    done = services.answer(outcome="refused", basis="", text="Phải xét trợ cấp", **given(world, row))
    assert (done.basis, done.outcome) == (STATE_TASK, "refused")
    with pytest.raises(Refused, match="đã trả lời"):
        services.acknowledge(**given(world, row))
    stale = {**given(world, ask(world)), "expected_version": 7}
    with pytest.raises(ChangedMeanwhile):
        services.acknowledge(**stale)
    # Refusing for another reason needs an article as well.
    other = ask(world)
    services.check_basis(duty="", **given(world, other))
    with pytest.raises(Refused, match="không nêu điều"):
        services.answer(outcome="refused", basis="", text="Không được", **given(world, other))


def test_deletion_stands_behind_the_duty_to_keep_and_a_second_person(
    world: SimpleNamespace, make_user: Callable[..., Any]
) -> None:
    row = ask(world, "delete")
    with pytest.raises(Refused, match=r"Đang là thành viên một hộ.*Đang nhận Trợ cấp hưu trí xã hội từ 01/07/2025"):
        services.check_basis(duty="", **given(world, row))
    end_receipt(receipt_id=world.receipt.pk, day=date(2026, 11, 1), actor=world.officer, now=NOW)
    Membership.objects.filter(person=world.head).update(valid_to=date(2026, 11, 1))
    services.check_basis(duty="", **given(world, row))
    with pytest.raises(Refused, match="lãnh đạo của địa bàn quyết định"):
        services.answer(outcome="done", basis="", text="Đã xóa", **given(world, row))
    both = make_user("kiem", Role.COMMUNE_OFFICER, Role.CHAIR, scope_unit=unit(HERE))
    work_in(actor=both)
    own = services.register_request(
        person_id=world.child.pk, asked=Asked("delete", TODAY, "Xóa"), actor=both, now=NOW, today=TODAY
    )
    Membership.objects.filter(person=world.child).update(valid_to=date(2026, 11, 1))
    services.check_basis(duty="", **given(world, own))
    with pytest.raises(Refused, match="không tự xóa"):
        services.answer(outcome="done", basis="", text="Đã xóa", **given(world, own, both))
    alone = DataRequest.objects.filter(pk=own.pk)
    with pytest.raises(IntegrityError, match="deleted_by_another"), transaction.atomic():
        alone.update(outcome="done", answered_at=NOW, answered_by_id=both.pk, checked_at=NOW)
    done = services.answer(outcome="done", basis="", text="Đã xóa hết", **given(world, row, world.chair))
    person = Person.objects.get(pk=world.head.pk)
    assert (person.full_name, person.erased_basis) == ("", "Điều 14 Luật số 91/2025/QH15")
    assert not DataKey.objects.filter(person=person).exists(), "what is left sealed anywhere does not open any more"
    row = DataRequest.objects.get(pk=done.pk)
    assert (row.kind, row.basis, row.outcome, row.received_date) == (
        "delete",
        person.erased_basis,
        "done",
        date(2026, 11, 20),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT string_agg(r::text, ' ') FROM privacy_datarequest r WHERE person_id = %(who)s),"
                       " (SELECT string_agg(e::text, ' ') FROM privacy_datarequestevent e WHERE person_id = %(who)s),"
                       " (SELECT string_agg(e::text, ' ') FROM audit_event e)", {"who": person.pk})  # fmt: skip
        left = json.dumps(cursor.fetchone(), ensure_ascii=False)
    assert not [word for word in ("Muốn biết", "Đã xóa hết", "Tôn Nữ") if word in left]


def test_a_restriction_really_restricts(
    world: SimpleNamespace, client: Client, browser_of: Callable[..., Client]
) -> None:
    row = ask(world, "restrict")
    answered(world, row)
    where = f"/nguoi/{world.head.pk}/"
    hidden = ("1951", "4321", "Nặng", "500.000", "Tổ 7")
    closed = client.get(where)
    text = closed.content.decode()
    assert closed.status_code == 403
    assert "Hạn chế xử lý dữ liệu từ" in text
    assert f"/yeu-cau-du-lieu/{row.pk}/" in text, "the request itself is found"
    assert not [word for word in hidden if word in text]
    for page in ("sua/", "dien-bien/", "quyen-loi/"):
        assert client.get(where + page).status_code == 403
    reason = {"kind": "personal_id", "reason": "Đối chiếu hồ sơ 12"}
    assert client.post(where + "xem-so/", reason).status_code == 403
    assert client.post(where + "thong-tin/", {"name": "pregnant", "value": "có", "source": "x"}).status_code == 403
    found = client.get("/nguoi/", {"thon": ""}).content.decode()
    assert "Tôn Nữ Thị Hạ" in found
    assert "hạn chế xử lý" in found
    assert "1951" not in found
    file = client.post("/nguoi/tai-ve/", {"purpose": "Rà soát hộ nghèo 2026"})
    cells = [str(cell.value) for sheet in load_workbook(io.BytesIO(file.content)) for line in sheet for cell in line]
    assert "Đặng Văn Ân" in cells
    assert "Tôn Nữ Thị Hạ" not in cells
    # For a lawful purpose it opens, on that answer only, and that is written.
    assert client.post(where + "mo-han-che/", {"reason": "xem"}).status_code == 422
    opened = client.post(where + "mo-han-che/", {"basis": "article_19", "reason": "Xét trợ cấp hồ sơ 12"})
    text = opened.content.decode()
    assert opened.status_code == 200
    assert "1951" in text
    assert "Sửa thông tin" not in text
    look = PersonAccess.objects.get(channel="restricted")
    assert "Điều 19 Luật số 91/2025/QH15). Xét trợ cấp hồ sơ 12" in look.purpose
    assert client.get(where).status_code == 403
    report = browser_of(world.chair).get(where + "ai-da-xem/").content.decode()
    for words in ("Mở khi đang hạn chế xử lý", "Xét trợ cấp hồ sơ 12", str(world.officer)):
        assert words in report
    assert client.get(where + "ai-da-xem/").status_code == 403, "the report is for those who supervise"
    version = DataRequest.objects.get(pk=row.pk).version if work_in() else 0
    assert client.post(f"/yeu-cau-du-lieu/{row.pk}/", {"act": "lift", "version": version}).status_code == 302
    assert client.get(where).status_code == 200


def test_an_officer_goes_from_the_person_to_the_answer(
    world: SimpleNamespace, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    person = f"/nguoi/{world.child.pk}/"
    assert "Ghi một yêu cầu" in client.get(person).content.decode()
    today, asked = timezone.localdate(), {"kind": "correct", "asked": "Sửa ngày sinh", "asker": "self"}
    wrong = client.post(
        person + "yeu-cau-du-lieu/", {**asked, "received_date": f"{today + timedelta(days=1):%d/%m/%Y}"}
    )
    assert (wrong.status_code, "sau hôm nay" in wrong.content.decode()) == (422, True)
    where = client.post(person + "yeu-cau-du-lieu/", {**asked, "received_date": f"{today:%d/%m/%Y}"})["Location"]
    assert "Sửa dữ liệu của mình" in client.get(person).content.decode()
    text = client.get(where).content.decode()
    for words in (
        "Sửa ngày sinh",
        "chưa đối chiếu văn bản gốc",
        "Điều 5 Nghị định số 356/2025/NĐ-CP",
        "2 ngày làm việc",
    ):
        assert words in text
    assert "Ghi trả lời" not in text, "the legal basis comes first"
    acts: list[dict[str, Any]] = [
        {"act": "acknowledge"},
        {"act": "extend", "reason": "Chờ giấy khai sinh"},
        {"act": "check", "duty": ""},
        {"act": "answer", "outcome": "done", "text": "Đã sửa theo giấy khai sinh"},
    ]
    for version, act in enumerate(acts, start=1):
        answer = client.post(where, {**act, "version": version})
        assert answer.status_code == 302, answer.content.decode()
    stale = client.post(where, {"act": "acknowledge", "version": 1})
    assert stale.status_code == 422
    work_in()
    assert (DataRequest.objects.get().outcome, DataRequest.objects.get().version) == ("done", 5)
    for page in (where, "/yeu-cau-du-lieu/", "/yeu-cau-du-lieu/?xem=da-tra-loi", "/yeu-cau-du-lieu/?xem=qua-han"):
        with django_assert_max_num_queries(30):
            assert client.get(page).status_code == 200
