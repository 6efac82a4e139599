"""The dispatch board, with mouse, keyboard and two dispatchers: the database says what the eye saw."""

import datetime
from collections.abc import Iterator

import pytest
from desk import DISPATCHER, JULIE, KARIM, Desk, today
from playwright.sync_api import Browser, Locator, expect

HOTEL = "Hôtel Belledonne"
# Monday to Friday of a week that other tests leave alone
MONDAY = today() + datetime.timedelta(days=70 - today().weekday())
TUESDAY = MONDAY + datetime.timedelta(days=1)
HOUR = 3600


@pytest.fixture
def board(desk: Desk) -> Iterator["Board"]:
	desk.log_in(DISPATCHER)
	yield Board(desk)


class Board:
	"""Verbs of a dispatcher in front of the board."""

	def __init__(self, desk: Desk):
		self.desk, self.page = desk, desk.page

	def open(self, view: str = "week", day: datetime.date = MONDAY) -> None:
		self.desk.open("dispatch-board", f"?view={view}&day={day}")
		expect(self.lane(JULIE)).to_be_visible()
		self.desk.wait()

	def lane(self, technician: str) -> Locator:
		return self.page.locator(f'.dispatch-row[data-row="{technician}"]')

	def cell(self, technician: str, day: datetime.date = MONDAY) -> Locator:
		return self.page.locator(f'.dispatch-cell[data-lane="{technician}"][data-day="{day}"]').last

	def card(self, visit: str) -> Locator:
		return self.page.locator(f'.dispatch-lanes .dispatch-card[data-visit="{visit}"]')

	def waiting(self, thing: str) -> Locator:
		return self.page.locator(f'.dispatch-tray .dispatch-card[data-thing="{thing}"]')

	def drag(self, card: Locator, target: Locator, x: float | None = None) -> None:
		card.scroll_into_view_if_needed()
		target.scroll_into_view_if_needed()
		start, end = self.desk.box_at_rest(card), self.desk.box_at_rest(target)
		self.page.mouse.move(start["x"] + 8, start["y"] + start["height"] / 2)
		self.page.mouse.down()
		self.page.mouse.move(start["x"] + 20, start["y"] + start["height"] / 2 + 8, steps=3)
		self.page.mouse.move(end["x"] + (x if x is not None else end["width"] / 2), end["y"] + 8, steps=5)
		self.page.mouse.up()

	def make_visit(self, technician: str | None = None, day: datetime.date = MONDAY, **values) -> str:
		row = {"item_code": "ENT-CLIM", "service_person": technician}
		return self.desk.insert_visit(mntc_date=str(day), purposes=[row], **values)

	def wait_for_plan(self, visit: str, day: datetime.date, time: str | None, technician: str | None) -> None:
		self.page.wait_for_function(
			"""async ([visit, day, time, technician]) => {
				const fields = ["mntc_date", "mntc_time", "technicians"];
				const { message } = await frappe.db.get_value("Maintenance Visit", visit, fields);
				return message.mntc_date === day && message.mntc_time === time && message.technicians === technician;
			}""",
			arg=[visit, str(day), time, technician],
		)

	def wait_until_sent(self) -> None:
		self.page.wait_for_function("!document.querySelector('.dispatch-board.is-sending')")


def test_visit_is_dragged_between_technicians_and_days_and_the_move_is_undone(board: Board):
	visit = board.make_visit(JULIE, mntc_time="09:00:00")
	board.open()

	board.drag(board.card(visit), board.cell(KARIM, TUESDAY))
	expect(board.cell(KARIM, TUESDAY).locator(f'[data-visit="{visit}"]')).to_be_visible()
	board.wait_for_plan(visit, TUESDAY, "9:00:00", KARIM)

	board.page.get_by_role("button", name="Undo").click()
	board.wait_for_plan(visit, MONDAY, "9:00:00", JULIE)
	expect(board.cell(JULIE).locator(f'[data-visit="{visit}"]')).to_be_visible()


def test_ten_visits_are_assigned_in_twelve_clicks_at_most(board: Board):
	visits = [board.make_visit() for _number in range(10)]
	board.open()
	clicks = 0

	board.waiting(visits[0]).click(modifiers=["Control"])
	board.waiting(visits[9]).click(modifiers=["Shift"])
	clicks += 2
	others = [
		card.get_attribute("data-thing") for card in board.page.locator(".dispatch-card.is-chosen").all()
	]
	assert set(visits) <= set(others)
	for other in set(others) - set(visits):
		board.waiting(other).click(modifiers=["Control"])
	board.drag(board.waiting(visits[4]), board.cell(KARIM))
	clicks += 1

	board.wait_until_sent()
	plans = [
		board.desk.get_value("Maintenance Visit", visit, "mntc_date", "mntc_time", "technicians")
		for visit in visits
	]
	assert {(plan["mntc_date"], plan["technicians"]) for plan in plans} == {(str(MONDAY), KARIM)}
	times = sorted(plan["mntc_time"].rjust(8, "0") for plan in plans)
	assert len(set(times)) == 10, times
	assert clicks <= 12


