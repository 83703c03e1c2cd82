"""The pages of lists as an officer sees them: handed in, columns, review, taken; and the command line."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import typer
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.people.factories import HERE, scope, unit
from tests.apps.people.lists import AN, BE, HA, HEAD, ROWS, as_csv, bring, changed

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.models import Event, PersonAccess
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import execute
from ansinh.apps.people.models import ImportPiece, ListImport, Person
from ansinh.cli.people_import import bring as bring_by_command

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/nguoi/nhap-danh-sach/"


@pytest.fixture
def officer(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> Any:
    seed_provinces("46")
    return make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))


@pytest.fixture
def client(officer: Any, browser_of: Callable[..., Client]) -> Client:
    return browser_of(officer)


def hand_in(client: Client, data: bytes, *, name: str = "hộ nghèo.csv", source: str = "Danh sách rà soát") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(PAGE, {"file": file, "kind": "people", "source": source, "as_of": "20/11/2026"})


def work() -> None:
    """Do what is queued."""
    for run in JobRun.objects.filter(state="queued"):
        execute(run_id=run.pk)


def said(answer: Any) -> str:
    return answer.content.decode()


def columns(client: Client, address: str) -> dict[str, str]:
    """The form of the columns as the page proposes it."""
    form = client.get(address).context["form"]
    return {"act": "columns", **{name: str(form[name].value()) for name in form.fields}}


def test_a_list_goes_from_file_to_register(client: Client) -> None:
    wrong = changed(AN, code="H8", name="Nguyễn Văn 2", number="")
    answer = hand_in(client, as_csv([*ROWS, wrong]))
    assert answer.status_code == 302
    address = answer["Location"]
    shown = said(client.get(address))
    assert "Tôn Nữ Thị Hạ" in shown, "the first rows are shown"
    client.post(address, columns(client, address))
    assert "Kiểm tra danh sách" in said(client.get(address))
    work()
    review = said(client.get(address))
    assert "Ô B5" in review
    assert "có chữ số" in review
    assert "Nhận vào sổ" in review
    client.post(address, {"act": "take"})
    work()
    assert "Đã nhận" in said(client.get(address))
    with within(scope()):
        assert Person.objects.count() == 3
    back = client.post(f"{address}dong-chua-nhan/")
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(back.content)).active]
    header = next(row for row in cells if "Họ và tên" in row)
    assert header[: len(HEAD)] == [*HEAD]
    assert cells[-1][1] == "Nguyễn Văn 2"
    assert "chữ số" in cells[-1][-1]
    client.post(address, {"act": "throw"})
    with within(scope()):
        assert not ImportPiece.objects.exists()
    verbs = list(Event.objects.filter(verb__startswith="people.").order_by("id").values_list("verb", flat=True))
    assert verbs == ["people.offer_list", "people.take_list", "people.give_back_rows", "people.throw_list"]


def test_what_differs_is_shown_and_who_was_shown_is_written(client: Client, officer: Any) -> None:
    bring(officer, as_csv())
    address = hand_in(client, as_csv([changed(HA, sex="Nam", poverty="Cận nghèo", size="1"), BE]))["Location"]
    client.post(address, columns(client, address))
    work()
    review = said(client.get(address))
    assert "giới tính: Nữ → Nam" in review
    assert "hộ nghèo, hộ cận nghèo: Hộ nghèo → Hộ cận nghèo" in review
    assert "Có trong sổ, không có trong danh sách" in review
    assert PersonAccess.objects.filter(channel="list", purpose="Có tên trong danh sách đang xem lại").count() == 2


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("ds.doc", b"abc", "không phải danh sách"),
        ("ds.csv", b"1,2,3\n4,5,6\n", "không có dòng tiêu đề"),
        ("ds.xlsx", b"PK\x03\x04" + b"\0" * 50, ""),
        ("ds.csv", b"", "Tệp rỗng"),
    ],
    ids=["kind", "no heading", "broken", "empty"],
)
def test_a_file_that_cannot_be_read_is_one_sentence(client: Client, name: str, data: bytes, sentence: str) -> None:
    answer = hand_in(client, data, name=name)
    assert answer.status_code == 422
    assert sentence in said(answer)
    with within(scope()):
        assert not ListImport.objects.exists()


def test_a_list_already_taken_is_refused_on_the_page(client: Client, officer: Any) -> None:
    bring(officer, as_csv())
    assert "nhận lại không đổi gì" in said(hand_in(client, as_csv()))


def test_columns_have_to_make_sense(client: Client) -> None:
    address = hand_in(client, as_csv())["Location"]
    given = columns(client, address)
    answer = client.post(address, {**given, "sex": given["full_name"]})
    assert answer.status_code == 422
    assert "được chọn cho cả" in said(answer)
    assert client.post(address, {**given, "full_name": ""}).status_code == 422
    assert client.post(address, {"act": "take"}, follow=True).status_code == 200
    assert not JobRun.objects.exists()


def test_who_may_not_import_sees_no_page(
    make_user: Callable[..., Any], officer: Any, browser_of: Callable[..., Client]
) -> None:
    chair = make_user("lanhdao", Role.CHAIR, scope_unit=unit(HERE))
    assert browser_of(chair).get(PAGE).status_code == 403


def test_the_command_brings_a_list_in_the_name_of_an_account(officer: Any, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"name": "ds.csv", "username": "xa", "source": "Rà soát", "day": "2026-11-01"}
    row, place = bring_by_command(as_csv(), take=False, **given)
    assert (row.state, row.counts["new"], place) == ("review", 3, scope())
    row, _place = bring_by_command(as_csv([*reversed(ROWS)]), take=True, **given)
    assert row.state == "taken"
    for wrong, sentence in (
        ({"username": "ai"}, "Không có tài khoản"),
        ({"day": "hôm nay"}, "không phải một ngày"),
        ({"source": ""}, "Thiếu nguồn"),
    ):
        with pytest.raises(typer.Exit):
            bring_by_command(as_csv(), take=True, **(given | wrong))
        assert sentence in capsys.readouterr().err
