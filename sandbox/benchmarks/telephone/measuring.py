"""How long a technician waits for the list, where the browser was killed and there is no server."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from ..in_browser import tell

TECHNICIAN, PASSWORD = "julie.perrin@example.com", "demo"
# As it is, and as slow as a cheap telephone
SLOWDOWNS = (1, 4)
VISIT = "[data-visit]"
# Milliseconds from the beginning of the navigation until a visit is drawn and painted
NOTE_FIRST_VISIT = """
const look = () => {
	if (!document.querySelector(".visit-card")) return requestAnimationFrame(look);
	const { port1, port2 } = new MessageChannel();
	requestAnimationFrame(() => {
		port1.onmessage = () => (window.first_visit_shown = performance.now());
		port2.postMessage(null);
	});
};
look();
"""
# What the browser has written by then is on the disk, as on a telephone that was used for a while
UNTIL_WRITTEN = 3_000


def synchronise(chromium: str, profile: Path, address: str) -> int:
	"""Log in, and wait until all is on the telephone. Return the number of visits there."""
	with sync_playwright() as playwright, telephone(playwright, chromium, profile) as context:
		context.request.post(f"{address}/api/method/login", form={"usr": TECHNICIAN, "pwd": PASSWORD})
		page = context.pages[0]
		page.goto(f"{address}/visits")
		page.locator(VISIT).first.wait_for()
		page.wait_for_function("navigator.serviceWorker.controller")
		page.wait_for_load_state("networkidle")
		page.wait_for_timeout(UNTIL_WRITTEN)
		return page.locator(VISIT).count()


def measure_starts(chromium: str, profile: Path, address: str, times: int) -> Iterator[str]:
	"""Yield a line for each slowdown: milliseconds until the first visit is seen, the median of `times` and the worst."""
	for slowdown in SLOWDOWNS:
		found = [start(chromium, profile, address, slowdown) for _ in range(times)]
		yield tell(f"list after a start, processor 1/{slowdown}", found)


def start(chromium: str, profile: Path, address: str, slowdown: int) -> float:
	"""Start the browser anew, open the app, and return when the first visit was seen."""
	with sync_playwright() as playwright, telephone(playwright, chromium, profile) as context:
		context.set_offline(True)
		page = context.pages[0]
		slow_down(page, slowdown)
		page.add_init_script(NOTE_FIRST_VISIT)
		page.goto(f"{address}/visits", wait_until="commit")
		page.wait_for_function("window.first_visit_shown")
		return page.evaluate("window.first_visit_shown")


def slow_down(page: Page, times: int) -> None:
	page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


@contextmanager
def telephone(playwright: Playwright, chromium: str, profile: Path) -> Iterator[BrowserContext]:
	"""A browser that is killed at the end, with all of its processes, as a telephone does that needs the room."""
	context = playwright.chromium.launch_persistent_context(
		profile,
		executable_path=chromium,
		args=["--no-sandbox"],
		viewport={"width": 390, "height": 844},
		has_touch=True,
		is_mobile=True,
		locale="en-GB",
		timezone_id="Europe/Paris",
	)
	try:
		yield context
	finally:
		kill(profile)
		with suppress(Exception):
			context.close()


def kill(profile: Path) -> None:
	"""End all processes of the profile at once, without a word."""
	for process in Path("/proc").glob("[0-9]*"):
		with suppress(OSError):
			if f"--user-data-dir={profile}" in (process / "cmdline").read_text():
				os.kill(int(process.name), signal.SIGKILL)
