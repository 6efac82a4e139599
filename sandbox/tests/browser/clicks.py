"""What a user clicks, counted in the browser, wherever it leads."""

from playwright.sync_api import Page

COUNTED = """window.addEventListener("click", (event) => event.isTrusted && window.countClick(), true)"""


def count_clicks(page: Page) -> list:
	"""Return a list that grows by one with each click, from the next page that is opened on."""
	clicks = []
	page.expose_binding("countClick", lambda _source: clicks.append(1))
	page.add_init_script(COUNTED)
	return clicks
