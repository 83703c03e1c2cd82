"""What kind a file is, and the one sentence for every file that is not a plan we can read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.files.makers import docx, p, pdf, zipped

from ansinh.files import Limits, UnreadableFile, open_plan
from ansinh.files.plan import kind_of

WORD = docx(p("Kế hoạch"))
PDF = pdf(([(70, 100, "Ke hoach trien khai")], []))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default ContentType="{}"/></Types>'
)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"

KINDS = [
    ("a.docx", WORD, "docx"),
    ("A.DOCX", WORD, "docx"),
    ("tải lên", WORD, "docx"),
    ("a.pdf", PDF, "pdf"),
    ("a.pdf", b"\n\n" + PDF, "pdf"),
    ("a.txt", "Kế hoạch".encode(), "txt"),
    ("a.md", b"# A", "md"),
    ("a.htm", b"<p>A", "html"),
    ("không đuôi", b"<!doctype html><p>A", "html"),
    ("không đuôi", b"A", "txt"),
]


@pytest.mark.parametrize(("name", "data", "kind"), KINDS)
def test_kinds(name: str, data: bytes, kind: str) -> None:
    """The bytes decide, the name confirms."""
    assert kind_of(data, name=name) == kind


REFUSED = [
    ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "old_word", "Word đời cũ"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "mật khẩu"),
    ("a.xls", OLE + "Workbook".encode("utf-16-le"), "kind", "Office đời cũ"),
    ("a.docx", zipped({"[Content_Types].xml": TYPES.format(SHEET).encode()}), "kind", "bảng tính Excel"),
    ("a.docx", zipped({"[Content_Types].xml": TYPES.format(SLIDES).encode()}), "kind", "PowerPoint"),
    ("a.docx", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "kind", "OpenDocument"),
    ("a.docx", zipped({"ảnh.png": b"x"}), "kind", "tệp nén ZIP"),
    ("a.pdf", WORD, "mismatch", "bên trong là tệp Word"),
    ("a.docx", PDF, "mismatch", "bên trong là tệp PDF"),
    ("a.txt", PDF, "mismatch", "bên trong là tệp PDF"),
    ("a.zip", WORD, "mismatch", "bên trong là tệp Word"),
    ("a.docx", b"Chi la van ban", "mismatch", "văn bản thường"),
    ("a.docx", b"\x8f\x00\x17\xfe\x00\x91" * 50, "broken", "không phải tệp Word"),
    ("a.docx", b"<html><p>A", "mismatch", "trang HTML"),
    ("a.pdf", b"Chi la van ban", "broken", "không phải tệp PDF"),
    ("a.rtf", b"{\\rtf1 A}", "kind", "RTF"),
    ("a.docx", b"{\\rtf1 A}", "kind", "RTF"),
    ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(40), "kind", "ảnh JPEG"),
    ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(40), "kind", "ảnh PNG"),
    ("a.rar", b"Rar!\x1a\x07\x00", "kind", "RAR"),
    ("a.csv", b"a,b", "kind", "đuôi “.csv”"),
    ("a.txt", b"", "empty", "trống"),
    ("a.txt", b" \n\t\r\n", "empty", "trống"),
    ("a.docx", docx(p()), "empty", "không có chữ nào"),
    ("a.md", b"---\n", "empty", "không có chữ nào"),
    ("a.html", b"<script>1</script>", "empty", "không có chữ nào"),
    ("a.txt", bytes(3000), "empty", "trống"),
]


@pytest.mark.parametrize(("name", "data", "code", "says"), REFUSED)
def test_refusals(name: str, data: bytes, code: str, says: str) -> None:
    """One sentence: the file, what is wrong, what to do."""
    with pytest.raises(UnreadableFile) as refused:
        open_plan(data, name=name)
    sentence = str(refused.value)
    assert refused.value.code == code, sentence
    assert sentence.startswith(f"Tệp “{name}” ")
    assert says in sentence
    assert "; hãy " in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_file_above_the_limit_is_not_even_read(tmp_path: Path) -> None:
    """The limit is given by the caller; the sentence names both sizes."""
    path = tmp_path / "lớn.txt"
    path.write_bytes(b"a" * 3_000_000)
    for given in (path, str(path), path.read_bytes()):
        with pytest.raises(UnreadableFile, match="nặng 2,9 MB, quá mức 1 MB") as refused:
            open_plan(given, name="lớn.txt", limits=Limits(file_bytes=1024 * 1024))
        assert refused.value.code == "too_large"


def test_a_device_without_end_is_left_after_the_limit() -> None:
    with pytest.raises(UnreadableFile, match="mà chưa hết") as refused:
        open_plan(Path("/dev/zero"), limits=Limits(file_bytes=1000))
    assert refused.value.code == "too_large"


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    """The number of pages is bounded too."""
    with pytest.raises(UnreadableFile, match="dài 3 trang, quá mức 2 trang"):
        open_plan(pdf(([], []), ([], []), ([], [])), name="a.pdf", limits=Limits(pages=2))


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    """A missing file and a folder each have their sentence, with the path as given."""
    with pytest.raises(UnreadableFile, match="không có ở nơi đã chỉ") as refused:
        open_plan(tmp_path / "không có.docx")
    assert str(tmp_path) in str(refused.value)
    with pytest.raises(UnreadableFile, match="là thư mục"):
        open_plan(tmp_path)


def test_a_path_gives_the_name(tmp_path: Path) -> None:
    """The source knows what it was read from."""
    path = tmp_path / "kế hoạch.docx"
    path.write_bytes(WORD)
    source = open_plan(path)
    assert (source.name, source.kind, source.text.strip()) == ("kế hoạch.docx", "docx", "Kế hoạch")
