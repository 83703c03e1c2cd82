"""Text files: the same text whatever the encoding, and a named refusal where there is none."""

from __future__ import annotations

import contextlib
import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.files import UnreadableFile, open_plan

TEXT = "Kế hoạch thực hiện chính sách xã hội, giai đoạn 2024 - 2030; tỷ lệ hộ nghèo giảm 1,5%/năm."

ENCODED = [
    ("UTF-8", TEXT.encode()),
    ("UTF-8 with mark", TEXT.encode("utf-8-sig")),
    ("UTF-16 with mark", TEXT.encode("utf-16")),
    ("UTF-16 without mark, low byte first", TEXT.encode("utf-16-le")),
    ("UTF-16 without mark, high byte first", TEXT.encode("utf-16-be")),
    ("UTF-32", TEXT.encode("utf-32")),
    ("decomposed letters", unicodedata.normalize("NFD", TEXT).encode()),
]


@pytest.mark.parametrize(("what", "data"), ENCODED)
def test_every_unicode_encoding_gives_the_same_text(what: str, data: bytes) -> None:
    """The text is NFC, whatever it was."""
    assert open_plan(data, name="kh.txt").text.strip() == TEXT, what


def test_windows_1258_is_read_when_plainly_vietnamese() -> None:
    """The stated rule: 1258 puts tone marks after the letter; the outcome must be Vietnamese."""
    apart = ""
    for letter in TEXT:
        base, *marks = unicodedata.normalize("NFD", letter)
        shapes = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
        tones = [mark for mark in marks if mark not in shapes]
        apart += unicodedata.normalize("NFC", base + "".join(shapes)) + "".join(tones)
    assert open_plan(apart.encode("cp1258"), name="kh.txt").text.strip() == TEXT


REFUSED = [
    ("noise", b"".join(hashlib.sha256(bytes([seed])).digest() for seed in range(60))),
    ("noise", b"\x01\x02\x03\x04\x05" * 100),
    (
        "old_font",
        "Céng hßa x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. KÕ ho¹ch thùc hiÖn".encode("cp1252"),
    ),
    ("old_font", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp - Töï do - Haïnh phuùc".encode("cp1252")),
    ("old_font", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp - Töï do - Haïnh phuùc".encode()),
    ("empty", b""),
    ("empty", b"\xef\xbb\xbf \n\n"),
]


@pytest.mark.parametrize(("code", "data"), REFUSED)
def test_refusals_are_named(code: str, data: bytes) -> None:
    """Noise, old fonts and empty files each have their own sentence."""
    with pytest.raises(UnreadableFile) as refused:
        open_plan(data, name="kh.txt")
    assert refused.value.code == code


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a"]))
def test_no_bytes_break_the_reader(data: bytes, name: str) -> None:
    """Whatever comes in, there is a source or one sentence."""
    with contextlib.suppress(UnreadableFile):
        assert open_plan(data, name=name).text.strip()
