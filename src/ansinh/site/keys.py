"""The master keys of personal data as they stand in the settings."""

from __future__ import annotations

import base64
import binascii
import re

KEY_BYTES = 32
# A key drawn by chance has about thirty different bytes; one of a few was typed by hand.
FEWEST_SIGNS = 12
_ID = re.compile(r"[A-Za-z0-9_.-]{1,32}")


class BadKeys(ValueError):
    """The setting holds no key that can be used; the sentence says what to write."""


def read_keys(text: str) -> dict[str, bytes]:
    """Read "MÃ:KHÓA,MÃ:KHÓA": the first seals what is new, all open what is old. Raises BadKeys."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, colon, written = part.partition(":")
        if not colon or not _ID.fullmatch(name) or name in keys:
            raise BadKeys(
                "ANSINH_PERSONAL_KEYS chưa đúng dạng: viết MÃ:KHÓA, cách nhau bằng dấu phẩy, mỗi mã một lần; "
                "tạo khóa bằng `ansinh people new-key`."
            )
        keys[name] = read_key(written, of="ANSINH_PERSONAL_KEYS")
    if len(set(keys.values())) < len(keys):
        raise BadKeys("ANSINH_PERSONAL_KEYS có một khóa đứng dưới hai mã: mỗi khóa một mã, bỏ bớt một.")
    if not keys:
        raise BadKeys("ANSINH_PERSONAL_KEYS không có khóa nào: tạo khóa bằng `ansinh people new-key`.")
    return keys


def read_key(written: str, *, of: str) -> bytes:
    """Read one key of 32 bytes in base64. Raises BadKeys."""
    try:
        key = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadKeys(f"{of}: khóa phải là 32 byte viết bằng base64; tạo khóa bằng `ansinh people new-key`.")
    return key


def write_key(key: bytes) -> str:
    """Write a key as the settings take it."""
    return base64.b64encode(key).decode("ascii")
