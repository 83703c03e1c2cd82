"""`ansinh plan …` as it is typed: what comes out, what is refused, what is never half-written."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansinh.cli.main import main

PLAN = """ỦY BAN NHÂN DÂN
TỈNH AN HÒA
Số: 12/KH-UBND
An Hòa, ngày 05 tháng 3 năm 2025
KẾ HOẠCH
Nâng cao chất lượng chính sách xã hội
I. MỤC TIÊU
1. Đến năm 2030, tỷ lệ lao động qua đào tạo đạt 75%.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tham mưu thực hiện; báo cáo trước ngày 15 tháng 12 hằng năm.
TM. ỦY BAN NHÂN DÂN
"""


@dataclass
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Ansinh = Callable[..., Done]


@pytest.fixture
def ansinh(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ansinh:
    """The command line, in this process."""

    def run(*words: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["ansinh", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, "utf-8")
    return path


def test_json_has_the_form_of_a_reading(ansinh: Ansinh, plan: Path) -> None:
    done = ansinh("plan", "parse", plan, "--json")
    assert done.returncode == 0, done.stderr
    keys = {"document", "legal_references", "sections", "indicators", "tasks", "reporting", "anomalies"}
    assert keys <= json.loads(done.stdout).keys()


def test_the_table_names_what_was_read(ansinh: Ansinh, plan: Path) -> None:
    done = ansinh("plan", "parse", plan)
    assert done.returncode == 0, done.stderr
    assert "12/KH-UBND" in done.stdout
    assert "05/03/2025" in done.stdout


def test_check_gives_findings(ansinh: Ansinh, plan: Path) -> None:
    done = ansinh("plan", "check", plan, "--json")
    assert done.returncode == 0, done.stderr
    for finding in json.loads(done.stdout):
        assert set(finding) == {"rule", "severity", "where", "raw", "note", "suggestion", "lines"}


def test_a_reading_is_written_to_a_file(ansinh: Ansinh, plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    done = ansinh("plan", "parse", plan, "--out", target)
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(target.read_text("utf-8"))["document"]["number"] == "12/KH-UBND"


BAD = {
    "không có.docx": None,
    "trống.txt": b"",
    "ảnh.pdf": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "nhị phân.docx": bytes(range(256)) * 20,
    "cụt.docx": b"PK\x03\x04" + b"\0" * 40,
    "bảng.xyz": b"abc",
    "cụt.pdf": b"%PDF-1.7\n1 0 obj",
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["parse", "check"])
def test_a_bad_file_ends_in_one_sentence_and_writes_nothing(
    ansinh: Ansinh, tmp_path: Path, name: str, command: str
) -> None:
    path, target = tmp_path / name, tmp_path / "out.json"
    content = BAD[name]
    if content is not None:
        path.write_bytes(content)
    target.write_text("what was there before")
    done = ansinh("plan", command, path, "--out", target)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert target.read_text() == "what was there before"
    assert {file.name for file in tmp_path.iterdir()} <= {name, "out.json"}


def test_a_place_that_cannot_be_written_is_named(ansinh: Ansinh, plan: Path, tmp_path: Path) -> None:
    done = ansinh("plan", "parse", plan, "--out", tmp_path / "missing" / "out.json")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--out" in done.stderr


def test_a_place_that_is_a_folder_is_named_in_vietnamese(ansinh: Ansinh, plan: Path, tmp_path: Path) -> None:
    done = ansinh("plan", "parse", plan, "--out", tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert "đó là thư mục" in done.stderr


def test_a_text_that_is_no_plan_is_not_called_flawless(ansinh: Ansinh, tmp_path: Path) -> None:
    path = tmp_path / "thu.txt"
    path.write_text("Ghi chép cuộc họp, không có kế hoạch nào.\n", "utf-8")

    done = ansinh("plan", "check", path)

    assert done.returncode == 0
    assert "kiểm tra có đúng là văn bản kế hoạch không" in " ".join(done.stdout.split())


def test_a_command_typed_wrongly_is_answered_in_a_sentence(ansinh: Ansinh) -> None:
    done = ansinh("plan", "parse")
    assert done.returncode == 2
    assert done.stderr.startswith("Lệnh chưa đúng")


def test_reading_a_plan_loads_neither_django_nor_the_database(plan: Path) -> None:
    code = (
        "import sys\n"
        "from ansinh.cli.main import app\n"
        "app(['plan', 'parse', sys.argv[1], '--json'], standalone_mode=False)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'psycopg', 'granian'}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, plan], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_five_documents_need_less_than_300_megabytes(shared: Path) -> None:
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'ansinh.cli', 'plan', 'parse', sys.argv[1], '--json'], check=True,"
        " stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    biggest = max((shared / "documents").glob("*.txt"), key=lambda path: path.stat().st_size)
    done = subprocess.run([sys.executable, "-c", code, biggest], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300 * 1024
