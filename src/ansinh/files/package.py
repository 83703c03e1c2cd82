"""Zip packages (docx, xlsx) opened with care: counted before they are unpacked and while they are."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from ansinh.files import safe_xml
from ansinh.files.errors import UnreadableFile
from ansinh.files.limits import Limits, megabytes

_BLOCK = 64 * 1024


class Package:
    """The parts of a zip package, read only within the limits.

    The directory of the archive is judged first (number of parts, sizes, packing ratio); then every
    part is unpacked under a counter, because a directory can lie about sizes.
    """

    def __init__(self, data: bytes, *, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, UnicodeDecodeError, NotImplementedError) as error:
            raise self._broken("bị cắt cụt hoặc hỏng phần mục lục nén") from error
        self._judge_directory()
        self.names = frozenset(info.filename for info in self._infos)

    def read(self, part: str) -> bytes:
        """Return one part unpacked; stops at the limit whatever the directory says."""
        return b"".join(self.blocks(part))

    def blocks(self, part: str) -> Iterator[bytes]:
        """Yield one part unpacked, block by block; stops at the limit whatever the directory says."""
        size = 0
        try:
            with self._zip.open(part) as stream:
                while block := stream.read(_BLOCK):
                    size += len(block)
                    self._unpacked += len(block)
                    if size > self._limits.part_bytes or self._unpacked > self._limits.zip_bytes:
                        raise self._bomb(f"phần “{part}” bung ra quá {megabytes(self._limits.part_bytes)}")
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, KeyError) as error:
            raise self._broken(f"hỏng ở phần “{part}” bên trong") from error
        except RuntimeError as error:  # zipfile's word for a part locked with a password
            raise UnreadableFile(
                name=self._name,
                code="encrypted",
                reason=f"được đặt mật khẩu ở phần “{part}” bên trong",
                remedy="bỏ mật khẩu rồi gửi lại",
            ) from error

    def xml(self, part: str) -> etree._Element:
        """Return one part parsed as XML without entities."""
        try:
            return safe_xml.parse(self.read(part))
        except safe_xml.UnsafeXml as error:
            raise UnreadableFile(
                name=self._name,
                code="unsafe_xml",
                reason=f"có nội dung XML không an toàn ({error}) ở phần “{part}” bên trong",
                remedy="mở bằng Word hoặc LibreOffice, lưu lại thành tệp mới rồi gửi lại",
            ) from error
        except safe_xml.BrokenXml as error:
            raise self._broken(f"hỏng ở dòng {error.line} của phần “{part}” bên trong") from error

    def _judge_directory(self) -> None:
        limits = self._limits
        if len(self._infos) > limits.zip_entries:
            raise self._bomb(f"chứa {len(self._infos)} phần, quá {limits.zip_entries}")
        total = 0
        for info in self._infos:
            total += info.file_size
            if info.file_size > limits.part_bytes:
                raise self._bomb(f"phần “{info.filename}” bung ra {megabytes(info.file_size)}")
            packed = max(1, info.compress_size)
            if info.file_size > limits.ratio_free_bytes and info.file_size / packed > limits.zip_ratio:
                raise self._bomb(f"phần “{info.filename}” nén {info.file_size // packed} lần")
        if total > limits.zip_bytes:
            raise self._bomb(f"bung ra {megabytes(total)}, quá {megabytes(limits.zip_bytes)}")

    def _bomb(self, what: str) -> UnreadableFile:
        return UnreadableFile(
            name=self._name,
            code="zip_bomb",
            reason=f"nén bất thường ({what}) nên không được mở",
            remedy="mở bằng Word hoặc LibreOffice, lưu lại thành tệp mới rồi gửi lại",
        )

    def _broken(self, what: str) -> UnreadableFile:
        return UnreadableFile(
            name=self._name, code="broken", reason=what, remedy="xin lại tệp nguyên vẹn hoặc lưu lại rồi gửi lại"
        )
