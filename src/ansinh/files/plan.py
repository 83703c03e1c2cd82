"""A plan document of any kind read into one text: what kind a file is, and the reader for it."""

from __future__ import annotations

import importlib
import posixpath
import re
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast

from ansinh.core.plandoc.source import Source
from ansinh.files import plain
from ansinh.files.errors import UnreadableFile
from ansinh.files.limits import DEFAULT_LIMITS, Limits, megabytes
from ansinh.files.package import Package

KINDS = {
    ".txt": "txt",
    ".text": "txt",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "md",
    ".markdown": "md",
}
_READABLE = ".docx, .pdf, .html, .md hoặc .txt"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "ảnh PNG",
    b"\xff\xd8\xff": "ảnh JPEG",
    b"II*\x00": "ảnh TIFF",
    b"MM\x00*": "ảnh TIFF",
    b"GIF8": "ảnh GIF",
    b"BM": "ảnh BMP",
}
_ARCHIVES = {
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
    b"\x1f\x8b": "tệp nén GZ",
    b"MZ": "chương trình Windows",
    b"\x7fELF": "chương trình",
}


class _Reader(Protocol):
    def read(self, data: bytes, *, name: str, limits: Limits) -> Source: ...


def open_plan(file: Path | str | bytes, *, name: str = "", limits: Limits = DEFAULT_LIMITS) -> Source:
    """Return the text, paragraphs and tables of a plan document: .docx, .pdf, .html, .md or .txt.

    ``file`` is a path or the bytes of an upload; ``name`` is shown in messages and tells the expected
    kind. Raises ``UnreadableFile`` with one Vietnamese sentence when the file cannot be read.
    """
    if isinstance(file, bytes):
        data, name = file, name or "tệp tải lên"
    else:
        path = Path(file)
        name = name or path.name
        data = _load(path, name=name, limits=limits)
    if len(data) > limits.file_bytes:
        raise _too_large(name, len(data), limits)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(name=name, code="empty", reason="không có nội dung (tệp trống)", remedy="chọn lại tệp")
    kind = kind_of(data, name=name)
    if kind == "docx":
        source = _word(data, name=name, limits=limits)
    elif kind == "txt":
        source = plain.read(data, name=name)
    else:
        reader = cast(_Reader, importlib.import_module(f"ansinh.files.{_MODULES[kind]}"))
        source = reader.read(data, name=name, limits=limits)
    if not source.text.strip():
        raise UnreadableFile(
            name=name, code="empty", reason="mở được nhưng không có chữ nào", remedy="kiểm tra lại nội dung tệp"
        )
    # No database keeps these signs; each gives way to one, so that every place in the text stays where it is.
    return replace(source, text=_NO_SIGNS.sub("\N{REPLACEMENT CHARACTER}", source.text))


_NO_SIGNS = re.compile("[\x00\ud800-\udfff]")


# The readers of pdf and html load large libraries, so each is loaded when its first file comes.
_MODULES = {"pdf": "pdf", "html": "html", "md": "markdown"}


def kind_of(data: bytes, *, name: str) -> str:
    """Return "txt", "docx", "pdf", "html" or "md" for a file by its first bytes and its name.

    The bytes decide; a name that says otherwise is refused, so that nothing is read as what it is not.
    """
    suffix = posixpath.splitext(name.lower())[1]
    said = KINDS.get(suffix)
    found = _by_bytes(data, name=name, suffix=suffix)
    if found == "text":
        if said in ("txt", "md", "html"):
            return said
        if said is None and not suffix:
            return "html" if _starts_as_html(data) else "txt"
        if said is None:
            raise _unknown(name, f"có đuôi “{suffix}” không thuộc loại đọc được")
        if said == "docx" and _is_noise(data):
            raise UnreadableFile(
                name=name,
                code="broken",
                reason="không phải tệp Word (.docx) hoặc hỏng ngay từ đầu",
                remedy="xin lại tệp gốc",
            )
        if said == "docx" and _starts_as_html(data):
            raise _mismatch(name, suffix, "trang HTML")
        raise _mismatch(name, suffix, "văn bản thường")
    if said is not None and said != found:
        raise _mismatch(name, suffix, {"docx": "tệp Word (.docx)", "pdf": "tệp PDF"}[found])
    if said is None and suffix:
        raise _mismatch(name, suffix, {"docx": "tệp Word (.docx)", "pdf": "tệp PDF"}[found])
    return found


