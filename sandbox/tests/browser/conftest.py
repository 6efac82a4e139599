"""A real Chromium, and Desk in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from desk import TIME_ZONE, Desk
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from runtime import boot

WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
SITE = "http://127.0.0.1"
# Desk's scripts are compiled once for all pages of a context, where these share a process.
ARGUMENTS = ["--no-sandbox", "--process-per-site"]
FAILURES = boot.STATE / "failures"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
	with sync_playwright() as playwright:
		yield playwright


@pytest.fixture(scope="session")
def chromium_path() -> str:
	return os.environ.get("SANDBOX_CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
	browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
	yield browser
	browser.close()


@pytest.fixture(scope="session")
def get_context(chromium: Browser) -> Callable[[bool], BrowserContext]:
	"""Hand out the context of wide or of narrow pages. A page of the site stays open in it, and the process with it."""

	@cache
	def get(is_narrow: bool) -> BrowserContext:
		viewport = NARROW if is_narrow else WIDE
		context = chromium.new_context(
			viewport=viewport, has_touch=is_narrow, locale="en-GB", timezone_id=TIME_ZONE
		)
		keeper = context.new_page()
		keeper.route("**", lambda route: route.fulfill(body=""))
		keeper.goto(SITE)
		return context

	return get


@pytest.fixture
def page(get_context: Callable[[bool], BrowserContext], request: pytest.FixtureRequest) -> Iterator[Page]:
	"""A page of 1366 pixels, or of 390 and under a thumb where the test is marked `narrow`.

	Errors in its console fail the test, but for those of a test marked `refused`, whose request is to fail.
	With SANDBOX_SLOWER=4 in the environment it runs four times slower, which finds tests that don't wait.
	"""
	context = get_context(bool(request.node.get_closest_marker("narrow")))
	page = context.new_page()
	if slower := os.environ.get("SANDBOX_SLOWER"):
		session = context.new_cdp_session(page)
		session.send("Emulation.setCPUThrottlingRate", {"rate": float(slower)})
	errors, visited = [], set()
	page.on("framenavigated", lambda frame: visited.add(urlsplit(frame.url)))
	page.on("pageerror", lambda error: errors.append(str(error)))
	page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
	failed_before = request.session.testsfailed
	yield page
	if errors or request.session.testsfailed > failed_before:
		keep_picture(page, request.node.name)
	forget(page, {f"{url.scheme}://{url.netloc}" for url in visited if url.netloc})
	if not request.node.get_closest_marker("refused"):
		assert not errors, "\n".join(errors)


def forget(page: Page, origins: set[str]) -> None:
	"""Leave nothing to the next page of the context: no session, and nothing that is kept or cached."""
	page.goto("about:blank")
	session = page.context.new_cdp_session(page)
	for origin in origins:
		session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
	session.send("Network.clearBrowserCache")
	page.context.clear_cookies()
	page.close()


def keep_picture(page: Page, name: str) -> Path:
	FAILURES.mkdir(parents=True, exist_ok=True)
	path = FAILURES / f"{name}.png"
	page.screenshot(path=path)
	return path


@pytest.fixture
def desk(demo: str, page: Page) -> Desk:
	return Desk(page, demo)
