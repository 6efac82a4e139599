"""A real Chromium, and Desk in it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import TIME_ZONE, Desk
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from runtime import boot

WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
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
	browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
	yield browser
	browser.close()


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
	"""A page of 1366 pixels, or of 390 and under a thumb where the test is marked `narrow`.

	Errors in its console fail the test, but for those of a test marked `refused`, whose request is to fail.
	With SANDBOX_SLOWER=4 in the environment it runs four times slower, which finds tests that don't wait.
	"""
	viewport = NARROW if request.node.get_closest_marker("narrow") else WIDE
	context = chromium.new_context(
		viewport=viewport, has_touch=viewport is NARROW, locale="en-GB", timezone_id=TIME_ZONE
	)
	page = context.new_page()
	if slower := os.environ.get("SANDBOX_SLOWER"):
		session = context.new_cdp_session(page)
		session.send("Emulation.setCPUThrottlingRate", {"rate": float(slower)})
	errors = []
	page.on("pageerror", lambda error: errors.append(str(error)))
	page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
	failed_before = request.session.testsfailed
	yield page
	if errors or request.session.testsfailed > failed_before:
		keep_picture(page, request.node.name)
	context.close()
	if not request.node.get_closest_marker("refused"):
		assert not errors, "\n".join(errors)


def keep_picture(page: Page, name: str) -> Path:
	FAILURES.mkdir(parents=True, exist_ok=True)
	path = FAILURES / f"{name}.png"
	page.screenshot(path=path)
	return path


@pytest.fixture
def desk(demo: str, page: Page) -> Desk:
	return Desk(page, demo)