def _by_bytes(data: bytes, *, name: str, suffix: str) -> str:
    start = data[:1024]
    if b"%PDF-" in start and (start.lstrip().startswith(b"%PDF-") or suffix == ".pdf"):
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    if start.startswith(_OLE):
        raise _ole(data, name=name, suffix=suffix)
    if start.startswith(b"{\\rtf"):
        raise _unknown(name, "là tệp RTF")
    for mark, what in (_PICTURES | _ARCHIVES).items():
        if start.startswith(mark) and (len(mark) > 2 or b"\x00" in start):
            raise _unknown(name, f"là {what}")
    if suffix == ".pdf":
        raise UnreadableFile(
            name=name, code="broken", reason="không phải tệp PDF hoặc hỏng ngay từ đầu", remedy="xin lại tệp gốc"
        )
    return "text"


def _ole(data: bytes, *, name: str, suffix: str) -> UnreadableFile:
    """The container of Word 97-2003 also wraps encrypted .docx files."""
    head = data[: 4 * 1024 * 1024]
    if "EncryptedPackage".encode("utf-16-le") in head or "EncryptionInfo".encode("utf-16-le") in head:
        return UnreadableFile(
            name=name, code="encrypted", reason="được đặt mật khẩu", remedy="bỏ mật khẩu trong Word rồi gửi lại"
        )
    if "WordDocument".encode("utf-16-le") in head or suffix == ".doc":
        return UnreadableFile(
            name=name,
            code="old_word",
            reason="là tệp Word đời cũ (.doc)",
            remedy="mở bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi gửi lại",
        )
    return _unknown(name, "là tệp Office đời cũ, không phải văn bản Word")


def _word(data: bytes, *, name: str, limits: Limits) -> Source:
    package = Package(data, name=name, limits=limits)
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package.names else b""
    if "mimetype" in package.names and b"opendocument" in package.read("mimetype"):
        raise _unknown(name, "là tệp OpenDocument")
    if b"spreadsheetml" in types:
        raise _unknown(name, "là bảng tính Excel, không phải văn bản")
    if b"presentationml" in types:
        raise _unknown(name, "là bài trình chiếu PowerPoint, không phải văn bản")
    docx = importlib.import_module("ansinh.files.docx")
    if docx.main_part(package) not in package.names:
        raise _unknown(name, "là tệp nén ZIP, không phải văn bản Word")
    return cast(Source, docx.read(package, name=name, limits=limits))


def _is_noise(data: bytes) -> bool:
    """Say whether the first bytes are no text in any encoding: zeros stand in UTF-16 only, behind its mark."""
    return b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _starts_as_html(data: bytes) -> bool:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def _load(path: Path, *, name: str, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise _too_large(name, size, limits)
        # A device or a pipe has no size to look at: one byte too many is enough to know.
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnreadableFile(
            name=str(path), code="missing", reason="không có ở nơi đã chỉ", remedy="kiểm tra lại đường dẫn"
        ) from error
    except IsADirectoryError as error:
        raise UnreadableFile(name=str(path), code="missing", reason="là thư mục", remedy="chỉ ra một tệp") from error
    except OSError as error:
        raise UnreadableFile(
            name=str(path), code="denied", reason="không được phép đọc", remedy="kiểm tra quyền đọc tệp"
        ) from error
    if len(data) > limits.file_bytes:
        raise _endless(name, limits)
    return data


def _too_large(name: str, size: int, limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        name=name,
        code="too_large",
        reason=f"nặng {megabytes(size)}, quá mức {megabytes(limits.file_bytes)}",
        remedy="bỏ bớt ảnh hoặc tách tệp rồi gửi lại",
    )


def _endless(name: str, limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        name=name,
        code="too_large",
        reason=f"dài quá mức {megabytes(limits.file_bytes)} mà chưa hết",
        remedy="chỉ ra một tệp đã lưu trên đĩa",
    )


def _unknown(name: str, what: str) -> UnreadableFile:
    return UnreadableFile(name=name, code="kind", reason=what, remedy=f"lưu lại dạng {_READABLE} rồi gửi lại")


def _mismatch(name: str, suffix: str, found: str) -> UnreadableFile:
    return UnreadableFile(
        name=name,
        code="mismatch",
        reason=f"có đuôi “{suffix}” nhưng bên trong là {found}",
        remedy="đổi đúng đuôi tệp hoặc lưu lại rồi gửi lại",
    )