def test_hours_of_a_day_are_dragged_and_stretched(board: Board):
	visit = board.make_visit(JULIE, mntc_time="09:00:00", planned_duration=HOUR)
	board.open("day")

	timeline = board.cell(JULIE)
	box = board.desk.box_at_rest(timeline)
	first, last = (int(timeline.get_attribute(f"data-{end}")) for end in ("from", "to"))
	per_minute = box["width"] / (last - first)
	board.drag(board.card(visit), timeline, x=(14 * 60 + 30 - first) * per_minute + 8)
	board.wait_for_plan(visit, MONDAY, "14:30:00", JULIE)

	board.desk.wait()
	card = board.desk.box_at_rest(board.card(visit))
	board.page.mouse.move(card["x"] + card["width"] - 3, card["y"] + 20)
	board.page.mouse.down()
	board.page.mouse.move(box["x"] + (17 * 60 - first) * per_minute, card["y"] + 20, steps=6)
	board.page.mouse.up()
	board.desk.wait_for_value("Maintenance Visit", visit, "planned_duration", 2.5 * HOUR)


def test_all_of_it_by_keyboard(board: Board):
	visit = board.make_visit(JULIE, mntc_time="09:00:00")
	board.open()

	board.card(visit).focus()
	for key in (" ", "ArrowRight", "ArrowDown"):
		board.page.keyboard.press(key)
	expect(board.page.locator(".dispatch-board [aria-live=assertive]")).to_contain_text("Tuesday")
	board.page.keyboard.press("Enter")
	board.wait_for_plan(visit, TUESDAY, "9:00:00", KARIM)

	board.desk.wait()
	expect(board.card(visit)).to_be_focused()
	board.page.keyboard.press("Control+z")
	board.wait_for_plan(visit, MONDAY, "9:00:00", JULIE)

	board.desk.wait()
	board.card(visit).focus()
	for key in (" ", "Delete"):
		board.page.keyboard.press(key)
	board.wait_for_plan(visit, MONDAY, "9:00:00", None)


@pytest.mark.refused
def test_two_dispatchers_lose_no_move(board: Board, chromium: Browser):
	visit = board.make_visit(JULIE, mntc_time="09:00:00")
	board.open()
	# The other one's page doesn't hear of it: she has the board as it was
	board.desk.call("maintenance_visit_app.dispatch.moves.place", visit=visit, plan={"mntc_time": "16:00:00"})

	board.drag(board.card(visit), board.cell(KARIM, TUESDAY))

	expect(board.desk.dialog()).to_contain_text("planned it anew meanwhile")
	board.page.keyboard.press("Escape")
	expect(board.cell(JULIE).locator(f'[data-visit="{visit}"]')).to_contain_text("16:00")
	board.wait_for_plan(visit, MONDAY, "16:00:00", JULIE)


def test_order_is_dropped_on_a_technician_and_becomes_a_visit(board: Board):
	board.open()
	card = board.page.locator('.dispatch-tray [data-thing^="Warranty Claim/"]').first
	claim = card.get_attribute("data-thing").split("/")[1]

	board.drag(card, board.cell(JULIE, TUESDAY))

	made = board.cell(JULIE, TUESDAY).locator(".dispatch-card").first
	expect(made).to_be_visible()
	visit = made.get_attribute("data-visit")
	board.wait_for_plan(visit, TUESDAY, "8:00:00", JULIE)
	rows = board.desk.call("frappe.client.get", doctype="Maintenance Visit", name=visit)["purposes"]
	assert rows[0]["prevdoc_docname"] == claim
	board.page.get_by_role("button", name="Undo").click()
	expect(board.page.locator(f'.dispatch-tray [data-thing^="Warranty Claim/{claim}/"]')).to_be_visible()


def test_who_is_free_is_answered_in_three_clicks_and_a_slot_is_taken(board: Board):
	visit = board.make_visit()
	board.open()

	board.page.get_by_role("button", name="Who Is Free?").click()
	slots = board.desk.dialog().locator(".dispatch-slot")
	expect(slots.first).to_contain_text("Monday")
	board.page.keyboard.press("Escape")

	board.waiting(visit).click()
	board.page.get_by_role("button", name="Find a Slot").locator("visible=true").click()
	slot = board.page.locator(".modal.show .dispatch-slot").first
	technician = slot.locator("b").inner_text()
	slot.click()
	board.page.wait_for_function(
		"""async ([visit, technician]) => (await frappe.db.get_value("Maintenance Visit", visit, "technicians"))
			.message.technicians === technician""",
		arg=[visit, technician],
	)


def test_week_is_arranged_and_the_proposal_accepted(board: Board):
	visit = board.make_visit(mntc_time=None, day=TUESDAY)
	board.open("day", TUESDAY)

	board.page.get_by_role("button", name="Arrange").click()
	board.desk.agree("Propose")
	change = board.page.locator(".dispatch-changes tr", has_text=visit)
	expect(change).to_contain_text("not planned")
	board.page.locator(".dispatch-changes [data-all]").uncheck()
	change.locator("[data-change]").check()
	board.desk.agree("Accept")

	board.page.wait_for_function(
		"""async (visit) => (await frappe.db.get_value("Maintenance Visit", visit, "technicians")).message.technicians""",
		arg=visit,
	)
