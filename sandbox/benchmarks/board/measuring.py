"""How long a dispatcher waits: for the board, for another week, and for what she drags."""

import datetime
from collections.abc import Iterator

from playwright.sync_api import Browser, Page, sync_playwright

from ..in_browser import tell

DISPATCHER, PASSWORD = "claire.dubois@example.com", "demo"
SIZE = {"width": 1366, "height": 900}
# Milliseconds until what waits in the page is given up
PATIENCE = 120_000
# Milliseconds in which the board draws what isn't in sight, too
QUIET = 1_000
CELL = '.dispatch-cell[data-lane="{lane}"][data-day="{day}"]'
# As a link in Desk does
OPEN = """history.pushState(null, "", "/desk/dispatch-board?view=week&day={day}"); frappe.router.route()"""
BACK = """document.querySelector('[data-walk="-1"]').click()"""
# Milliseconds from an act until cards of the day are drawn, and painted: then she can take hold of one
UNTIL_DRAWN = """async ([act, day]) => {
	const frame = () => new Promise(requestAnimationFrame);
	const started = performance.now();
	(0, eval)(act);
	const cards = `.dispatch-lanes .dispatch-cell[data-day="${day}"] .dispatch-card`;
	while (!document.querySelector(cards)) await frame();
	await frame();
	return performance.now() - started;
}"""
# Milliseconds from letting go of a card until it is drawn in its new place, and until the server has answered
LISTEN = """(place) => {
	const measured = (window.measured = {});
	const board = document.querySelector(".dispatch-board");
	const let_go = (event) => (measured.start = event.timeStamp);
	document.addEventListener("pointerup", let_go, { capture: true, once: true });
	const watch = new MutationObserver(() => {
		if (!measured.start) return;
		const passed = performance.now() - measured.start;
		if (board.querySelector(place)) measured.drawn ??= passed;
		if (board.classList.contains("is-sending")) measured.is_sent = true;
		else if (measured.is_sent) measured.answered ??= passed;
	});
	watch.observe(board, { attributes: true, childList: true, subtree: true, attributeFilter: ["class"] });
}"""


def measure(address: str, chromium: str, monday: datetime.date, times: int) -> Iterator[str]:
	"""Yield a line for each thing that is waited for: milliseconds, the median of `times` and the worst."""
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
		yield tell(
			"board opened in Desk, first time", [open_first(browser, address, monday) for _ in range(times)]
		)
		page = open_desk(browser, address)
		open_board(page, monday)
		yield tell("another week and back", list(leaf(page, monday, times)))
		drags = [drag(page, monday, number) for number in range(times)]
		yield tell("dragged card is in its place", [drawn for drawn, _answered in drags])
		yield tell("server has answered", [answered for _drawn, answered in drags])
		browser.close()


def open_first(browser: Browser, address: str, monday: datetime.date) -> float:
	page = open_desk(browser, address)
	milliseconds = open_board(page, monday)
	page.context.close()
	return milliseconds


def open_desk(browser: Browser, address: str) -> Page:
	"""Log in, and wait for the list of visits, as somebody has it open who goes on to the board."""
	context = browser.new_context(viewport=SIZE, locale="en-GB", timezone_id="Europe/Paris")
	context.set_default_timeout(PATIENCE)
	context.request.post(f"{address}/api/method/login", form={"usr": DISPATCHER, "pwd": PASSWORD})
	page = context.new_page()
	page.goto(f"{address}/desk/maintenance-visit")
	page.locator(".list-row").first.wait_for()
	page.wait_for_load_state("networkidle")
	return page


def open_board(page: Page, monday: datetime.date) -> float:
	milliseconds = page.evaluate(UNTIL_DRAWN, [OPEN.format(day=monday), str(monday)])
	page.wait_for_load_state("networkidle")
	return milliseconds


def leaf(page: Page, monday: datetime.date, times: int) -> Iterator[float]:
	"""Go to the next week, in which nothing is planned, and measure the way back."""
	for _ in range(times):
		page.locator('[data-walk="1"]').click()
		page.locator(f'.dispatch-head [data-open-day="{monday}"]').wait_for(state="detached")
		page.wait_for_load_state("networkidle")
		page.wait_for_timeout(QUIET)
		yield page.evaluate(UNTIL_DRAWN, [BACK, str(monday)])
		page.wait_for_timeout(QUIET)


def drag(page: Page, monday: datetime.date, number: int) -> tuple[float, float]:
	"""Drag a visit to the next technician's Tuesday, where there is room for it."""
	lane, other = (f"Technician {2 * number + which:02}" for which in (0, 1))
	card = page.locator(f"{CELL.format(lane=lane, day=monday)} .dispatch-card").first
	place = CELL.format(lane=other, day=monday + datetime.timedelta(days=1))
	page.locator(place).scroll_into_view_if_needed()
	visit = card.get_attribute("data-visit")
	start, end = card.bounding_box(), page.locator(place).bounding_box()
	page.evaluate(LISTEN, f'{place} [data-visit="{visit}"]')
	page.mouse.move(start["x"] + 20, start["y"] + 12)
	page.mouse.down()
	page.mouse.move(start["x"] + 40, start["y"] + 30, steps=3)
	page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 10, steps=5)
	page.mouse.up()
	page.wait_for_function("measured.answered && measured.drawn")
	page.wait_for_timeout(QUIET)
	assert page.locator(f'{place} [data-visit="{visit}"]').count() == 1, "The move was refused"
	return page.evaluate("[measured.drawn, measured.answered]")
