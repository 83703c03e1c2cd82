"""The browser of this machine, and the two sizes every page is looked at."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Page

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


def too_wide(page: Page) -> list[str]:
    """Return the elements that stick out of the page at the right, which makes a phone scroll sideways."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll('body *')]
          .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest('.cuon, .chart, .seg'))
          .map((e) => e.outerHTML.slice(0, 120))"""
    )
    return found


def take_pictures(page: Page, name: str) -> None:
    """Keep a page as pictures at both widths, in the folder that PICTURES names, if it names one."""
    if place := os.environ.get("PICTURES"):
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)
            page.screenshot(path=str(Path(place) / f"{name}-{size['width']}.png"), full_page=True)
