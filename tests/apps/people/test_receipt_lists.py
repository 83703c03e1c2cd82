"""Lists of who receives what: every row checked and held against the register, reviewed, taken or thrown away as one."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.people.factories import HERE, NOW, THERE, scope, unit
from tests.apps.people.lists import as_csv, picture, take

from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.benefits.models import Receipt
from ansinh.apps.benefits.services import end_receipt
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import execute
from ansinh.apps.people.models import ImportPiece, ListImport, Person, RowChange
from ansinh.apps.people.selectors.imports import get_list_page
from ansinh.apps.people.services.imports.offering import ask_to_take, choose_columns, offer_list, throw_list
from ansinh.apps.people.services.imports.staging import stage_list
from ansinh.apps.people.services.imports.taking import RegisterChanged
from ansinh.apps.people.services.persons import record_death, register_person
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.cli.people_import import bring as bring_by_command

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = (
    "Họ và tên",
    "Số CCCD",
    "Mã số BHXH",
    "Ngày sinh",
    "Thôn",
    "Chế độ",
    "Tên khoản",
    "Mức hưởng",
    "Từ tháng",
    "Đến tháng",
)
PENSION, ASSISTANCE = "Trợ cấp hưu trí xã hội", "tro cap xa hoi hang thang"
HA = ("Tôn Nữ Thị Hạ", "046151004321", "", "1951", "Tổ 7", PENSION, "", "500.000", "07/2025", "")
AN = ("Đặng Văn Ân", "", "", "02/05/1980", "", ASSISTANCE, "", "750.000 đồng", "tháng 3/2026", "12/2026")
DAY = date(2026, 11, 1)
Row = Sequence[str]


def but(row: Row, **cells: str) -> Row:
    """The same row with some cells otherwise."""
    names = ("name", "number", "insurance", "birth", "village", "programme", "called", "amount", "start", "end")
    return tuple(cells.get(name, cell) for name, cell in zip(names, row, strict=True))


def stage(actor: Any, rows: Sequence[Row], *, topic: str = "", code: str = HERE, head: Row = HEAD) -> ListImport:
    place = scope(code)
    given = {"source": "Danh sách chi trả 11/2026", "as_of": DAY, "actor": actor, "now": NOW}
    with within(place, actor=actor):
        row = offer_list(data=as_csv(rows, head=head), name="chi tra.csv", kind="receipts", topic=topic, **given)
        choose_columns(import_id=row.pk, columns=row.columns, actor=actor, now=NOW)
    return stage_list(import_id=row.pk, actor=actor, scope=place, now=NOW, tell=lambda *_: None)


def received() -> list[tuple[str, str, int, str, str]]:
    """Who receives what, in the order of names and days."""
    with within(scope("46")):
        rows = Receipt.objects.select_related("person").order_by("person__sort_key", "programme", "valid_from")
        return [
            (row.person.full_name, row.programme, row.amount_vnd, f"{row.valid_from}", f"{row.valid_to or ''}")
            for row in rows
        ]


def faults(row: ListImport) -> dict[str, str]:
    """What the review says is wrong, by cell."""
    with within(scope()):
        return {line.where: line.reason for line in get_list_page(row).faults}


BEFORE = [("Tôn Nữ Thị Hạ", "social_pension", 500_000, "2025-07-01", "")]
AFTER = [("Đặng Văn Ân", "social_assistance", 750_000, "2026-03-01", "2027-01-01"), *BEFORE]


def test_a_list_is_taken_as_one_and_the_same_again_changes_nothing(world: SimpleNamespace) -> None:
    row = stage(world.officer, [HA, AN])
    assert (row.state, row.counts) == (
        "review", {"rows": 2, "new": 1, "changed": 0, "same": 1, "held": 0, "absent": 0},
    )  # fmt: skip
    assert received() == BEFORE, "nothing is written before the list is taken"
    with within(scope()):
        (line,) = get_list_page(row).changes
        assert line.person is not None
        assert line.person.full_name == "Đặng Văn Ân"
        assert line.fields == [
            ("Trợ cấp xã hội hằng tháng", "chưa có", "750.000 đồng từ 01/03/2026 đến trước 01/01/2027")
        ]
    take(world.officer, row)
    assert received() == AFTER
    with within(scope()):
        made = Receipt.objects.get(person=world.child)
        assert (made.source, made.unit_no) == ("Danh sách chi trả 11/2026", unit(HERE).number)
        assert isinstance(made.amount_vnd, int)
        assert made.events.count() == 1  # type: ignore[attr-defined]
        assert not RowChange.objects.exists()
    event = Event.objects.get(verb="people.take_list")
    assert event.detail["list"] == "receipts"
    # The same file is refused; the same rows in another file change nothing, so there is nothing to take.
    with pytest.raises(Refused, match="đã nhận vào sổ"):
        stage(world.officer, [HA, AN])
    again = stage(world.officer, [AN, HA])
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 2)
    with within(scope(), actor=world.officer), pytest.raises(Refused, match="không có gì mới"):
        ask_to_take(import_id=again.pk, actor=world.officer, now=NOW)
    assert received() == AFTER


def test_every_wrong_cell_is_told_with_what_to_do(world: SimpleNamespace) -> None:
    with within(scope(), actor=world.officer):
        given: dict[str, Any] = {"commune": unit(HERE), "birth_precision": "day", "actor": world.officer, "now": NOW}
        for _ in range(2):
            register_person(full_name="Lê Văn Hai", birth_date=date(1940, 1, 2), **given)
        dead = register_person(full_name="Lê Thị Mất", birth_date=date(1941, 1, 2), **given)
        record_death(
            person_id=dead.pk,
            expected_version=1,
            death_date=date(2026, 2, 1),
            source="Giấy",
            actor=world.officer,
            now=NOW,
        )
        closed = register_person(full_name="Lê Thị Kín", birth_date=date(1942, 1, 2), **given)
        Person.objects.filter(pk=closed.pk).update(restricted_at=NOW, restricted_basis="Điều 4")
    hai = but(AN, name="Lê Văn Hai", birth="02/01/1940")
    row = stage(
        world.officer,
        [
            HA,  # 2
            but(AN, name="Người Lạ", number="046180000012"),  # 3: no such number, no such name
            but(AN, name="Người Lạ"),  # 4: no such name
            but(AN, birth="1980"),  # 5: a name alone
            hai,  # 6: two fit
            but(AN, programme="Tiền nước"),  # 7
            but(AN, programme=""),  # 8
            but(AN, amount="1,5 triệu"),  # 9
            but(AN, amount="0"),  # 10
            but(AN, amount=""),  # 11
            but(AN, start="2026"),  # 12
            but(AN, start="13/2026"),  # 13
            but(AN, end="02/2026"),  # 14
            but(HA, amount="540.000"),  # 15: twice
            but(AN, name="Lê Thị Mất", birth="02/01/1941"),  # 16: dead before
            but(AN, name="Lê Thị Kín", birth="02/01/1942"),  # 17: restricted
            but(HA, name="Tôn Nữ Thị Hòa"),  # 18: the number of another name
            but(AN, programme="Khoản khác"),  # 19: no name of it
            but(HA, number="04615100432"),  # 20: not twelve digits
            but(AN, amount="-5"),  # 21
        ],
    )
    found = faults(row)
    told = {
        "Ô B3": "không ai trong sổ của địa bàn mang số này hay cùng họ tên, ngày sinh",
        "Ô A4": "không ai trong sổ của địa bàn cùng họ tên, ngày sinh",
        "Ô A5": "chỉ có họ tên thì không rõ là ai; ghi số định danh",
        "Ô A6": "trong sổ có 2 người cùng tên, ngày sinh",
        "Ô F7": "chế độ “Tiền nước” không rõ; viết như ở ô “Chế độ của cả danh sách”",
        "Ô F8": "thiếu chế độ",
        "Ô H9": "mức “1,5 triệu” không phải số đồng nguyên",
        "Ô H10": "phải lớn hơn 0",
        "Ô H11": "thiếu mức mỗi tháng",
        "Ô I12": "chỉ có năm",
        "Ô I13": "không phải một ngày",
        "Ô J14": "kết thúc trước khi bắt đầu",
        "Ô A15": "đã có ở dòng 2",
        "Ô I16": "đã ghi là chết ngày 01/02/2026",
        "Ô A17": "đang hạn chế xử lý dữ liệu",
        "Ô A18": "của người có họ tên khác",
        "Ô G19": "khoản khác phải có tên",
        "Ô B20": "phải có 12",
        "Ô H21": "không phải số đồng nguyên",
    }
    assert found.keys() == told.keys()
    for cell, words in told.items():
        assert words in found[cell], cell
    assert (row.counts["rows"], row.counts["same"], row.counts["held"]) == (20, 1, 19)
    assert received() == BEFORE


@pytest.mark.parametrize(
    ("row", "words", "after"),
    [
        (
            but(HA, amount="540.000", start="07/2026"),
            ("500.000 đồng từ 01/07/2025", "540.000 đồng từ 01/07/2026"),
            [("social_pension", 500_000, "2025-07-01", "2026-07-01"), ("social_pension", 540_000, "2026-07-01", "")],
        ),
        (
            but(HA, amount="540000"),
            ("500.000 đồng từ 01/07/2025", "540.000 đồng từ 01/07/2025"),
            [("social_pension", 540_000, "2025-07-01", "")],
        ),
        (
            but(HA, start="01/2026", end="15/12/2026"),
            ("500.000 đồng từ 01/07/2025", "500.000 đồng từ 01/07/2025 đến trước 16/12/2026"),
            [("social_pension", 500_000, "2025-07-01", "2026-12-16")],
        ),
    ],
    ids=["another amount from a later month", "another amount from the same month", "an end"],
)
def test_another_amount_is_shown_and_follows_the_one_before(
    world: SimpleNamespace, row: Row, words: tuple[str, str], after: list[Any]
) -> None:
    staged = stage(world.officer, [row])
    assert (staged.counts["changed"], staged.counts["new"], staged.counts["held"]) == (1, 0, 0)
    with within(scope()):
        assert get_list_page(staged).changes[0].fields == [(PENSION, *words)]
    take(world.officer, staged)
    assert [each[1:] for each in received()] == after
    assert stage(world.officer, [row, but(AN, name="Ai Đó")]).counts["same"] == 1, "the same again changes nothing"


def test_what_the_register_knows_better_is_not_undone(world: SimpleNamespace) -> None:
    early = but(HA, start="01/2025")
    same = but(HA, start="01/2026")
    assert "trong sổ đã có khoản này từ 01/07/2025" in faults(stage(world.officer, [early]))["Ô I2"]
    assert stage(world.officer, [same]).counts["same"] == 1, "the same amount, begun before: it goes on"
    with within(scope(), actor=world.officer):
        end_receipt(receipt_id=world.receipt.pk, day=date(2026, 10, 1), actor=world.officer, now=NOW)
    assert "đã thôi từ 01/10/2026" in faults(stage(world.officer, [HA]))["Ô J2"]
    assert stage(world.officer, [but(HA, start="11/2026")]).counts["new"] == 1


def test_who_is_not_in_the_list_is_only_told(world: SimpleNamespace) -> None:
    row = stage(world.officer, [but(AN, programme="", amount="500.000")], topic="social_pension")
    assert (row.counts["new"], row.counts["absent"]) == (1, 1)
    with within(scope()):
        (absent,) = get_list_page(row).absent
        assert absent.person is not None
        assert (absent.person.full_name, absent.fields[0][:2]) == (
            "Tôn Nữ Thị Hạ", (PENSION, "500.000 đồng từ 01/07/2025"),
        )  # fmt: skip
    take(world.officer, row)
    assert BEFORE[0] in received(), "nothing ends by itself"
    # A list of another programme says nothing about this one; a row at fault does not make anybody absent.
    assert stage(world.officer, [but(AN, amount="760.000", start="04/2026")]).counts["absent"] == 0
    assert stage(world.officer, [but(HA, amount="x"), but(AN, programme=PENSION)]).counts["absent"] == 0


def test_named_amounts_of_one_programme_are_told_apart(world: SimpleNamespace) -> None:
    merit = but(HA, programme="Trợ cấp, phụ cấp ưu đãi hằng tháng", amount="2.000.000")
    rows = [but(merit, called="Trợ cấp"), but(merit, called="Phụ cấp", amount="300.000")]
    take(world.officer, stage(world.officer, rows))
    assert sorted(each[2] for each in received()) == [300_000, 500_000, 2_000_000]
    assert stage(world.officer, list(reversed(rows))).counts["same"] == 2
    # A row that may mean the same receipt as another one is not taken beside it.
    both = [but(HA, amount="540.000"), but(HA, amount="550.000", called="Trợ cấp")]
    assert "dòng 2 đã nói về chính khoản này" in faults(stage(world.officer, both))["Ô G3"]
    assert "nhiều khoản của chế độ này" in faults(stage(world.officer, [merit]))["Ô G2"]


def test_a_list_is_taken_only_as_it_was_reviewed(world: SimpleNamespace) -> None:
    row = stage(world.officer, [but(HA, amount="540.000", start="07/2026"), AN])
    before = picture()
    with within(scope(), actor=world.officer):
        end_receipt(receipt_id=world.receipt.pk, day=date(2026, 3, 1), actor=world.officer, now=NOW)
    with pytest.raises(RegisterChanged):
        take(world.officer, row)
    assert [each[2:] for each in received()] == [(500_000, "2025-07-01", "2026-03-01")]
    with within(scope()):
        row.refresh_from_db()
        assert (row.state, row.counts["new"], row.counts["changed"]) == ("review", 2, 0)
    take(world.officer, row)
    assert take(world.officer, row).state == "taken", "a second taking changes nothing"
    assert len(received()) == 3
    assert picture() == before, "nobody's record is touched"


def test_nothing_of_a_list_is_written_where_the_end_breaks(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = stage(world.officer, [but(HA, amount="540.000", start="07/2026"), AN])

    def broken(**_given: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("ansinh.apps.people.services.imports.taking.record", broken)
        with pytest.raises(RuntimeError):
            take(world.officer, row)
    assert received() == BEFORE
    take(world.officer, row)
    assert len(received()) == 3


def test_the_command_brings_such_a_list_too(world: SimpleNamespace) -> None:
    given = {"name": "ds.csv", "username": "xa", "source": "Danh sách chi trả", "day": "2026-11-01", "kind": "receipts"}
    row, _place = bring_by_command(
        as_csv([but(AN, programme="")], head=HEAD), topic="social_assistance", take=True, **given
    )
    assert (row.state, row.counts["new"]) == ("taken", 1)
    assert received() == AFTER


def test_another_commune_neither_sees_nor_takes_nor_writes(world: SimpleNamespace) -> None:
    row = stage(world.officer, [HA, AN])
    with pytest.raises(NotHere):
        take(world.other, row, code=THERE)
    there = stage(world.other, [HA, AN], code=THERE)
    assert (there.counts["held"], there.counts["new"]) == (2, 0), "nobody of another commune is found by a list"
    # Who may not write what is received may not bring such a list.
    with pytest.raises(Refused, match="Đề nghị cán bộ xã"):
        stage(world.province, [HA], code="46")


def test_the_columns_of_such_a_list_are_remembered_for_such_lists(world: SimpleNamespace) -> None:
    head = ("Người", "Số", "", "Sinh", "", "", "", "Tiền", "Bắt đầu", "")
    with pytest.raises(Refused, match="Chưa chọn cột họ và tên, mức mỗi tháng, từ tháng hoặc ngày"):
        stage(world.officer, [HA], head=head)
    columns = {"full_name": 0, "personal_id": 1, "birth_date": 3, "amount_vnd": 7, "valid_from": 8}
    with within(scope(), actor=world.officer):
        given = {"source": "Danh sách", "as_of": DAY, "actor": world.officer, "now": NOW}
        row = offer_list(data=as_csv([HA], head=head), name="ds.csv", kind="receipts", **given)
        choose_columns(import_id=row.pk, columns=columns, actor=world.officer, now=NOW)
        throw_list(import_id=row.pk, actor=world.officer, now=NOW)
        assert not ImportPiece.objects.exists()
    assert stage(world.officer, [HA], head=head, topic="social_pension").counts["same"] == 1


@pytest.fixture
def page(client: Client) -> Callable[..., str]:
    return lambda *given, **more: client.get(*given, **more).content.decode()


def test_the_pages_lead_from_the_file_to_the_gaps(
    client: Client, world: SimpleNamespace, page: Callable[..., str]
) -> None:
    place = "/nguoi/nhap-danh-sach/"
    assert "Danh sách đang hưởng chế độ" in page(place)
    file = SimpleUploadedFile(
        "chi trả.csv", as_csv([but(HA, amount="540.000", start="07/2026"), but(AN, amount="x")], head=HEAD)
    )
    given = {"file": file, "source": "Danh sách chi trả", "as_of": "20/11/2026", "kind": "receipts", "topic": ""}
    address = client.post(place, given)["Location"]
    form = client.get(address).context["form"]
    client.post(address, {"act": "columns", **{name: str(form[name].value()) for name in form.fields}})
    work()
    review = page(address)
    for words in (
        "Đổi mức, đổi ngày",
        "500.000 đồng từ 01/07/2025 → 540.000 đồng từ 01/07/2026",
        "Ô H3",
        "Nhận vào sổ",
    ):
        assert words in review, words
    assert PersonAccess.objects.filter(person_id=str(world.head.pk)).exists(), "who was shown is written down"
    back = client.post(f"{address}dong-chua-nhan/")
    sheet = openpyxl.load_workbook(io.BytesIO(back.content)).active
    assert sheet is not None
    kept = [[cell or "" for cell in line] for line in sheet.iter_rows(values_only=True)]
    assert kept[0][: len(HEAD)] == list(HEAD), "the columns are the user's own"
    assert kept[1][0] == "Đặng Văn Ân"
    assert "Ô H3" in str(kept[1][-1])
    client.post(address, {"act": "take"})
    work()
    assert 'href="/cho-lech/"' in page(address)
    assert "Tính lại" in page(address)
    assert "Danh sách đang hưởng chế độ: Danh sách chi trả" in page(place)
    wrong = client.post(
        place,
        {
            **given,
            "file": SimpleUploadedFile("a.csv", as_csv([HA], head=HEAD)),
            "kind": "people",
            "topic": "social_pension",
        },
    )
    assert wrong.status_code == 422


def work() -> None:
    """Do what is queued."""
    for run in JobRun.objects.filter(state="queued"):
        execute(run_id=run.pk)
