"""Requirement 13: XML from outside names no entity, loads nothing, and cannot grow."""

from __future__ import annotations

import pytest
from tests.files.makers import W, docx, p, part

from ansinh.files import UnreadableFile, open_plan, safe_xml

LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
UNSAFE = [
    ("external entity", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'),
    ("external document type", '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><d/>'),
    ("parameter entity", '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><d/>'),
    ("billion laughs", LAUGHS + "<d>&j;</d>"),
    ("after a comment", "<!-- một -->\n<?pi?>\n<!DOCTYPE d [<!ENTITY x 'y'>]><d>&x;</d>"),
    ("after a declaration", "<?xml version='1.0'?>\n<!DOCTYPE d><d/>"),
    ("too deep", "<d>" * 400 + "</d>" * 400),
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("what", "text"), UNSAFE)
def test_unsafe_xml_is_refused_before_it_is_expanded(what: str, text: str, encoding: str) -> None:
    """In every encoding a parser might guess."""
    with pytest.raises((safe_xml.UnsafeXml, safe_xml.BrokenXml)):
        safe_xml.parse(text.encode(encoding))


@pytest.mark.parametrize(("what", "text"), UNSAFE)
def test_unsafe_xml_is_called_unsafe_in_utf8(what: str, text: str) -> None:
    """And not merely broken."""
    with pytest.raises(safe_xml.UnsafeXml):
        safe_xml.parse(text.encode())


@pytest.mark.parametrize("text", ["", "<a>", "<a></b>", "không phải", "<a>&khong;</a>", "\x00\x01"])
def test_broken_xml_says_where(text: str) -> None:
    """The line is named; an entity nobody declared is an error, not a gap."""
    with pytest.raises(safe_xml.BrokenXml) as broken:
        safe_xml.parse(text.encode())
    assert broken.value.line >= 1


def test_ordinary_xml_is_read() -> None:
    """The five entities of XML itself, and characters by number, are no document type."""
    assert safe_xml.parse("<a>&lt;Sở&amp;Phòng&#7853;</a>".encode()).text == "<Sở&Phòngậ"


PARTS = [
    ("word/document.xml", {}, '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ("word/styles.xml", {"word/styles.xml": LAUGHS + part("styles", "&j;")}, ""),
    ("word/numbering.xml", {"word/numbering.xml": "<!DOCTYPE d>" + part("numbering", "")}, ""),
    ("word/footnotes.xml", {"word/footnotes.xml": f'<!DOCTYPE d><w:footnotes xmlns:w="{W}"/>'}, ""),
    ("_rels/.rels", {"_rels/.rels": "<!DOCTYPE d><Relationships/>"}, ""),
]


@pytest.mark.parametrize(("name", "parts", "prolog"), PARTS)
def test_every_part_of_a_word_file_is_checked(name: str, parts: dict[str, str], prolog: str) -> None:
    """One sentence with the file, the part and the remedy."""
    with pytest.raises(UnreadableFile) as refused:
        open_plan(docx(p("&x;" if prolog else "Kế hoạch"), parts=parts, prolog=prolog), name="kế hoạch.docx")
    assert refused.value.code == "unsafe_xml"
    assert "“kế hoạch.docx”" in str(refused.value)
    assert name in str(refused.value)
    assert "lưu lại" in str(refused.value)


def test_a_web_page_loads_and_expands_nothing() -> None:
    """HTML knows no entities of its own; what a page declares stays unread."""
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>A &x; B</p></body></html>'
    assert "root:" not in open_plan(page, name="trang.html").text
