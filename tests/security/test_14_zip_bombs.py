"""Requirement 14: packed files are judged before they are unpacked, and counted while they are."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from tests.files.makers import TYPES, docx, p, zipped

from ansinh.files import Limits, UnreadableFile, open_plan, open_plan_safely
from ansinh.files.package import Package

SMALL = Limits(zip_bytes=4_000_000, part_bytes=3_000_000, zip_entries=50, ratio_free_bytes=100_000)
GOOD = {"[Content_Types].xml": TYPES.encode()}


def refusal(data: bytes, limits: Limits = SMALL) -> UnreadableFile:
    """Return why a Word file was refused."""
    with pytest.raises(UnreadableFile) as refused:
        open_plan(data, name="bom.docx", limits=limits)
    return refused.value


BOMBS = [
    ("too many parts", GOOD | {f"x{n}": b"" for n in range(60)}),
    ("one part too large", GOOD | {"word/document.xml": b"ab" * 2_000_000}),
    ("packed too tightly", GOOD | {"word/document.xml": b"\x00" * 200_000}),
    ("too large together", GOOD | {f"x{n}": bytes(range(256)) * 4_000 for n in range(5)}),
]


@pytest.mark.parametrize(("what", "contents"), BOMBS)
def test_a_bomb_is_refused_by_its_directory(what: str, contents: dict[str, bytes]) -> None:
    """Number of parts, size of one, ratio, size of all."""
    limits = SMALL if what != "too large together" else Limits(zip_bytes=4_000_000, zip_ratio=10_000)
    refused = refusal(zipped(contents), limits)
    assert refused.code == "zip_bomb"
    assert "nén bất thường" in str(refused)


def test_a_directory_that_lies_about_sizes_is_caught_while_unpacking() -> None:
    """The sizes in the archive's directory are only claims: the counter has the last word."""
    data = bytearray(zipped(GOOD | {"word/document.xml": bytes(range(256)) * 40_000}))
    at = data.rfind(b"word/document.xml")
    entry = data.rfind(b"PK\x01\x02", 0, at)
    struct.pack_into("<I", data, entry + 24, 1_000)
    assert refusal(bytes(data)).code in ("zip_bomb", "broken")
    limits = Limits(part_bytes=1_000_000, zip_ratio=10_000)
    data = bytearray(zipped({"x": bytes(range(256)) * 40_000}))
    entry = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 1_000)
    with pytest.raises(UnreadableFile):
        Package(bytes(data), name="x.docx", limits=limits).read("x")


def test_a_counter_stops_a_part_that_grows() -> None:
    """Even when the directory was judged harmless."""
    data = zipped({"x": bytes(range(256)) * 4_000})
    package = Package(data, name="x.docx", limits=Limits())
    package._limits = Limits(part_bytes=100_000)
    with pytest.raises(UnreadableFile) as refused:
        package.read("x")
    assert refused.value.code == "zip_bomb"


def test_a_bomb_inside_a_bomb_stays_packed() -> None:
    """Archives inside are never opened."""
    inner = zipped({"x": b"\x00" * 50_000})
    data = zipped(GOOD | {"word/document.xml": docx_part(), "word/media/inner.zip": inner * 3})
    assert "Kế hoạch" in open_plan(data, name="a.docx", limits=SMALL).text


def docx_part() -> bytes:
    """Return the main part of a harmless Word file."""
    with zipfile.ZipFile(io.BytesIO(docx(p("Kế hoạch")))) as package:
        return package.read("word/document.xml")


def test_an_honest_large_file_is_read() -> None:
    """Word's XML packs well; that alone is no sin."""
    body = "".join(p(f"Đoạn {n}: tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội.") for n in range(20_000))
    assert open_plan(docx(body), name="dai.docx").text.count("Đoạn") == 20_000


@pytest.mark.parametrize("cut", [30, 100, 400, -1, -20, -60])
def test_a_cut_archive_is_called_broken(cut: int) -> None:
    """Cut anywhere, the message says so; nothing is half-read."""
    assert refusal(docx(p("Kế hoạch " * 200))[:cut]).code == "broken"


@pytest.mark.parametrize("place", range(0, 900, 37))
def test_a_damaged_archive_is_refused_or_read(place: int) -> None:
    """One wrong byte anywhere ends in text or in one sentence, never in an error of the program."""
    data = bytearray(docx(p("Kế hoạch " * 200)))
    data[place % len(data)] ^= 0xFF
    try:
        assert open_plan(bytes(data), name="a.docx").text
    except UnreadableFile as refused:
        assert refused.code in ("broken", "kind", "mismatch", "encrypted", "noise", "zip_bomb", "empty", "old_font")  # noqa: PT017


def test_a_reader_that_needs_too_much_memory_or_time_is_ended() -> None:
    """In the child process the machine itself sets the limit; the parent says one sentence."""
    body = "".join(p(f"Đoạn {n}: tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội.") for n in range(60_000))
    data = docx(body)
    with pytest.raises(UnreadableFile) as refused:
        open_plan_safely(data, name="nang.docx", limits=Limits(memory_bytes=100_000_000))
    assert refused.value.code == "too_heavy"
    with pytest.raises(UnreadableFile) as refused:
        open_plan_safely(data, name="nang.docx", limits=Limits(seconds=0))
    assert refused.value.code == "too_heavy"
