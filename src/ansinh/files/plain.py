"""Plain text: which encoding a file is in, and its text as a source."""

from __future__ import annotations

import codecs
import re
import unicodedata

from ansinh.core.plandoc.source import Source, from_text
from ansinh.files.errors import UnreadableFile
from ansinh.files.fonts import refuse_old_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Words that fill every administrative text; another 8-bit encoding would spell them otherwise.
_COMMON = frozenset(["và", "của", "các", "cho", "được", "với", "người", "thực", "hiện", "công", "xã", "hội", "tỉnh", "kế", "hoạch", "số", "năm", "việc", "về", "quyết", "định", "nghị", "bảo", "đảm", "tổ", "chức", "nhân", "dân", "ủy", "chính"])  # fmt: skip
_ENOUGH_WORDS = 4
_ENOUGH_SHARE = 0.08


def read(data: bytes, *, name: str) -> Source:
    """Return a text file as a source: one paragraph a line."""
    return from_text(decode(data, name=name), name=name, kind="txt")


def decode(data: bytes, *, name: str) -> str:
    """Return the text of a file, NFC, whatever Unicode encoding it is in.

    The rule: a byte order mark decides; else UTF-16 by its zero bytes; else UTF-8; else Windows-1258,
    but only when the outcome is plainly Vietnamese. Old 8-bit fonts and noise are refused by name.
    """
    text = _decode_unicode(data)
    if text is None:
        text = _decode_1258(data)
    if text is None and not _is_noise(latin := data.decode("cp1252", errors="replace")):
        refuse_old_encoding(latin, name=name)
    if text is None or _is_noise(text):
        raise UnreadableFile(
            name=name,
            code="noise",
            reason="không phải văn bản ở bảng mã Unicode",
            remedy="lưu lại ở dạng UTF-8 (hoặc .docx) rồi gửi lại",
        )
    text = unicodedata.normalize("NFC", text)
    refuse_old_encoding(text, name=name)
    return text


def _decode_unicode(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _try(data, encoding)
    guess = _utf16_without_mark(data)
    return _try(data, guess) if guess else _try(data, "utf-8")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    """Spaces and line ends are most of what Vietnamese and ASCII share: their zero bytes tell the order."""
    sample = data[: 64 * 1024]
    pairs = len(sample) // 2
    if pairs < 2 or len(data) % 2:
        return None
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if high > 0.25 * pairs and low < 0.02 * pairs:
        return "utf-16-le"
    if low > 0.25 * pairs and high < 0.02 * pairs:
        return "utf-16-be"
    return None


def _decode_1258(data: bytes) -> str | None:
    text = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    words = re.findall(r"\w+", text[:200_000].lower())
    known = sum(word in _COMMON for word in words)
    return text if known >= _ENOUGH_WORDS and known >= _ENOUGH_SHARE * len(words) else None


def _is_noise(text: str) -> bool:
    sample = text[:200_000]
    odd = sum(
        unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") and character not in "\t\n\r\f\v\x1c\x1d\x1e\x85"
        for character in sample
    )
    return odd > 0.02 * max(50, len(sample))
