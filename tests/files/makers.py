"""Small files made by hand for the tests: Word parts and PDF pages of which every byte is known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def docx(body: str, *, parts: Mapping[str, str] | None = None, prolog: str = "") -> bytes:
    """Return a Word file with the given content of ``w:body`` and further parts by name."""
    root = (
        f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>{body}</w:body></w:document>'
    )
    contents = {"[Content_Types].xml": TYPES, "word/document.xml": prolog + root} | dict(parts or {})
    return zipped({name: text.encode() for name, text in contents.items()})


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of the given parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in contents.items():
            package.writestr(name, data)
    return out.getvalue()


def part(tag: str, inside: str) -> str:
    """Return a Word part with a root element of the main namespace."""
    return f'<w:{tag} xmlns:w="{W}">{inside}</w:{tag}>'


def p(text: str = "", *, properties: str = "", runs: str = "") -> str:
    """Return one paragraph."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{runs}</w:p>"


def numbered(text: str, *, number_id: int = 1, level: int = 0) -> str:
    """Return a paragraph of an automatic list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')


def tc(text: str, *, properties: str = "", inside: str = "") -> str:
    """Return a table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or p(text)}</w:tc>"


def tbl(*rows: Sequence[str], ruled: bool = True) -> str:
    """Return a table of rows of ready-made cells."""
    kind = "single" if ruled else "none"
    borders = f'<w:tblBorders><w:insideH w:val="{kind}"/><w:insideV w:val="{kind}"/></w:tblBorders>'
    inside = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows)
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr>{inside}</w:tbl>"


Placed = tuple[float, float, str]
Drawn = tuple[float, float, float, float]


def pdf(
    *pages: tuple[Sequence[Placed], Sequence[Drawn]], size: int = 12, picture: bool = False, turn: int = 0
) -> bytes:
    """Return a PDF: each page is texts at (x, y from the top) and lines (x0, y0, x1, y1), A4 upright."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    )
    objects.append(image + b"\nstream\n\x80\nendstream")
    kids = []
    for texts, lines in pages:
        operators = [f"{x0} {842 - y0} m {x1} {842 - y1} l S" for x0, y0, x1, y1 in lines]
        for x, y, text in texts:
            # On a sheet turned by 90 the letters run up the unturned page.
            matrix = f"0 1 -1 0 {y} {x}" if turn == 90 else f"1 0 0 1 {x} {842 - y}"
            operators.append(f"BT /F1 {size} Tf {matrix} Tm ({_escaped(text)}) Tj ET")
        if picture:
            operators.append("q 400 0 0 600 50 100 cm /Im1 Do Q")
        stream = "\n".join(operators).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = b"<< /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents %d 0 R /Resources %s >>"
            % (turn, len(objects), resources)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def box(xs: Sequence[float], ys: Sequence[float]) -> list[Drawn]:
    """Return the lines of a full grid."""
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
