"""Verbs of somebody who works in Desk. Each waits until Desk has done what was asked for."""

import json
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from playwright.sync_api import Error, Locator, Page, TimeoutError, expect

DISPATCHER, TECHNICIAN = "claire.dubois@example.com", "julie.perrin@example.com"
OTHER_TECHNICIAN = "karim.benali@example.com"
# The two technicians as sales persons
JULIE, KARIM = "Julie Perrin", "Karim Benali"
PASSWORD = "demo"
TIME_ZONE = "Europe/Paris"
# Milliseconds: many, as a machine may be slow, and have others at work on it. What is there is not waited for.
PATIENCE = 120_000
QUIET_AFTER = 15_000
LOOK_AGAIN = 200

# Between two requests of one action nothing is under way for a moment: a single look is not enough.
STANDS_STILL = """async () => {
	const is_busy = () => {
		if (!window.frappe?.boot || frappe.request?.ajax_count !== 0) return true;
		const [view, , ...name] = frappe.get_route();
		return view === "Form" && window.cur_frm?.doc?.name !== name.join("/");
	};
	for (let frames = 0; frames < 6; frames = is_busy() ? 0 : frames + 1)
		await new Promise(requestAnimationFrame);
	return true;
}"""


def today() -> date:
	"""The day it is on the site and in the browser, which may be another one on this machine."""
	return datetime.now(ZoneInfo(TIME_ZONE)).date()


