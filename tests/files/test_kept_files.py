"""Files that are kept as they came: what passes the gate, what does not and what is said."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from ansinh.files.errors import UnreadableFile
from ansinh.files.gate import KEPT_LIMITS, check_file, clean_name
from ansinh.files.limits import Limits


def office(*parts: str, size: int = 10) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part in parts:
            package.writestr(part, b"0" * size)
    return out.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
PDF = b"%PDF-1.7\n1 0 obj\n"
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 20
DOCX = office("[Content_Types].xml", "word/document.xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("Quyết định 12.pdf", PDF, "pdf"),
        ("bao-cao.DOCX", DOCX, "docx"),
        ("so.xlsx", XLSX, "xlsx"),
        ("anh.png", PNG, "png"),
        ("anh.jpeg", JPG, "jpg"),
    ],
)
def test_what_it_says_it_is_passes(name, data, kind):
    kept = check_file(data, name=name)
    assert (kept.kind, kept.sha256, kept.size) == (kind, hashlib.sha256(data).hexdigest(), len(data))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("trong.pdf", b"", "empty"),
        ("khong-duoi", PDF, "kind"),
        ("trang.html", b"<script>alert(1)</script>", "kind"),
        ("hinh.svg", b"<svg onload='x()'/>", "kind"),
        ("chay.exe", b"MZ\x90", "kind"),
        ("macro.docm", DOCX, "kind"),
        ("gia.pdf", b"MZ\x90\x00", "mismatch"),
        ("gia.png", b"<html>", "mismatch"),
        ("gia.docx", XLSX, "mismatch"),
        ("nen.docx", office("a.txt"), "mismatch"),
        ("macro.docx", office("word/document.xml", "word/vbaProject.bin"), "macro"),
        ("bom.xlsx", office("xl/workbook.xml", size=30 * 1024 * 1024), "zip_bomb"),
        ("hong.docx", DOCX[:40], "broken"),
    ],
    # A zip holds the time it was made, so its bytes are no name of a case.
    ids=lambda held: held if isinstance(held, str) else "",
)
def test_what_is_not_or_runs_is_refused_with_a_remedy(name, data, code):
    with pytest.raises(UnreadableFile) as refused:
        check_file(data, name=name)
    assert refused.value.code == code
    assert "; hãy " in str(refused.value)


def test_a_file_of_the_largest_size_passes_and_one_byte_more_does_not():
    limits = Limits(file_bytes=len(PDF))
    assert check_file(PDF, name="a.pdf", limits=limits).size == len(PDF)
    with pytest.raises(UnreadableFile, match="quá mức"):
        check_file(PDF + b"x", name="a.pdf", limits=limits)
    assert KEPT_LIMITS.file_bytes == 20 * 1024 * 1024


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\tai lieu\\a.pdf", "a.pdf"),
        ("a\x00b\u202e.pdf", "a b .pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("", "tệp"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert clean_name(given) == kept
