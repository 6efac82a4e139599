"""The dispatch board, with mouse and keyboard: the database says what the eye saw."""

from collections.abc import Iterator

import pytest
from board import FRIDAY, MONDAY, THURSDAY, TUESDAY, Board
from desk import DISPATCHER, JULIE, KARIM, Desk, today
from playwright.sync_api import expect

HOUR = 3600
# Twenty seconds take three
HURRY = """const again = setInterval;
window.setInterval = (told, time, ...given) => again(told, time === 20_000 ? 3_000 : time, ...given);"""
# What the board's clock says: hours and minutes as minutes
SET_CLOCK = """(minutes) => {
	const { get_now } = maintenance_visit_app.dispatch;
	maintenance_visit_app.dispatch.get_now = () => ({ ...get_now(), minutes });
}"""


@pytest.fixture
def board(desk: Desk) -> Iterator[Board]:
	desk.log_in(DISPATCHER)
	yield Board(desk)


def test_visit_is_dragged_between_technicians_and_days_and_the_move_is_undone(board: Board):
	visit = board.make_visit(JULIE, mntc_time="09:00:00")
	board.open()

	board.drag(board.card(visit), board.cell(KARIM, TUESDAY))
	expect(board.cell(KARIM, TUESDAY).locator(f'[data-visit="{visit}"]')).to_be_visible()
	board.wait_for_plan(visit, TUESDAY, "9:00:00", KARIM)

	board.page.get_by_role("button", name="Undo").click()
	board.wait_for_plan(visit, MONDAY, "9:00:00", JULIE)
	expect(board.cell(JULIE).locator(f'[data-visit="{visit}"]')).to_be_visible()


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


def test_line_of_the_present_moves_on_while_nothing_else_does(board: Board):
	board.page.add_init_script(HURRY)
	board.open(day=today())
	board.page.evaluate(SET_CLOCK, 10 * 60)
	board.page.locator(f"[data-open-day='{today()}']").click()
	line = board.cell(JULIE, today()).locator(".dispatch-now")
	expect(line).to_be_visible()
	drawn = line.element_handle()
	before = board.desk.box_at_rest(line)["x"]

	board.page.evaluate(SET_CLOCK, 11 * 60)
	board.page.wait_for_function("([line, x]) => line.getBoundingClientRect().x > x", arg=[drawn, before])


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


def test_later_day_of_a_visit_is_dragged_and_the_others_go_with_it(board: Board):
	visit = board.make_visit(JULIE, mntc_time="20:00:00", planned_duration=14 * HOUR)
	waiting = board.make_visit()
	board.open()

	# It is at work until ten
	board.drag(board.waiting(waiting), board.cell(JULIE, TUESDAY))
	board.wait_for_plan(waiting, TUESDAY, "10:00:00", JULIE)
	on_tuesday = board.cell(JULIE, TUESDAY).locator(f'[data-visit="{visit}"]')
	board.drag(on_tuesday, board.cell(KARIM, FRIDAY))
	board.wait_for_plan(visit, THURSDAY, "20:00:00", KARIM)
	expect(board.cell(KARIM, FRIDAY).locator(f'[data-visit="{visit}"]')).to_be_visible()


def test_what_is_chosen_in_the_tray_keeps_the_focus_and_what_is_planned_hands_it_on(board: Board):
	for _number in range(2):
		board.make_visit()
	board.open()
	cards = board.page.locator(".dispatch-tray .dispatch-card")
	first = cards.first.get_attribute("data-thing")

	board.waiting(first).focus()
	board.page.keyboard.press("x")
	expect(board.waiting(first)).to_have_attribute("aria-pressed", "true")
	expect(board.waiting(first)).to_be_focused()
	board.page.keyboard.press("x")
	board.page.keyboard.press("ArrowDown")
	expect(cards.nth(1)).to_be_focused()
	board.page.keyboard.press(" ")
	board.page.keyboard.press("Enter")
	board.wait_until_sent()
	expect(board.page.locator(".dispatch-board .dispatch-card:focus")).to_have_count(1)


@pytest.mark.refused
def test_after_a_deadlock_the_board_goes_on(board: Board):
	visit = board.make_visit(JULIE, mntc_time="09:00:00")
	board.open()
	place = "**/api/method/maintenance_visit_app.dispatch.moves.place"
	error = "QueryDeadlockError"
	deadlock = {"exc_type": error, "exception": f"frappe.exceptions.{error}: (1213, 'Deadlock found')"}
	board.page.route(place, lambda route: route.fulfill(status=417, json=deadlock), times=1)

	board.drag(board.card(visit), board.cell(KARIM, TUESDAY))

	board.desk.dialog().get_by_text("conflicting request").wait_for()
	board.page.keyboard.press("Escape")
	expect(board.cell(JULIE).locator(f'[data-visit="{visit}"]')).to_be_visible()
	board.drag(board.card(visit), board.cell(KARIM, TUESDAY))
	board.wait_for_plan(visit, TUESDAY, "9:00:00", KARIM)


def test_order_is_dropped_on_a_technician_and_becomes_a_visit(board: Board):
	board.open()
	card = board.page.locator('.dispatch-tray [data-thing^="Warranty Claim/"]').first
	claim = card.get_attribute("data-thing").split("/")[1]

	board.drag(card, board.cell(JULIE, THURSDAY))

	made = board.cell(JULIE, THURSDAY).locator(".dispatch-card").first
	expect(made).to_be_visible()
	visit = made.get_attribute("data-visit")
	board.wait_for_plan(visit, THURSDAY, "8:00:00", JULIE)
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
