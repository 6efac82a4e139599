"""A visit by keyboard alone: no mouse is touched from the empty form to the saved visit, and all that was typed is there."""

import pytest
from desk import DISPATCHER, Desk
from playwright.sync_api import expect

AHEAD, BACK = "Tab", "Shift+Tab"
# Where the keyboard is: the table, the row and the field
FOCUS = """() => {
	const { activeElement } = document;
	const control = activeElement.closest(".frappe-control[data-fieldname]");
	const row = activeElement.closest(".grid-row[data-idx]");
	const table = row?.closest('.frappe-control[data-fieldtype="Table"]');
	const fieldname = activeElement.dataset.fieldname || control?.dataset.fieldname || "";
	return row ? [table.dataset.fieldname, Number(row.dataset.idx), fieldname] : [fieldname];
}"""
# From a table's heading Frappe leads on into a row by itself, a moment later; until then nothing has the focus.
# It takes the focus off the heading at once, so that a focusin of it never comes.
FOLLOW = """addEventListener("focus", ({ target }) => {
	window.is_led_on = target instanceof Element && target.matches(".grid-heading-row *");
}, true);"""
MOST_STEPS = 40
COLUMNS = ["item_code", "serial_no", "completion_status", "work_done", "service_person"]


class Keyboard:
	"""Ten fingers, and eyes that see where the focus is."""

	def __init__(self, desk: Desk):
		self.desk, self.keys = desk, desk.page.keyboard
		desk.page.add_init_script(FOLLOW)

	def place(self) -> list:
		return self.desk.page.evaluate(FOCUS)

	def wait_for(self, *place: str | int) -> None:
		self.desk.page.wait_for_function(f"(place) => `${{({FOCUS})()}}` === `${{place}}`", arg=list(place))

	def press(self, key: str) -> None:
		self.keys.press(key)
		self.desk.wait()
		self.desk.page.wait_for_function("!window.is_led_on")

	def go_to(self, *place: str | int, key: str = AHEAD) -> None:
		for _step in range(MOST_STEPS):
			if self.place() == list(place):
				return
			self.press(key)
		raise AssertionError(f"{key} never comes to {place}, but to {self.place()}")

	def go_on(self) -> None:
		"""Leave the field. What it suggests is closed by a first Tab."""
		before = self.place()
		for _step in range(MOST_STEPS):
			self.press(AHEAD)
			if self.place() != before:
				return
		raise AssertionError(f"{AHEAD} stays at {before}")

	def choose(self, text: str) -> None:
		"""Type into a link field, wait until it is offered, take it and go on."""
		self.keys.type(text)
		option = self.desk.page.locator('[role="option"]', has_text=text).locator("visible=true")
		expect(option.first).to_be_visible()
		self.keys.press("Enter")
		self.desk.wait()
		self.go_on()

	def fill_in(self, text: str) -> None:
		self.keys.type(text)
		self.go_on()

	def save(self) -> None:
		self.desk.save()


@pytest.fixture
def keyboard(desk: Desk) -> Keyboard:
	keyboard = Keyboard(desk)
	desk.log_in(DISPATCHER)
	desk.open("maintenance-visit", "new")
	return keyboard


def test_new_visit_begins_with_its_customer(keyboard: Keyboard):
	keyboard.wait_for("customer")


def test_visit_by_keyboard_alone_is_saved_as_it_was_typed(keyboard: Keyboard, desk: Desk):
	keyboard.wait_for("customer")
	keyboard.choose("Hôtel Belledonne")
	keyboard.go_to("maintenance_type")
	keyboard.keys.type("Break")
	keyboard.go_to("purposes", 1, "item_code")

	keyboard.choose("CHAUD-35")
	assert keyboard.place() == ["purposes", 1, "serial_no"]
	keyboard.choose("CH35-2021-0147")
	assert keyboard.place() == ["purposes", 1, "completion_status"]
	keyboard.fill_in("Fully")
	assert keyboard.place() == ["purposes", 1, "work_done"]
	keyboard.fill_in("Burner cleaned.")
	assert keyboard.place() == ["purposes", 1, "service_person"]
	assert len(desk.values("purposes")["purposes"]) == 1
	keyboard.choose("Julie Perrin")

	keyboard.wait_for("purposes", 2, "item_code")
	keyboard.choose("CLIM-50")
	keyboard.go_to("purposes", 2, "work_done")
	keyboard.keys.type("Filters changed.")
	keyboard.save()

	visit = desk.call("frappe.client.get", doctype="Maintenance Visit", name=desk.values("name")["name"])
	assert (visit["customer"], visit["maintenance_type"]) == ("Hôtel Belledonne", "Breakdown")
	assert [[row.get(column) or None for column in COLUMNS] for row in visit["purposes"]] == [
		["CHAUD-35", "CH35-2021-0147", "Fully Completed", "Burner cleaned.", "Julie Perrin"],
		["CLIM-50", None, None, "Filters changed.", None],
	]


@pytest.mark.parametrize(
	("column", "typed", "kept"),
	[
		("item_code", "CLIM-50", "CLIM-50"),
		("work_done", "Gas refilled.", "Gas refilled."),
		("completion_status", "Pend", "Pending"),
		("service_person", "Karim Benali", "Karim Benali"),
	],
)
def test_what_is_being_typed_in_a_cell_is_saved(
	keyboard: Keyboard, desk: Desk, column: str, typed: str, kept: str
):
	keyboard.wait_for("customer")
	keyboard.choose("Hôtel Belledonne")
	keyboard.go_to("purposes", 1, "item_code")
	if column != "item_code":
		keyboard.choose("CHAUD-35")
	keyboard.go_to("purposes", 1, column)
	keyboard.keys.type(typed)
	keyboard.save()

	visit = desk.call("frappe.client.get", doctype="Maintenance Visit", name=desk.values("name")["name"])
	assert [row.get(column) for row in visit["purposes"]] == [kept]
