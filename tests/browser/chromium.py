"""The browser of this machine, and the two sizes every page is looked at."""

from __future__ import annotations

import os
import shutil

ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}


def chromium_path() -> str | None:
    """Return Debian's Chromium, or what ANSINH_CHROMIUM names, or None."""
    return os.environ.get("ANSINH_CHROMIUM") or shutil.which("chromium")
