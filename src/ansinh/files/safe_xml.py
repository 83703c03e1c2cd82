"""XML from outside: no document type, no entities, no network, limited depth and size.

``xml.etree`` and lxml's default parser expand entities; every XML part of an uploaded file comes
through here instead. A Word or Excel part never needs a document type, so one is refused outright:
that ends external entities and entity bombs before anything is expanded.
"""

from __future__ import annotations

import re
from typing import cast

from lxml import etree

MAX_DEPTH = 250
# A document type may stand only before the first element, after comments and instructions.
_PROLOG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*(<!DOCTYPE\b)?", re.DOTALL | re.IGNORECASE)


class UnsafeXml(Exception):
    """XML that holds a document type, an entity or too deep a nesting."""


class BrokenXml(Exception):
    """Text that is not well-formed XML; ``line`` says where."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"XML hỏng ở dòng {line}")


def parse(data: bytes) -> etree._Element:
    """Return the root element of XML that came from outside.

    Raises ``UnsafeXml`` for a document type, entities or nesting deeper than ``MAX_DEPTH``;
    ``BrokenXml`` when the text is not XML.
    """
    if _declares_type(data):
        raise UnsafeXml("khai báo DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenXml(error.lineno or 1) from error
    except ValueError as error:
        raise BrokenXml(1) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml("khai báo DOCTYPE")
    _check_depth(root)
    return cast(etree._Element, root)


def _declares_type(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", errors="replace").encode()
    elif data[:4] in (b"<\x00?\x00", b"<\x00!\x00"):
        data = data.decode("utf-16-le", errors="replace").encode()
    elif data[:4] in (b"\x00<\x00?", b"\x00<\x00!"):
        data = data.decode("utf-16-be", errors="replace").encode()
    found = _PROLOG.match(data)
    return bool(found and found.group(1)) or b"<!ENTITY" in data


def _check_depth(root: etree._Element) -> None:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise UnsafeXml(f"lồng nhau hơn {MAX_DEPTH} tầng")
