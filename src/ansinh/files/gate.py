"""The gate for files that are kept as they came: what they are by their bytes, and nothing that runs or hides."""

from __future__ import annotations

import hashlib
import posixpath
import unicodedata
from dataclasses import dataclass

from ansinh.files.errors import UnreadableFile
from ansinh.files.limits import MEGABYTE, Limits, megabytes
from ansinh.files.package import Package

KEPT_LIMITS = Limits(file_bytes=20 * MEGABYTE)
MOST_NAME = 150
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
READABLE = ".pdf, .docx, .xlsx, .png hoặc .jpg"
_SUFFIXES = {".pdf": "pdf", ".docx": "docx", ".xlsx": "xlsx", ".png": "png", ".jpg": "jpg", ".jpeg": "jpg"}
_MARKS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"%PDF-": "pdf", b"PK\x03\x04": "zip"}
_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that passed the gate: how it is called, what it is by its bytes, its digest and size."""

    name: str
    kind: str
    sha256: str
    size: int

    @property
    def media_type(self) -> str:
        """Return the media type under which it is given out; only from our list, never from the sender."""
        return TYPES[self.kind]


def check_file(data: bytes, *, name: str, limits: Limits = KEPT_LIMITS) -> KeptFile:
    """Let a file through that is what its name says and of a kind we keep. Raises UnreadableFile with the remedy."""
    name = clean_name(name)
    if not data:
        raise UnreadableFile(name=name, code="empty", reason="không có nội dung (tệp trống)", remedy="chọn lại tệp")
    if len(data) > limits.file_bytes:
        raise UnreadableFile(
            name=name,
            code="too_large",
            reason=f"nặng {megabytes(len(data))}, quá mức {megabytes(limits.file_bytes)}",
            remedy="bỏ bớt ảnh hoặc tách tệp rồi gửi lại",
        )
    suffix = posixpath.splitext(name.lower())[1]
    said = _SUFFIXES.get(suffix)
    if said is None:
        raise UnreadableFile(
            name=name,
            code="kind",
            reason=f"có đuôi “{suffix}” không thuộc loại được giữ" if suffix else "không có đuôi tệp",
            remedy=f"lưu lại dạng {READABLE} rồi gửi lại",
        )
    found = _kind_of(data, name=name, limits=limits)
    if found != said:
        raise UnreadableFile(
            name=name,
            code="mismatch",
            reason=f"có đuôi “{suffix}” nhưng bên trong không phải loại ấy",
            remedy="đổi đúng đuôi tệp hoặc lưu lại rồi gửi lại",
        )
    return KeptFile(name, found, hashlib.sha256(data).hexdigest(), len(data))


def clean_name(name: str) -> str:
    """Return a file's own name without folders and signs that are not seen, shortened before its ending."""
    name = posixpath.basename(unicodedata.normalize("NFC", name).replace("\\", "/"))
    name = " ".join("".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in name).split())
    stem, suffix = posixpath.splitext(name)
    return f"{stem[:MOST_NAME]}{suffix[:10]}" or "tệp"


def _kind_of(data: bytes, *, name: str, limits: Limits) -> str:
    found = next((kind for mark, kind in _MARKS.items() if data.startswith(mark)), "")
    return _office(data, name=name, limits=limits) if found == "zip" else found


def _office(data: bytes, *, name: str, limits: Limits) -> str:
    package = Package(data, name=name, limits=limits)
    if any(part.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")) for part in package.names):
        raise UnreadableFile(
            name=name, code="macro", reason="có macro hoặc chương trình bên trong", remedy="lưu lại bản không có macro"
        )
    return next((kind for part, kind in _MAIN_PARTS.items() if part in package.names), "zip")
