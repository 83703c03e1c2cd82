"""A real browser on a real server: pages open in Chromium, and what a page must never do fails its test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from tests.browser.chromium import ARGUMENTS, PHONE, WIDE, chromium_path, too_wide
from tests.browser.session import session_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that takes a page is a browser test."""
    for item in items:
        if "open_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run; the tests are skipped, saying why, where there is none."""
    path = chromium_path()
    if path is None:
        pytest.skip("không có Chromium (apt install chromium, hoặc ANSINH_CHROMIUM): bỏ qua phép thử trên trình duyệt")
    # Playwright's own loop runs in this thread; the tests use the database around it, never inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@dataclass
class Watch:
    """What pages did that they must not do."""

    problems: list[str] = field(default_factory=list)
    policies: list[tuple[str, str]] = field(default_factory=list)

    def heard(self, message: ConsoleMessage) -> None:
        """Note what the browser complains about; an error page or a cut line that a test asks for is none."""
        asked_for = ("the server responded with a status of", "net::ERR_FAILED")
        if message.type in {"error", "warning"} and not any(one in message.text for one in asked_for):
            self.problems.append(message.text)

    def answered(self, response: Response) -> None:
        """Note the content security policy of each page."""
        if "text/html" in response.headers.get("content-type", ""):
            self.policies.append((response.url, response.headers.get("content-security-policy", "")))


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open an address of the site: ``open_page("/", user=somebody, size=PHONE)``.

    The test fails where the console complains, or a page comes without a strict policy.
    """
    contexts: list[BrowserContext] = []
    watch = Watch()

    def open_one(path: str, *, user: Any = None, size: dict[str, int] = WIDE, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=scripts
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies(
                [{"name": "sessionid", "value": session_of(user, at=timezone.now()), "url": live_server.url}]
            )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", watch.heard)
        page.on("pageerror", lambda error: watch.problems.append(str(error)))
        page.on("response", watch.answered)
        page.goto(live_server.url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert watch.problems == []
    for url, policy in watch.policies:
        assert "default-src 'self'" in policy, url
        assert "unsafe-inline" not in policy, url
        assert "unsafe-eval" not in policy, url


@pytest.fixture
def admin(live_server: Any) -> Any:
    """An administrator of a made-up province."""
    return get_user_model().objects.create_superuser(
        username="quantri",
        password="mat-khau-thu-nghiem-1",
        full_name="Lê Minh Châu",
        unit_name="Tỉnh Minh Họa",
        agency_name="Sở Nội vụ",
        roles=["admin"],
    )


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page, one line each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.fixture
def faults() -> Callable[[Page], list[str]]:
    """Give ``faults(page)``: what is serious for axe with everything unfolded, what sticks out at 1366 and at 360, folded or not."""

    def look(page: Page) -> list[str]:
        folded = "document.querySelectorAll('details.hanh').forEach(each => each.open = {})"
        found = too_wide(page)
        page.set_viewport_size(PHONE)
        found += too_wide(page)
        page.evaluate(folded.format("true"))
        found += too_wide(page)
        page.set_viewport_size(WIDE)
        return [*found, *too_wide(page), *serious(page)]

    return look


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Give ``axe(page)``: the serious and critical findings."""
    return serious
