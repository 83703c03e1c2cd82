"""Citations of laws and guiding documents, fully read and written back.

>>> from ansinh.core.law import find_citations, read_citation, write
>>> write(read_citation("Điểm a, khoản 2 điều 5 của nghị định 20/2021/NĐ-CP"))
'điểm a khoản 2 Điều 5 Nghị định số 20/2021/NĐ-CP'
"""

from ansinh.core.law.find import find_citations, read_citation
from ansinh.core.law.issuing import find_issuers, is_issuer, tidy_capitals
from ansinh.core.law.model import Citation, Instrument, Mention, Part, Pointer, Provision
from ansinh.core.law.numbers import standard_number
from ansinh.core.law.resolve import resolve
from ansinh.core.law.vocabulary import document_types, type_named, type_of_number
from ansinh.core.law.write import write

__all__ = [
    "Citation",
    "Instrument",
    "Mention",
    "Part",
    "Pointer",
    "Provision",
    "document_types",
    "find_citations",
    "find_issuers",
    "is_issuer",
    "read_citation",
    "resolve",
    "standard_number",
    "tidy_capitals",
    "type_named",
    "type_of_number",
    "write",
]
