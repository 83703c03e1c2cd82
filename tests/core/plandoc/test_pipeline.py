"""The whole reading: any text is read, the five documents are read right."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh.core.plandoc.form import as_form
from ansinh.core.plandoc.pipeline import STAGES, parse_text
from ansinh.core.text import nfd

WORDS = st.sampled_from(
    ["KẾ HOẠCH", "Số: 1/KH-UBND", "I. MỤC TIÊU", "1. ", "a) ", "- ", "Tỷ lệ", "đạt", "trên", "95%", "≥", "< 3,5", "TT", "Chỉ tiêu", "Đơn vị",
     "Đến năm 2030", "2025", "PHỤ LỤC I", "Cơ quan chủ trì", "Sở Y tế", "UBND các xã", "\xa0", "|", "\n", "\n\n", "X", "Nghị quyết số 42-NQ/TW",
     "ngày 24/11/2023", "của Chính phủ", "trước ngày 15/12", "hằng năm", "báo cáo", "Nơi nhận:", "KT. CHỦ TỊCH", "Trần Văn Mẫu", ";", ".", "%",
     "người", "Quý I", "\u0301", "\x00", "\x0c", "(", "“"]
)  # fmt: skip
SOUP = st.lists(WORDS, max_size=80).map(" ".join) | st.lists(WORDS, max_size=80).map("\n".join)


def test_every_stage_says_what_it_reads_and_writes() -> None:
    """The pipeline is a list of names one can read."""
    for stage in STAGES:
        doc = (inspect.getdoc(stage) or "").lower()
        assert "reads" in doc, stage.__name__
        assert "writes" in doc, stage.__name__


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SOUP | st.text() | st.binary().map(lambda noise: noise.decode("latin-1")))
def test_no_text_upsets_the_reading(text: str) -> None:
    """Soup of the field's words, any text and binary noise end in a reading that JSON can hold."""
    form = as_form(parse_text(text))
    json.dumps(form, ensure_ascii=False)
    for kind in ("sections", "indicators", "tasks", "reporting", "unparsed"):
        for item in form[kind]:
            start, end = item["span"]
            assert 0 <= start <= end


@pytest.mark.documents
@pytest.mark.parametrize(
    ("reference", "document"),
    [
        ("khanh_hoa", "000_3ac042d42baf08db"),
        ("son_la", "001_2bc9a7829f331028"),
        ("hau_giang", "002_78774fff4ee349a1"),
        ("huong_tra", "003_661fc97b0220734a"),
        ("ca_mau", "004_6af14b32eb936588"),
    ],
)
def test_the_five_documents(shared: Path, tmp_path: Path, reference: str, document: str) -> None:
    """Head, references and outline agree with the readings made by hand."""
    text = (shared / "documents" / f"{document}.txt").read_text(encoding="utf-8")
    predicted = tmp_path / "predicted.json"
    predicted.write_text(json.dumps(as_form(parse_text(text)), ensure_ascii=False), encoding="utf-8")
    floors = [part for name in ("document=1", "references=0.97", "sections=0.97") for part in ("--min", name)]
    score = [
        sys.executable,
        str(shared / "gold" / "score.py"),
        str(predicted),
        str(shared / "gold" / f"{reference}.json"),
    ]
    run = subprocess.run([*score, *floors, "--misses", "20"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_marks_apart_from_letters_change_nothing() -> None:
    """Some systems keep letters and marks apart; the reading is the same."""
    text = "Số: 1/KH-UBND\nLam Sơn, ngày 13 tháng 5 năm 2024\nKẾ HOẠCH\nVề y tế\nI. MỤC TIÊU\n- Tỷ lệ bao phủ đạt 95%.\nLuật Trẻ em"
    assert as_form(parse_text(nfd(text))) == as_form(parse_text(text))


@pytest.mark.documents
@pytest.mark.parametrize("share", [0.1, 0.37, 0.5, 0.83])
def test_cut_files_are_read_as_far_as_they_go(shared: Path, share: float) -> None:
    """A file cut in the middle of a table or a word gives what it holds."""
    for path in sorted((shared / "documents").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert as_form(parse_text(text[: int(len(text) * share)]))["document"]["type"] == "Kế hoạch"
