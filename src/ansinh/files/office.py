"""LibreOffice without a window: a DOCX becomes a PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from ansinh.files.limits import megabytes

SECONDS = 120
PROGRAMS = ("soffice", "libreoffice")


class NoOffice(Exception):
    """LibreOffice is not there or did not answer; the message says what to do."""


def find_office() -> str | None:
    """Return the program, or None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def to_pdf(content: bytes, *, seconds: int = SECONDS) -> bytes:
    """Return a DOCX as PDF. Raises NoOffice.

    The program gets a folder of its own for its settings, so that two at once do not wait for each other, and no
    network is asked for.
    """
    program = find_office()
    if program is None:
        raise NoOffice("Máy này chưa có LibreOffice nên không lập được PDF. Cài libreoffice-writer rồi lập lại.")
    with tempfile.TemporaryDirectory(prefix="ansinh-office-") as folder:
        place = Path(folder)
        source = place / "bao-cao.docx"
        source.write_bytes(content)
        command = [
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation=file://{place}/profile",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            str(place),
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=seconds)  # noqa: S603 - a fixed program
        except subprocess.TimeoutExpired as error:
            raise NoOffice(f"LibreOffice không xong sau {seconds} giây. Lập lại lúc máy rảnh hơn.") from error
        except subprocess.CalledProcessError as error:
            raise NoOffice(
                "LibreOffice không chuyển được tệp sang PDF. Mở tệp DOCX để kiểm tra, rồi lập lại."
            ) from error
        made = place / "bao-cao.pdf"
        if not made.exists():
            raise NoOffice(f"LibreOffice không trả lại tệp PDF (tệp gốc {megabytes(len(content))}). Lập lại.")
        return made.read_bytes()
