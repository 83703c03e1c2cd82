"""`ansinh entitle case`: answers in the form of the cases; a wrong file is one sentence with place and remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ansinh.cli.main import app

RUN = CliRunner()


def case(**more: Any) -> dict[str, Any]:
    household = {
        "province_code": "14",
        "area": "rural",
        "poverty": "none",
        "unlisted": "no",
        **more.pop("household", {}),
    }
    member = {"id": "m1", "birth_date": "1990-01-15", "sex": "male", "unlisted": "no", **more.pop("member", {})}
    household.setdefault("members", [member])
    return {"id": "x-1", "name": "Thử", "month": "2025-03", "household": household, **more}


def run(tmp_path: Path, *cases: Any, words: tuple[str, ...] = ("--json",), whole: Any = None) -> tuple[int, str]:
    file = tmp_path / "cases.json"
    file.write_text(
        json.dumps(whole if whole is not None else {"form": 1, "group": "x", "cases": list(cases)}), "utf-8"
    )
    ran = RUN.invoke(app, ["entitle", "case", str(file), *words])
    return ran.exit_code, ran.output


def test_the_answer_has_the_form_of_the_cases(tmp_path):
    code, said = run(tmp_path, case(member={"disability_level": "severe"}))
    given = json.loads(said)["x-1"]["m1"]["social_assistance"]
    assert code == 0
    assert (given["status"], given["amount_vnd"], given["coefficient"]) == ("yes", 750_000, "1.5")
    assert given["working"] == "1,5 × 500.000 = 750.000"
    assert "khoản 6 Điều 5 Nghị định số 20/2021/NĐ-CP" in given["reference"]
    assert given["provisional"] is True
    assert given["caveats"] == ["Nghị định số 76/2024/NĐ-CP (Mức chuẩn trợ giúp xã hội): chưa đối chiếu văn bản gốc"]


def test_a_refused_resolution_says_why(tmp_path):
    lowering = {
        "kind": "raise_parameter", "province_code": "96", "from": "2025-01-01", "to": None, "reference": "Nghị quyết mẫu",
        "parameter": "sa.standard", "value": 400_000,
    }  # fmt: skip
    _, said = run(tmp_path, case(overlay=[lowering]))
    assert json.loads(said)["x-1"]["_overlay"]["status"] == "refused"


def test_the_law_of_a_province_takes_its_resolutions_in(tmp_path, monkeypatch):
    """The sample province: a standard of 600.000 from 2026; whose household it is stands back behind --province."""
    monkeypatch.setenv("ANSINH_DATA_DIR", str(tmp_path / "none"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    asked = case(month="2026-02", member={"disability_level": "severe"})
    ran = {word: run(tmp_path, asked, words=("--province", word)) for word in ("99", "56")}
    code, said = ran["99"]
    assert code == 0
    assert "Chưa có cơ sở dữ liệu" in said
    assert "m1: Trợ cấp xã hội hằng tháng: có, 900.000 đồng" in said
    assert "theo nghị quyết của tỉnh, chưa đối chiếu văn bản gốc" in said
    code, said = ran["56"]
    assert code == 2
    assert "nên không biết tỉnh 56 đã đối chiếu gì" in " ".join(said.split())
    shown = RUN.invoke(app, ["law", "show", "sa.standard", "--province", "99"])
    assert "600.000 từ 01/01/2026" in shown.output


def test_people_read_it_in_words(tmp_path):
    code, said = run(tmp_path, case(member={"disability_level": None}), words=())
    assert code == 0
    assert "m1: Trợ cấp xã hội hằng tháng: chưa rõ" in said
    assert "Còn thiếu: m1.disability_level" in said


def test_a_no_is_explained_when_asked(tmp_path):
    plain, full = (run(tmp_path, case(), words=words)[1] for words in ((), ("--full",)))
    assert "hệ số" not in plain.lower()
    assert "Người khuyết tật nặng, đã có giấy xác nhận: không – mức độ khuyết tật: không khuyết tật" in full


def test_an_amount_is_printed_as_money(tmp_path):
    _, said = run(tmp_path, case(member={"disability_level": "severe"}), words=())
    assert "m1: Trợ cấp xã hội hằng tháng: có, 750.000 đồng" in said
    assert "Lưu ý: Nghị định số 76/2024/NĐ-CP (Mức chuẩn trợ giúp xã hội): chưa đối chiếu văn bản gốc" in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (case(month="2025-13"), "Tình huống x-1, month: “2025-13” không phải một tháng; viết như 2026-11."),
        (case(as_known_on="hôm nay"), "as_known_on: “hôm nay” không phải một ngày"),
        (
            case(member={"disability_level": "heavy"}),
            "m1.disability_level: “heavy” không có; chọn một trong none, light",
        ),
        (case(member={"hiv": "yes"}), "m1.hiv: “yes” phải là true, false hoặc null."),
        (case(member={"pension_monthly_vnd": 1.5}), "m1.pension_monthly_vnd: “1.5” phải là số nguyên"),
        (case(member={"birth_date": "15/01/1990"}), "m1.birth_date: “15/01/1990” không phải một ngày"),
        (case(member={"birth_date": None}), "m1.birth_date: phải có ngày sinh"),
        (case(member={"colour": "red"}), "m1.colour: không có dữ kiện này của thành viên"),
        (case(member={"raising_children": ["m9"]}), "m1: nhắc tới “m9” không phải một thành viên khác của hộ."),
        (case(member={"unlisted": "yes"}), "m1.unlisted: “yes” không có"),
        (case(member={"merit": [{"category": "ncc.ghost"}]}), "m1.merit[0].category: “ncc.ghost” không có"),
        (case(member={"merit": [{"category": "ncc.bb", "injury_rate": 101}]}), "101 phải từ 0 đến 100."),
        (case(household={"members": []}), "household: cần ít nhất một thành viên"),
        (case(household={"deprivations": ["food"]}), "household.deprivations: phải là danh sách lấy từ: employment"),
        (
            case(household={"events": [{"kind": "flood", "date": "2025-03-01"}]}),
            "household.events[0].kind: “flood” không có",
        ),
        (
            case(household={"events": [{"kind": "hunger", "member": "m7"}]}),
            "household.events[0].member: “m7” không phải",
        ),
        (case(member={"unemployment": {"salary": 1}}), "m1.unemployment.salary: không có dữ kiện này"),
        (case(overlay=[{"kind": "x"}]), "overlay: Nghị quyết thứ 1: cần province_code"),
        ({"id": "x-1"}, "Tình huống x-1: thiếu “month”."),
        ("x", "Tình huống thứ 1: phải là một đối tượng"),
    ],
)
def test_a_wrong_case_is_named_with_its_place(tmp_path, wrong, said):
    code, told = run(tmp_path, wrong)
    assert code == 2
    assert said in told


def test_a_file_of_another_form_is_named(tmp_path):
    code, told = run(tmp_path, whole={"form": 2, "cases": []})
    assert (code, "Tệp không đúng dạng" in told) == (2, True)


def test_two_cases_may_not_have_one_name(tmp_path):
    code, told = run(tmp_path, case(), case())
    assert (code, "Hai tình huống cùng mã “x-1”" in told) == (2, True)


def test_broken_json_is_named_by_line(tmp_path):
    file = tmp_path / "cases.json"
    file.write_text('{"form": 1,\n "cases": [', "utf-8")
    ran = RUN.invoke(app, ["entitle", "case", str(file)])
    assert (ran.exit_code, "không phải JSON đúng (dòng 2, cột 12): sửa tại đó." in ran.output) == (2, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"form": 1, "cases": [NaN]}', "có số không đọc được"),
        ("[" * 100_000, "lồng quá sâu"),
        ('{"form": ' + "9" * 5000 + "}", "có số không đọc được"),
        ("[]", "Tệp không đúng dạng"),
    ],
)
def test_a_hostile_file_is_one_sentence(tmp_path, text, said):
    file = tmp_path / "cases.json"
    file.write_text(text, "utf-8")
    ran = RUN.invoke(app, ["entitle", "case", str(file)])
    assert (ran.exit_code, said in ran.output) == (2, True)


def test_a_file_that_is_no_text_is_named(tmp_path):
    file = tmp_path / "cases.json"
    file.write_bytes(b"\xff\xfe\x00")
    ran = RUN.invoke(app, ["entitle", "case", str(file)])
    assert (ran.exit_code, "bảng mã UTF-8" in ran.output) == (2, True)


def test_a_missing_file_is_named(tmp_path):
    ran = RUN.invoke(app, ["entitle", "case", str(tmp_path / "none.json")])
    assert (ran.exit_code, "xem lại đường dẫn" in ran.output) == (2, True)
