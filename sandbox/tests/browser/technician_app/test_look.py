"""The app as it is seen, heard and touched: each screen, light and dark, without a serious fault."""

import gzip
from collections.abc import Callable

import pytest
from desk import TECHNICIAN
from phone import Office, Phone
from playwright.sync_api import Page, expect
from visits import SERIAL_NO, make_checklist, plan

from runtime import boot

AXE = boot.STATE / "axe" / "node_modules" / "axe-core" / "axe.min.js"
# What is loaded before a visit can be seen; the reader of bar codes is loaded where it is needed
MOST_BYTES_OF_SCRIPT = 200_000
# The dark theme differs by its colors alone
RULES = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
# All that can be touched, but for fields inside of a larger frame
SMALL_TARGETS = """() => [...document.querySelectorAll("button, a, select, textarea, label.camera")]
	.map((element) => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
	.filter(([, { width, height }]) => width && Math.min(width, height) < 47.5)
	.map(([html]) => html)"""

TOO_WIDE = """() => [...document.querySelectorAll("#visits *")]
	.filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
	.map((element) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_screen_can_be_read_heard_and_touched(
	get_phone: Callable[..., Phone], office: Office, theme: str
):
	checklist = make_checklist(office, f"Seen in {theme}", [("Pressure", "Pascal"), ("Seals", None)])
	visit = plan(office, maintenance_checklist=checklist)
	phone = get_phone(color_scheme=theme).open().log_in(TECHNICIAN).start()
	page = phone.page
	expect(page.locator(f"[data-visit='{visit}']")).to_be_visible()
	examine(page, theme)

	phone.open_visit(visit)
	phone.step("Check In").tap()
	page.locator("[data-section=checks] [data-result='Not OK']").first.tap()
	expect(phone.button("Pause")).to_be_visible()
	examine(page, theme)
	phone.button("Add a Part").tap()
	expect(page.locator(".pick").first).to_be_visible()
	examine(page, theme)
	phone.button("Close").tap()
	phone.button("Show the Report to the Customer").tap()
	expect(page.locator(".stars")).to_be_visible()
	examine(page, theme)
	phone.button("Close").tap()
	phone.button("Pause").tap()
	phone.sync()
	for path in ("/waiting", "/me", "/scan", f"/equipment/{SERIAL_NO}", f"/ask/{SERIAL_NO}"):
		phone.start(path)
		examine(page, theme)


def examine(page: Page, theme: str) -> None:
	page.evaluate("document.fonts.ready")
	if not page.evaluate("Boolean(window.axe)"):
		page.evaluate(AXE.read_text())
	found = page.evaluate("(rules) => axe.run(rules)", RULES[theme])["violations"]
	assert not [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]
	assert page.evaluate(SMALL_TARGETS) == []
	assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_letters_twice_as_large_push_nothing_off_the_screen(phone: Phone, office: Office):
	visit = plan(office)
	phone.open().log_in(TECHNICIAN).start()
	expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
	phone.open_visit(visit)
	phone.page.add_style_tag(content="html { font-size: 32px }")

	assert phone.page.evaluate(TOO_WIDE) == []
	assert phone.step("Check In").bounding_box()["x"] >= 0


def test_script_is_small():
	(script,) = (boot.STATE / "assets/maintenance_visit_app/dist/js").glob("visits.bundle.*.js")
	assert len(gzip.compress(script.read_bytes())) < MOST_BYTES_OF_SCRIPT
