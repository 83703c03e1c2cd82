"""Settings that the command line itself reads: from a variable, or from the file that ``<name>_FILE`` names."""

from __future__ import annotations

import os
from pathlib import Path


class CannotReadSetting(Exception):
    """The file that should hold a setting cannot be read; the sentence names both."""


def setting(name: str) -> str | None:
    """Return a setting, None where it is not set; the file goes before the variable, as for the web site."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name) or None
    try:
        return Path(file).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise CannotReadSetting(f"Không đọc được {file} của {name}_FILE: kiểm tra đường dẫn và quyền đọc.") from error
