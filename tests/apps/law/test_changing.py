"""Law-change day: a decree goes in, its figures are given to parameters, two officials confirm, the province reckons with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from tests.apps.law.conftest import PDF
from tests.apps.people.factories import NOW
from tests.files.makers import docx, p
from tests.rulebook.test_decree import DECREE

from ansinh.apps.audit.models import Event
from ansinh.apps.law.models import CheckState, LawChange, NewValue
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.selectors.changing import list_changes, read_change, systems_of
from ansinh.apps.law.selectors.confirmed import confirmed_system, law_known_on, law_suffix
from ansinh.apps.law.services.changing import (
    add_change,
    attach_value,
    confirm_value,
    refuse_value,
    withdraw_value,
)
from ansinh.core.rules.parameters import Evidence
from ansinh.core.rules.system import System
from ansinh.rulebook.book import STATE, national_system

pytestmark = pytest.mark.django_db
NEW_DAY, IN_FORCE = date(2027, 7, 1), date(2027, 9, 15)


def take_in(officials: SimpleNamespace, **changed: Any) -> LawChange:
    fields = {
        "number": "901/2027/NĐ-CP", "title": "Mức chuẩn mới", "name": "nd901.pdf", "content": PDF, "pages": 5,
        "body": DECREE, "in_force_from": IN_FORCE, "applied_from": NEW_DAY, "actor": officials.first, "now": NOW,
    }  # fmt: skip
    return add_change(**(fields | changed))


def attach(officials: SimpleNamespace, change: LawChange, **changed: Any) -> NewValue:
    fields = {
        "change_id": change.pk, "key": "sa.standard", "typed": "600.000", "applied_from": NEW_DAY,
        "in_force_from": IN_FORCE, "reference": "khoản 1 Điều 1 Nghị định số 901/2027/NĐ-CP", "page": 1,
        "quote": "là 600.000 đồng/tháng", "actor": officials.first, "now": NOW,
    }  # fmt: skip
    return attach_value(**(fields | changed))


def standard(system: System, month: str, known_on: date) -> int:
    return system.month(month, known_on=known_on).number("sa.standard")


def test_a_new_value_counts_once_two_have_read_it_in_that_province_from_its_day(officials: SimpleNamespace) -> None:
    row = attach(officials, take_in(officials))
    before, after = systems_of(row.change_id, province="46", on=NOW.date())
    assert before is national_system()
    assert standard(after, "2027-08", IN_FORCE) == 600_000, "what would follow can be worked out before it is confirmed"
    assert confirmed_system(province="46", on=NOW.date()) is national_system()
    with pytest.raises(Refused, match="Người ghi giá trị mới không xác nhận được"):
        confirm_value(value_id=row.pk, read_again="600.000", actor=officials.first, now=NOW)
    with pytest.raises(Refused, match=r"Bạn đọc là 660\.000 đồng, người thứ nhất đọc là 600\.000 đồng"):
        confirm_value(value_id=row.pk, read_again="660.000", actor=officials.second, now=NOW)
    confirm_value(value_id=row.pk, read_again="600 000 đồng", actor=officials.second, now=NOW)
    system = confirmed_system(province="46", on=NOW.date())
    assert standard(system, "2027-06", IN_FORCE) == 540_000
    assert standard(system, "2027-08", IN_FORCE) == 600_000
    assert standard(system, "2027-08", date(2027, 9, 14)) == 540_000, "not known before it is in force: arrears"
    until = date(2027, 9, 30)
    assert law_known_on(province="46", on=NOW.date()) == law_known_on(province="14", on=until) == STATE
    assert law_known_on(province="46", on=NOW.date(), until=until) == IN_FORCE, "by the end of the month asked about"
    assert law_known_on(province="46", on=IN_FORCE) == IN_FORCE, "today, for any month"
    value = system.parameters["sa.standard"].values[-1]
    assert value.evidence is Evidence.CONFIRMED
    assert value.checked == "đã đối chiếu: thành phố Huế, tệp nd901.pdf, trang 1"
    assert confirmed_system(province="14", on=NOW.date()) is national_system()
    assert law_suffix(province="46", on=NOW.date()).startswith("+")
    assert law_suffix(province="14", on=NOW.date()) == ""
    assert [counts for _change, *counts in list_changes(province="46")] == [[1, 0]]
    assert list(Event.objects.filter(verb__endswith="_value").order_by("pk").values_list("verb", flat=True)) == [
        "law.attach_value",
        "law.confirm_value",
    ]
    withdraw_value(value_id=row.pk, reason="Có đính chính", actor=officials.third, now=NOW)
    assert confirmed_system(province="46", on=NOW.date()) is national_system()
    assert attach(officials, row.change).state == CheckState.WAITING


def test_the_text_is_read_from_the_file_where_it_holds_text(officials: SimpleNamespace) -> None:
    content = docx("".join(p(line) for line in DECREE.splitlines()))
    change = take_in(officials, body="", content=content, name="nd901.docx")
    proposed = read_change(change).read.proposed
    assert [each.raw for each in proposed][:2] == ["600.000 đồng", "650.000 đồng"]
    assert proposed[0].reference == "khoản 1 Điều 1 Nghị định số 901/2027/NĐ-CP"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"key": "khong.co"}, "Chọn tham số"),
        ({"key": "ncc.table.tb"}, "Bảng có 80 dòng, bạn gõ 1 dòng"),
        ({"reference": "đâu đó"}, "Không đọc được chỗ đứng"),
        ({"reference": "khoản 1 Điều 1 Nghị định số 20/2021/NĐ-CP"}, "Không đọc được chỗ đứng"),
        ({"typed": "sáu trăm"}, "không đọc được"),
        ({"page": 6}, "Trang phải từ 1 đến 5"),
        ({"quote": " "}, "Chép câu"),
        ({"applied_from": date(2026, 7, 1), "in_force_from": date(2026, 10, 5)}, "Đối chiếu giá trị ấy"),
    ],
)
def test_a_value_that_cannot_be_is_refused(officials: SimpleNamespace, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        attach(officials, take_in(officials), **changed)
    assert not NewValue.objects.exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"number": "nghị định mới"}, "Không đọc được số, ký hiệu"),
        ({"body": "Điều 1"}, "Văn bản quá ngắn"),
        ({"body": "", "content": PDF}, "Hoặc dán chữ của văn bản"),
        ({"name": "nd901.exe"}, "không thuộc loại được giữ"),
    ],
)
def test_a_decree_that_cannot_be_read_is_refused(
    officials: SimpleNamespace, changed: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        take_in(officials, **changed)
    assert not LawChange.objects.exists()


def test_the_database_holds_two_people_and_what_was_written(officials: SimpleNamespace) -> None:
    change = take_in(officials)
    assert take_in(officials, actor=officials.second) == change, "the same file twice is one"
    row = attach(officials, change)
    with pytest.raises(Refused, match="đã có giá trị mới từ ngày ấy"):
        attach(officials, change, typed="610.000")
    with connection.cursor() as cursor:
        for statement, error in (
            ("UPDATE law_newvalue SET state = 'confirmed', read_again = 'x', decided_at = now(), decided_by_id = proposed_by_id", IntegrityError),
            ("UPDATE law_newvalue SET value = 1", ProgrammingError),
            ("UPDATE law_lawchange SET body = 'x'", ProgrammingError),
            ("DELETE FROM law_newvalue", ProgrammingError),
        ):  # fmt: skip
            with pytest.raises(error), transaction.atomic():
                cursor.execute(statement)
    with pytest.raises(NotHere):
        confirm_value(value_id=row.pk, read_again="600.000", actor=officials.elsewhere, now=NOW)
    with pytest.raises(Refused, match="cấp tỉnh"):
        confirm_value(value_id=row.pk, read_again="600.000", actor=officials.commune_chair, now=NOW)
    refuse_value(value_id=row.pk, reason="Sai trang", actor=officials.second, now=NOW)
    with pytest.raises(Refused, match="không còn chờ: bị từ chối"):
        confirm_value(value_id=row.pk, read_again="600.000", actor=officials.third, now=NOW)


def test_a_decree_goes_in_and_a_figure_is_attached_and_confirmed_on_the_pages(
    officials: SimpleNamespace, browser_of: Callable[..., Client]
) -> None:
    first, second = browser_of(officials.first), browser_of(officials.second)
    sent = {
        "number": "901/2027/NĐ-CP", "title": "Mức chuẩn mới", "pages": "5", "in_force_from": "15/9/2027",
        "applied_from": "1/7/2027", "body": DECREE, "file": SimpleUploadedFile("nd901.pdf", PDF),
    }  # fmt: skip
    assert (
        first.post("/luat/doi-luat/", sent | {"number": "", "file": SimpleUploadedFile("a.pdf", PDF)}).status_code
        == 422
    )
    answer = first.post("/luat/doi-luat/", sent)
    change = LawChange.objects.get()
    path = f"/luat/doi-luat/{change.pk}/"
    assert answer["Location"] == path
    page = " ".join(first.get(path).content.decode().split())
    assert '<mark class="t" id="cho-1">600.000 đồng' in page
    assert "1. 600.000 đồng: Mức chuẩn trợ giúp xã hội" in page
    assert read_change(change).read.proposed[0].candidates[0] == "sa.standard"
    value = {
        "no": "1", "key": "sa.standard", "typed": "600.000", "applied_from": "1/7/2027", "in_force_from": "15/9/2027",
        "page": "1",
    }  # fmt: skip
    wrong = first.post(path, value | {"page": "9"})
    assert wrong.status_code == 422
    assert "Trang phải từ 1 đến 5" in wrong.content.decode()
    assert first.post(path, value | {"no": "99"}).status_code == 404
    assert first.post(path, value).status_code == 302
    row = NewValue.objects.get()
    assert row.reference == "khoản 1 Điều 1 Nghị định số 901/2027/NĐ-CP"
    assert "Nhờ người khác của tỉnh đọc lại" in first.get(path).content.decode()
    theirs = second.get(path).content.decode()
    assert "đọc lại rồi gõ" in theirs, "the second reads before seeing what the first typed"
    second.post(f"/luat/doi-luat/gia-tri/{row.pk}/", {"act": "confirm", "read_again": "600.000"})
    row.refresh_from_db()
    assert row.state == CheckState.CONFIRMED
    assert "600.000 đồng" in second.get("/luat/tham-so/sa.standard/").content.decode()
    assert "600.000 đồng" not in browser_of(officials.elsewhere).get("/luat/tham-so/sa.standard/").content.decode()
    stranger = browser_of(officials.elsewhere)
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"/luat/doi-luat/gia-tri/{row.pk}/", {"act": "withdraw", "reason": "x"}).status_code == 404
    assert browser_of(officials.commune).get("/luat/doi-luat/").status_code == 403


def test_a_whole_table_goes_in_and_is_read_again_row_by_row(officials: SimpleNamespace) -> None:
    change = take_in(officials)
    keys = list(national_system().parameters["ncc.monthly"].values[-1].value)  # type: ignore[arg-type]
    printed = [f"{at}. dòng {key}: {1_000_000 + 1000 * at:,} đồng".replace(",", ".") for at, key in enumerate(keys, 1)]
    row = attach(officials, change, key="ncc.monthly", typed="\n".join(printed), reference="Phụ lục I")
    assert row.reference == "Phụ lục I Nghị định số 901/2027/NĐ-CP"
    wrong = [*printed[:6], "9.999.000", *printed[7:]]
    with pytest.raises(
        Refused, match=r"Dòng 7 \(2\.2 Thân nhân: tuất hằng tháng\): bạn đọc là 9\.999\.000, người thứ nhất"
    ):
        confirm_value(value_id=row.pk, read_again="\n".join(wrong), actor=officials.second, now=NOW)
    confirm_value(value_id=row.pk, read_again="\n".join(printed), actor=officials.second, now=NOW)
    value = confirmed_system(province="46", on=NOW.date()).parameters["ncc.monthly"].values[-1].value
    assert list(value) == keys, "the rows stand in the order of the rulebook"  # type: ignore[arg-type]
    assert value["ncc.bmvnah"] == 1_000_000 + 1000 * (keys.index("ncc.bmvnah") + 1)  # type: ignore[index]


def test_a_figure_that_was_not_found_is_written_by_hand(
    officials: SimpleNamespace, browser_of: Callable[..., Client]
) -> None:
    change = take_in(officials)
    client, path = browser_of(officials.first), f"/luat/doi-luat/{change.pk}/"
    sent = {
        "no": "khac", "key": "sa.coef.k8_hiv_poor", "typed": "không còn", "reference": "khoản 3 Điều 2",
        "applied_from": "1/7/2027", "in_force_from": "15/9/2027", "page": "2",
    }  # fmt: skip
    assert client.post(path, sent | {"typed": "hai phẩy"}).status_code == 422
    assert client.post(path, sent).status_code == 302
    row = NewValue.objects.get()
    assert (row.value, row.reference) == (None, "khoản 3 Điều 2 Nghị định số 901/2027/NĐ-CP")
    assert "không còn" in client.get(path).content.decode()
    confirm_value(value_id=row.pk, read_again="bãi bỏ", actor=officials.second, now=NOW)
    system = confirmed_system(province="46", on=NOW.date())
    assert system.month("2027-08", known_on=IN_FORCE).number("sa.coef.k8_hiv_poor") == 0
