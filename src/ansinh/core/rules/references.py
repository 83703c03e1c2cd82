"""References of rules and parameters: each must be read by ``core.law`` and name an instrument it knows."""

from __future__ import annotations

from functools import cache

from ansinh.core.law import read_citation, write
from ansinh.core.law.known import known_instruments


class CannotCite(Exception):
    """A reference that is no citation, or of an instrument nobody has entered; the message says which."""


def check_reference(text: object, where: str) -> str:
    """Return the reference in the standard form of official documents.

    Raises:
        CannotCite: It cannot be read, or its instrument is not in core/law/data/instruments.csv.
    """
    if not isinstance(text, str) or not text.strip():
        raise CannotCite(f"{where}: chưa có căn cứ; ghi như “điểm a khoản 1 Điều 6 Nghị định số 20/2021/NĐ-CP”.")
    written = _standard(text)
    if written is None:
        raise CannotCite(f"{where}: không đọc được căn cứ “{text}”; ghi đủ điểm, khoản, điều và số hiệu văn bản.")
    if not written:
        raise CannotCite(f"{where}: văn bản trong “{text}” chưa có trong core/law/data/instruments.csv; thêm một dòng.")
    return written


@cache
def _standard(text: str) -> str | None:
    citation = read_citation(text)
    if citation is None or citation.instrument is None:
        return None
    number = citation.instrument.number
    return write(citation) if number in known_instruments() else ""
