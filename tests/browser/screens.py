"""`make screens`: every page of the demonstration, at 1366 and at 360, into docs/screens/.

``python -m tests.browser.screens [NAME …]`` photographs only the named pages. ``--plan FILE`` uploads a
plan first, ``--out FOLDER`` puts the pictures elsewhere. Exit code 1 where a page is missing or fails.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from tests.browser.chromium import ARGUMENTS, PHONE, WIDE, chromium_path, too_wide
from tests.browser.pages import PLAN, SHOTS, Shot

from ansinh.cli.demo import DEMO_PASSWORD, LOGIN
from ansinh.cli.postgres.cluster import Cluster

PLACE = Path(__file__).resolve().parents[2] / "docs" / "screens"
START_SECONDS = 180
# What is further down on a long list shows nothing new.
HIGHEST = 3000
Colour = tuple[int, ...]
# Of the 256 colours of a picture, so many are simply the most common ones.
COMMON = 160


@contextmanager
def demonstration() -> Iterator[tuple[str, dict[str, str]]]:
    """Start the demonstration on data of its own; give its address and environment; stop it, take the data away."""
    place = Path(tempfile.mkdtemp(prefix="ansinh-screens-"))
    place.chmod(0o711)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "SECRET_KEY"))}
    variables = {**kept, "ANSINH_DATA_DIR": str(place)}
    log = place / "log"
    with log.open("wb") as sink:
        command = [sys.executable, "-m", "ansinh.cli", "demo", "--port", str(port)]
        site = subprocess.Popen(command, env=variables, stdout=sink, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base, site, log)
        yield base, variables
    finally:
        site.terminate()
        site.wait(timeout=90)
        Cluster(place).destroy()


def _wait(base: str, site: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if site.poll() is not None:
            break
        try:
            with urllib.request.urlopen(base + LOGIN, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("Bản trình diễn không mở được:\n" + log.read_text("utf-8", "replace")[-3000:])


def photograph(browser: Browser, base: str, shots: list[Shot], out: Path) -> list[str]:
    """Photograph the pages; return what went wrong, one sentence each."""
    wrong: list[str] = []
    for user in sorted({shot.user for shot in shots}):
        state = _login(browser, base, user) if user else None
        for size in (WIDE, PHONE):
            context = browser.new_context(viewport=size, locale="vi-VN", storage_state=state)
            context.set_default_timeout(60_000)
            for shot in shots:
                if shot.user == user:
                    wrong += _take(context, base, shot, out / f"{shot.name}-{size['width']}.png")
            context.close()
    return wrong


def _login(browser: Browser, base: str, user: str) -> object:
    context = browser.new_context()
    page = context.new_page()
    page.goto(base + LOGIN)
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: LOGIN not in url)
    state = context.storage_state()
    context.close()
    return state


def _take(context: BrowserContext, base: str, shot: Shot, picture: Path) -> list[str]:
    page = context.new_page()
    try:
        answer = page.goto(base + shot.path)
        for step in shot.steps:
            address = _beside_plan(page, step[1:]) if step.startswith("+") else _link(page, step)
            if address is None:
                return [f"{picture.stem}: trên {page.url} không có liên kết {step}"]
            answer = page.goto(base + address)
        expected = 404 if shot.name == "khong-co-trang" else 200
        if answer is None or answer.status != expected:
            return [f"{picture.stem}: {page.url} trả lời {answer.status if answer else 'không gì'}"]
        page.evaluate("document.fonts.ready")
        page.evaluate("document.activeElement && document.activeElement.blur()")
        high = min(page.evaluate("document.documentElement.scrollHeight"), HIGHEST)
        wide = page.evaluate("window.innerWidth")
        page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": wide, "height": high})
        _make_small(picture)
        return [f"{picture.stem}: rộng hơn màn hình: {part}" for part in too_wide(page)[-3:]]
    except PlaywrightError as error:
        return [f"{picture.stem}: {error.message.splitlines()[0]}"]
    finally:
        page.close()


def _make_small(picture: Path) -> None:
    """Keep 256 colours: a page of a yearbook needs no more, and the repository stays light."""
    with Image.open(picture) as image:
        few_colours(image.convert("RGB")).save(picture, optimize=True)


def few_colours(image: Image.Image) -> Image.Image:
    """Return a picture in 256 colours in which every hue stays what it was.

    The usual cut shares the palette out by area, so the few green pixels of a ✓ fall to the blue of all the links.
    Here the most common colours stay as they are, and the rest of the palette goes to those farthest from it.
    """
    seen = sorted(image.getcolors(maxcolors=image.width * image.height) or [], reverse=True)
    palette = [colour for _, colour in seen[:COMMON]]
    kinds: dict[tuple[int, ...], Colour] = {}
    for _, colour in seen[COMMON:]:
        kinds.setdefault(tuple(part >> 4 for part in colour), colour)
    far = {kind: min(_distance(kind, known) for known in palette) for kind in kinds.values()}
    while far and len(palette) < 256:
        kind = max(far, key=far.__getitem__)
        palette.append(kind)
        far = {other: min(least, _distance(other, kind)) for other, least in far.items() if other != kind}
    sample = Image.new("P", (1, 1))
    sample.putpalette([part for colour in palette for part in colour])
    return image.quantize(palette=sample, dither=Image.Dither.NONE)


def _distance(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _beside_plan(page: Page, part: str) -> str | None:
    found = re.match(PLAN, urllib.parse.urlsplit(page.url).path)
    return found.group() + part if found else None


def _link(page: Page, pattern: str) -> str | None:
    addresses: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
    return next((one for one in addresses if re.search(pattern, one.split("?")[0].split("#")[0])), None)


def _stage(variables: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "tests.browser.stage", *arguments], env=variables, check=True)


def main() -> int:
    """Photograph what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--plan", type=Path)
    parser.add_argument("--out", type=Path, default=PLACE)
    asked = parser.parse_args()
    shots = [shot for shot in SHOTS if not asked.names or shot.name in asked.names]
    path = chromium_path()
    if path is None:
        raise SystemExit("Thiếu Chromium: cài bằng  apt install chromium, hoặc đặt ANSINH_CHROMIUM.")
    asked.out.mkdir(parents=True, exist_ok=True)
    with demonstration() as (base, variables), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        if asked.plan:
            _stage(variables, "upload", str(asked.plan.resolve()))
        wrong = photograph(browser, base, [shot for shot in shots if not shot.running], asked.out)
        if any(shot.running for shot in shots):
            _stage(variables, "put-to-work")
            _stage(variables, "people")
            wrong += photograph(browser, base, [shot for shot in shots if shot.running], asked.out)
        browser.close()
    for sentence in wrong:
        print(sentence)
    print(f"Đã chụp {len(shots)} trang ở 1366 và 360 điểm ảnh vào {asked.out}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
