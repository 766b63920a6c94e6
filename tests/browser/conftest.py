"""
A real browser on the real pages: Debian's Chromium through pytest-playwright, nothing downloaded.

`page` is guarded: a request that leaves the host, an error on the console or in a script, or a broken file fails the test.
Without Chromium these tests are skipped, and the end of the run says so loudly.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import playwright
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.support.regency import PASSWORD, Regency, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 780}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here, missing = Path(__file__).parent, _what_is_missing()
    for item in items:
        if not item.path.is_relative_to(here):
            continue
        item.add_marker(pytest.mark.browser)
        if missing:
            item.add_marker(
                pytest.mark.skip(reason=f"the pages were NOT tried in a browser: apt-get install {missing}")
            )


def _what_is_missing() -> str:
    """The Debian package without which no browser starts; empty when one does."""
    if CHROMIUM is None:
        return "chromium"
    driver = Path(playwright.__file__).parent / "driver" / "node"
    starts = subprocess.run([driver, "--version"], capture_output=True, check=False).returncode == 0
    return "" if starts else "libatomic1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Every page is opened by its path. (The plugin's own fixture of this name warns under pytest 9.)"""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": base_url,
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "viewport": DESK,
        "reduced_motion": "reduce",
    }


class Guard:
    """What a page did that it may not do."""

    def __init__(self, page: Page, host: str) -> None:
        self.host = host
        self.wrong: list[str] = []
        self.expected: list[re.Pattern[str]] = []
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))

    def allow(self, pattern: str) -> None:
        """A test that provokes an error says which, as a pattern of the line it leaves."""
        self.expected.append(re.compile(pattern))

    def verdict(self) -> list[str]:
        return [line for line in self.wrong if not any(pattern.search(line) for pattern in self.expected)]

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.wrong.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {urlsplit(response.url).path}")

    def _console(self, message: ConsoleMessage) -> None:
        # What a failed request writes there too is told by the response itself, with its address.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.wrong.append(f"console {message.type}: {message.text}")


@pytest.fixture
def guard(base_url: str) -> Iterator[Callable[[Page], Guard]]:
    """Guards for pages that a test opens itself; the fixture `page` has one already."""
    guards: list[Guard] = []

    def watch(page: Page) -> Guard:
        guards.append(Guard(page, urlsplit(base_url).netloc))
        return guards[-1]

    yield watch
    assert [line for one in guards for line in one.verdict()] == []


@pytest.fixture
def page(context: BrowserContext, guard: Callable[[Page], Guard]) -> Page:
    page = context.new_page()
    page.set_default_timeout(10_000)
    guard(page)
    return page


@pytest.fixture
def desk() -> dict[str, int]:
    return DESK


@pytest.fixture
def phone() -> dict[str, int]:
    return PHONE


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with each violation, its place and how to mend it."""
    runner = Axe()

    def look(page: Page) -> None:
        violations = runner.run(page).response["violations"]
        found = [
            f"{one['id']}: {node['html'][:160]} — {node.get('failureSummary', '')}"
            for one in violations
            for node in one["nodes"]
        ]
        assert found == []

    return look


@pytest.fixture
def shot(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Page, str], Path]:
    """`shot(page, "name")` keeps a picture of the whole page, in GUYUB_SHOTS if that names a folder."""
    folder = Path(os.environ["GUYUB_SHOTS"]) if os.environ.get("GUYUB_SHOTS") else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> Path:
        size = page.viewport_size or DESK
        path = folder / f"{name}-{size['width']}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """`sign_in(page, officer)`: the session of an officer, without walking through the sign-in page each time."""

    def become(page: Page, officer: Any) -> None:
        client = Client()
        client.force_login(officer)
        session = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])

    return become


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """`fits(page)`: the page itself never scrolls sideways; only a region named for it may."""

    def look(page: Page) -> None:
        wide = page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [`${document.documentElement.scrollWidth} px`, ...[...document.querySelectorAll('body *')]
              .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll'))
              .slice(0, 5).map(e => e.tagName + '.' + e.getAttribute('class') + ' ' + e.textContent.slice(0, 40))]"""
        )
        assert wide == []

    return look


@pytest.fixture(scope="session")
def regency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Regency]:
    """
    A small demo regency of its own, served with web and worker; no test's database is touched.

    A module that asks for it also says `base_url` is its address, and belongs to the xdist group "regency".
    """
    folder = tmp_path_factory.mktemp("regency") / "data"
    folder.mkdir()
    with served(folder, os.environ.get("GUYUB_DATABASE_URL", "")) as standing:
        yield standing


@pytest.fixture(scope="session")
def entrance(browser: Browser, regency: Regency) -> Callable[[str], Any]:
    """`entrance("dinsos")`: the cookies of a demo account, signed in once through the sign-in page."""
    cookies: dict[str, Any] = {}

    def enter(account: str) -> Any:
        if account not in cookies:
            context = browser.new_context(base_url=regency.url, locale="id-ID")
            page = context.new_page()
            page.goto("/masuk/")
            page.fill("input[name=login]", account)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda address: "/masuk/" not in address)
            cookies[account] = context.storage_state()
            context.close()
        return cookies[account]

    return enter


@pytest.fixture
def visit(
    browser: Browser, regency: Regency, entrance: Callable[[str], Any], guard: Callable[[Page], Guard]
) -> Iterator[Callable[..., Page]]:
    """`visit("dinsos", size=PHONE, javascript=False)`: a guarded page of that account, "" for a stranger."""
    contexts: list[BrowserContext] = []

    def open_as(
        account: str = "", *, size: dict[str, int] | None = None, javascript: bool = True, allow: str = ""
    ) -> Page:
        context = browser.new_context(
            base_url=regency.url,
            storage_state=entrance(account) if account else None,
            java_script_enabled=javascript,
            viewport=size or DESK,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        watched = guard(page)
        if allow:
            watched.allow(allow)
        return page

    yield open_as
    for context in contexts:
        context.close()
