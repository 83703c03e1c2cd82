"""The file of a list while it waits: in pieces, sealed with the master key, given back from there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.models import ImportPiece, ListImport
from ansinh.apps.people.sealing import NONCE_BYTES, CannotOpen, current_key_id
from ansinh.apps.people.services.refusals import Refused
from ansinh.files.register.reading import RegisterFile, read_register

PIECE_BYTES = 4 * 1024 * 1024


def keep(listimport: ListImport, data: bytes) -> None:
    """Seal a file and put it beside its list."""
    key_id = current_key_id()
    cipher = AESGCM(settings.PERSONAL_KEYS[key_id])
    for at, start in enumerate(range(0, len(data), PIECE_BYTES)):
        nonce = os.urandom(NONCE_BYTES)
        piece = data[start : start + PIECE_BYTES]
        ImportPiece.objects.create(
            listimport=listimport,
            unit_no=listimport.unit_no,
            unit_to=listimport.unit_to,
            at=at,
            key_id=key_id,
            sealed=nonce + cipher.encrypt(nonce, piece, _bound(listimport.pk, at)),
        )


def kept_file(listimport: ListImport) -> RegisterFile:
    """Open the file of a list again. Raises Refused where it is gone, CannotOpen, UnreadableFile."""
    data = b"".join(_pieces(listimport))
    if not data:
        raise Refused("Tệp của danh sách này không còn được giữ. Gửi lại tệp.")
    return read_register(data, name=listimport.file_name)


def _pieces(listimport: ListImport) -> Iterator[bytes]:
    for row in seen(ImportPiece).filter(listimport=listimport).order_by("at").iterator(chunk_size=1):
        master = settings.PERSONAL_KEYS.get(row.key_id)
        if master is None:
            raise CannotOpen(f"Thiếu khóa chủ “{row.key_id}”: thêm khóa đó vào ANSINH_PERSONAL_KEYS rồi làm lại.")
        sealed = bytes(row.sealed)
        try:
            yield AESGCM(master).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(listimport.pk, row.at))
        except InvalidTag as error:
            raise CannotOpen("Không mở được tệp đã giữ: niêm phong không khớp. Báo quản trị.") from error


def _bound(list_id: UUID, at: int) -> bytes:
    return f"list:{list_id}:{at}".encode()