class Desk:
	def __init__(self, page: Page, address: str):
		self.page, self.address = page, address
		page.set_default_timeout(PATIENCE)
		expect.set_options(timeout=PATIENCE)

	def log_in(self, user: str = DISPATCHER, password: str = PASSWORD) -> None:
		"""Without the page for it: each page of Desk takes a while, and the next step opens one."""
		answer = self.page.context.request.post(
			f"{self.address}/api/method/login", form={"usr": user, "pwd": password}
		)
		assert answer.ok, answer.text()

	def log_out(self) -> None:
		"""Leave Desk first: a page that asks on, now as a guest, is refused."""
		self.page.goto("about:blank")
		self.page.context.clear_cookies()

	def open(self, *route: str) -> None:
		self.page.goto(f"{self.address}/desk/" + "/".join(route))
		self.wait()

	def wait(self) -> None:
		"""Until Desk is loaded and has stood still for some frames, on the page that its address names."""
		with suppress(TimeoutError):  # a page with a frame for a print in it is never told to be idle
			self.page.wait_for_load_state("networkidle", timeout=QUIET_AFTER)
		self.page.wait_for_function(STANDS_STILL)

	def box_at_rest(self, locator: Locator) -> dict[str, float]:
		"""Where something is on the page, once it is drawn, in sight and moves no more: lists are drawn anew."""
		self.wait()
		before = None
		for _ in range(PATIENCE // LOOK_AGAIN):
			box = None
			with suppress(Error):  # it was drawn anew meanwhile
				locator.scroll_into_view_if_needed()
				box = locator.bounding_box()
			if box and box == before:
				return box
			before = box
			self.page.wait_for_timeout(LOOK_AGAIN)
		raise AssertionError(f"{locator} moves on and on")

	def drag_bar(self, bar: Locator, days: int, grip: str = ".bar") -> None:
		"""Move a bar of the Gantt view by so many days with the mouse, or stretch it at a handle."""
		box = self.box_at_rest(bar.locator(grip).first)
		width = self.page.evaluate(
			"cur_list.gantt.options.column_width || cur_list.gantt.config.column_width"
		)
		x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
		self.page.mouse.move(x, y)
		self.page.mouse.down()
		self.page.mouse.move(x + width * days, y, steps=8)
		self.page.mouse.up()

	def control(self, fieldname: str) -> Locator:
		return (
			self.page.locator(f'.form-page .frappe-control[data-fieldname="{fieldname}"]')
			.locator("visible=true")
			.first
		)

	def cell(self, number: int, fieldname: str, table: str = "purposes") -> Locator:
		row = f'.frappe-control[data-fieldname="{table}"] .grid-body .grid-row[data-idx="{number}"]'
		return self.page.locator(f'{row} .grid-static-col[data-fieldname="{fieldname}"]')

	def choose(self, fieldname: str, text: str) -> None:
		"""Type into a link field and take the suggestion."""
		self.take_suggestion(self.control(fieldname), text)

	def choose_in_row(self, number: int, fieldname: str, text: str) -> None:
		cell = self.cell(number, fieldname)
		cell.click()
		self.take_suggestion(cell, text)

	def take_suggestion(self, place: Locator, text: str) -> None:
		option = self.options(place).filter(has_text=text).first
		for milliseconds in (3_000, 10_000, 30_000):
			with suppress(TimeoutError):
				self.type_and_click(place, text, option, milliseconds)
				break
		else:
			self.type_and_click(place, text, option, PATIENCE)
		self.wait()

	def options(self, place: Locator) -> Locator:
		"""What a link field suggests. A table moves it out of the cell after a moment."""
		moved = self.page.locator('.grid-field > .awesomplete [role="option"]')
		return place.locator('[role="option"]').or_(moved).locator("visible=true")

	def type_and_click(self, place: Locator, text: str, option: Locator, milliseconds: int) -> None:
		"""What is typed while the form is being drawn may be lost: then it is typed again."""
		place.locator("input").fill("")
		place.locator("input").fill(text)
		option.click(timeout=milliseconds)

	def offers_in_row(self, number: int, fieldname: str) -> list[str]:
		"""What a link field of a row suggests, without what it offers besides, such as a new record."""
		cell = self.cell(number, fieldname)
		cell.click()
		cell.locator("input").focus()
		self.wait()
		options = self.options(cell).locator("p:not(:has(.link-option)) > strong")
		expect(options.first).to_be_visible()
		offered = options.all_inner_texts()
		self.page.keyboard.press("Escape")
		return offered

	def choose_option(self, fieldname: str, option: str) -> None:
		self.control(fieldname).locator("select").select_option(option)

	def clear(self, fieldname: str) -> None:
		control = self.control(fieldname).locator("input")
		control.fill("")
		control.blur()
		self.wait()

	def fill_row(self, number: int, fieldname: str, text: str) -> None:
		cell = self.cell(number, fieldname)
		cell.click()
		control = cell.locator("input, textarea")
		control.fill(text)
		control.blur()

	def fill_row_form(self, number: int, fieldname: str, text: str) -> None:
		"""Through the form of a row, which has room for a text."""
		opened = self.open_row(number)
		opened.locator(f'[data-fieldname="{fieldname}"] textarea').fill(text)
		opened.locator(".grid-collapse-row").click()

	def open_row(self, number: int, table: str = "purposes") -> Locator:
		"""The form of a row; its button is there when the row is pointed at."""
		rows = self.page.locator(f'.frappe-control[data-fieldname="{table}"] .grid-body .grid-row')
		row = rows.and_(self.page.locator(f'[data-idx="{number}"]')).locator("visible=true").first
		row.hover()
		row.locator(".btn-open-row").click()
		return self.page.locator(".grid-row-open")

	def values(self, *fieldnames: str) -> dict[str, Any]:
		"""What the open document holds."""
		return self.page.evaluate(
			"(names) => Object.fromEntries(names.map((name) => [name, cur_frm.doc[name]]))", list(fieldnames)
		)

	def call(self, method: str, **arguments) -> Any:
		"""What a whitelisted method answers to the user who is logged in."""
		if self.page.url == "about:blank":
			# Desk takes seconds to load, and asks for a token from then on
			form = {
				name: value if isinstance(value, str) else json.dumps(value)
				for name, value in arguments.items()
			}
			answer = self.page.context.request.post(f"{self.address}/api/method/{method}", form=form)
			assert answer.ok, answer.text()
			return answer.json().get("message")
		return self.page.evaluate("([method, args]) => frappe.xcall(method, args)", [method, arguments])

	def get_value(self, doctype: str, filters: dict | str, *fieldnames: str) -> dict[str, Any]:
		return self.call(
			"frappe.client.get_value", doctype=doctype, filters=filters, fieldname=list(fieldnames)
		)

	def wait_for_value(self, doctype: str, name: str, fieldname: str, value: str) -> None:
		"""Until the database has the value."""
		self.page.wait_for_function(
			"""async ([doctype, name, fieldname, value]) =>
				(await frappe.db.get_value(doctype, name, fieldname)).message[fieldname] === value""",
			arg=[doctype, name, fieldname, value],
		)

	def insert_visit(self, customer: str = "Hôtel Belledonne", **values) -> str:
		"""Insert a Maintenance Visit past the form; its name."""
		visit = {"doctype": "Maintenance Visit", "customer": customer, "company": "Alpes Thermique Services"}
		return self.call("frappe.client.insert", doc={**visit, **values})["name"]

	def offers(self) -> Locator:
		"""The documents that the dialog of *Get Items From* shows."""
		return self.page.locator(".modal.show .list-item-container[data-item-name]")

	def get_items(self) -> None:
		"""Take the first document that is offered."""
		self.offers().first.locator("input[type=checkbox]").check()
		self.page.locator(".modal.show .btn-primary", has_text="Get Items").click()
		self.wait()

	def tab(self, label: str) -> None:
		"""A tab of the form."""
		self.page.locator(".form-tabs .nav-link", has_text=label).locator("visible=true").click()

	def answer_checks(self, reading: str = "120") -> None:
		"""Go through the checklist: all is OK."""
		self.tab("Work")
		checks = self.control("checklist_panel").locator("[data-check]")
		expect(checks.first).to_be_visible()
		for number in range(checks.count()):
			checks.nth(number).get_by_role("button", name="OK", exact=True).click()
			inputs = checks.nth(number).locator("[data-fieldname=reading]")
			if inputs.count():
				inputs.fill(reading)
				inputs.blur()

	def sign(self, name: str) -> None:
		"""Draw a line into the customer's signature, and tell whose it is."""
		self.tab("Sign-off")
		pad = self.control("customer_signature").locator("canvas")
		box = self.box_at_rest(pad)
		self.page.mouse.move(box["x"] + 40, box["y"] + 40)
		self.page.mouse.down()
		self.page.mouse.move(box["x"] + 120, box["y"] + 80, steps=8)
		self.page.mouse.move(box["x"] + 200, box["y"] + 40, steps=8)
		self.page.mouse.up()
		signer = self.control("signed_by").locator("input")
		expect(signer).to_be_visible()
		signer.fill(name)
		signer.blur()

	def switch_theme(self, theme: str) -> None:
		"""Light or Dark, from the next page on."""
		self.call("frappe.core.doctype.user.user.switch_theme", theme=theme)

	def press(self, label: str) -> None:
		self.page.get_by_role("button", name=label, exact=True).locator("visible=true").first.click()
		self.wait()

	def press_in(self, group: str, label: str) -> None:
		menu = self.group(group)
		menu.locator("> button").click()
		menu.locator(".dropdown-menu a", has_text=label).click()
		self.wait()

	def show_many(self) -> None:
		"""Ask a list for five hundred rows: what other tests have left may fill its first page."""
		self.page.locator(".btn-paging[data-value='500']").locator("visible=true").click()
		self.wait()

	def act_on_all(self, action: str) -> None:
		"""Choose all visits of the list, and this of the menu *Actions*."""
		self.page.locator(".list-check-all").locator("visible=true").first.check()
		menu = self.page.locator(".actions-btn-group")
		menu.locator("> button").locator("visible=true").click()
		menu.locator(".dropdown-item", has_text=action).locator("visible=true").click()

	def press_in_menu(self, label: str) -> None:
		"""On a narrow page, groups of buttons are in the menu."""
		self.page.locator(".page-head .menu-btn-group button").locator("visible=true").click()
		self.page.locator(".page-head .dropdown-menu.show a", has_text=label).first.click()
		self.wait()

	def width(self) -> int:
		"""How wide the page is, in pixels: more than the window means that it scrolls sideways."""
		return self.page.evaluate("document.documentElement.scrollWidth")

	def group(self, label: str) -> Locator:
		"""A group of buttons at the top of a form."""
		return self.page.locator(f'.inner-group-button[data-label="{quote(label)}"]').locator("visible=true")

	def save(self) -> None:
		self.page.keyboard.press("Control+s")
		self.wait()
		expect(
			self.page.locator(".indicator-pill", has_text="Not Saved").locator("visible=true")
		).to_have_count(0)

	def submit(self) -> None:
		self.press("Submit")
		self.agree("Yes")

	def dialog(self) -> Locator:
		"""The dialog in front, when it stands still."""
		dialog = self.page.locator(".modal.show").last
		expect(dialog).to_have_css("opacity", "1")
		expect(dialog.locator(".modal-dialog")).to_have_css("transform", "none")
		return dialog

	def agree(self, label: str) -> None:
		"""Press the main button of a dialog."""
		self.page.locator(".modal.show .btn-modal-primary", has_text=label).click()
		self.wait()

	def status(self) -> str:
		return (
			self.page.locator(".page-head .indicator-pill").locator("visible=true").first.inner_text().strip()
		)

	def message(self) -> str:
		text = self.page.locator(".modal.show .msgprint").inner_text()
		self.page.keyboard.press("Escape")
		return text
