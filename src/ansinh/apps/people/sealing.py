"""Sealed numbers: each person has a key of his own, sealed with the master key; who destroys it has erased them.

Form of a sealed number: one byte for the form, 12 bytes drawn by chance, AES-256-GCM. Person and kind of number are
bound in, so a sealed number put beside another person does not open. A number is found only whole, by an HMAC.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORM = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32


class CannotOpen(ValueError):
    """A sealed number does not open: its master key is missing, or it was changed or put elsewhere."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonKey:
    """The key of one person's numbers, open; never printed, never stored as it is."""

    person_id: UUID
    key: bytes

    def seal(self, *, kind: str, text: str) -> bytes:
        """Seal one number."""
        nonce = os.urandom(NONCE_BYTES)
        return FORM + nonce + AESGCM(self.key).encrypt(nonce, text.encode(), self._bound(kind))

    def open(self, *, kind: str, sealed: bytes | memoryview) -> str:
        """Open one number. Raises CannotOpen."""
        sealed = bytes(sealed)
        if sealed[:1] != FORM:
            raise CannotOpen("Không mở được số này: dạng niêm phong lạ. Báo quản trị kiểm tra phiên bản phần mềm.")
        nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return AESGCM(self.key).decrypt(nonce, rest, self._bound(kind)).decode()
        except InvalidTag as error:
            raise CannotOpen("Không mở được số này: niêm phong không khớp với người. Báo quản trị.") from error

    def _bound(self, kind: str) -> bytes:
        return f"{self.person_id}:{kind}".encode()


def new_key(person_id: UUID) -> PersonKey:
    """Draw a key for a person."""
    return PersonKey(person_id, os.urandom(KEY_BYTES))


def current_key_id() -> str:
    """Return the name of the master key that seals what is new."""
    return next(iter(settings.PERSONAL_KEYS))


def wrap(key: PersonKey) -> tuple[str, bytes]:
    """Seal a person's key with the newest master key: (its name, the sealed key)."""
    key_id = current_key_id()
    nonce = os.urandom(NONCE_BYTES)
    return key_id, nonce + AESGCM(settings.PERSONAL_KEYS[key_id]).encrypt(nonce, key.key, key.person_id.bytes)


class ManyKeys:
    """Draws keys for many persons, seals their numbers and marks them: as PersonKey, wrap and blind_index do, but quicker."""

    def __init__(self) -> None:
        self.key_id = current_key_id()
        self._master = AESGCM(settings.PERSONAL_KEYS[self.key_id])
        # The two halves of an HMAC are begun once and gone on with for every number.
        key = settings.INDEX_KEY.ljust(sha256().block_size, b"\0")
        self._inner, self._outer = (
            sha256(bytes(sign ^ 0x36 for sign in key)),
            sha256(bytes(sign ^ 0x5C for sign in key)),
        )

    def seal(self, numbers: Mapping[str, str]) -> tuple[str, bytes, dict[str, bytes]]:
        """Return a new person's identifier, the wrapped key, and the sealed numbers by kind."""
        drawn = os.urandom(16 + KEY_BYTES + NONCE_BYTES * (1 + len(numbers)))
        person_id = UUID(bytes=drawn[:16], version=4)
        written, at = str(person_id), 16 + KEY_BYTES
        key, nonce = drawn[16:at], drawn[at : at + NONCE_BYTES]
        wrapped = nonce + self._master.encrypt(nonce, key, person_id.bytes)
        cipher, sealed = AESGCM(key), {}
        for kind, text in numbers.items():
            at += NONCE_BYTES
            nonce = drawn[at : at + NONCE_BYTES]
            sealed[kind] = FORM + nonce + cipher.encrypt(nonce, text.encode(), f"{written}:{kind}".encode())
        return written, wrapped, sealed

    def mark(self, kind: str, text: str) -> bytes:
        """Return the mark by which a whole number is found."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(f"{kind}:{text}".encode())
        outer.update(inner.digest())
        return outer.digest()


def unwrap(*, person_id: UUID, key_id: str, wrapped: bytes | memoryview) -> PersonKey:
    """Open a person's key. Raises CannotOpen."""
    master = settings.PERSONAL_KEYS.get(key_id)
    if master is None:
        raise CannotOpen(f"Thiếu khóa chủ “{key_id}”: thêm khóa đó vào ANSINH_PERSONAL_KEYS rồi làm lại.")
    wrapped = bytes(wrapped)
    try:
        key = AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], person_id.bytes)
    except InvalidTag as error:
        raise CannotOpen(
            f"Khóa chủ “{key_id}” không mở được khóa của người này: kiểm tra ANSINH_PERSONAL_KEYS."
        ) from error
    return PersonKey(person_id, key)


def blind_index(*, kind: str, text: str) -> bytes:
    """Return the mark by which a whole number is found; the number cannot be told from it without the key."""
    return hmac.digest(settings.INDEX_KEY, f"{kind}:{text}".encode(), sha256)


def mask(text: str) -> str:
    """Show of a number only its last three signs."""
    return f"{'•' * max(len(text) - 3, 3)}{text[-3:]}" if len(text) > 3 else "•••"
