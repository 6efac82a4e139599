"""Two dispatchers at the board: what one has done the other one sees, and doesn't undo."""

from collections.abc import Iterator

import pytest
from board import FRIDAY, MONDAY, TUESDAY, Board
from desk import DISPATCHER, JULIE, KARIM, Desk
from playwright.sync_api import expect


@pytest.fixture
def board(desk: Desk) -> Iterator[Board]:
	desk.log_in(DISPATCHER)
	yield Board(desk)


@pytest.mark.refused
def test_two_dispatchers_lose_no_move(board: Board):
	visit = board.make_visit(JULIE, mntc_time="09:00:00")
	board.open()
	board.move_by_another(visit, mntc_time="16:00:00")

	board.drag(board.card(visit), board.cell(KARIM, TUESDAY))

	expect(board.desk.dialog()).to_contain_text("planned it anew meanwhile")
	board.page.keyboard.press("Escape")
	expect(board.cell(JULIE).locator(f'[data-visit="{visit}"]')).to_contain_text("16:00")
	board.wait_for_plan(visit, MONDAY, "16:00:00", JULIE)


def test_week_is_arranged_and_the_proposal_accepted_but_for_what_was_moved_meanwhile(board: Board):
	visit, moved = (board.make_visit(mntc_time=None, day=TUESDAY) for _number in range(2))
	board.open("day", TUESDAY)

	board.page.get_by_role("button", name="Arrange").click()
	board.desk.agree("Propose")
	changes = {name: board.page.locator(".dispatch-changes tr", has_text=name) for name in (visit, moved)}
	for change in changes.values():
		expect(change).to_contain_text("not planned")
	board.move_by_another(moved, mntc_time="16:00:00")
	board.page.locator(".dispatch-changes [data-all]").uncheck()
	for change in changes.values():
		change.locator("[data-change]").check()
	board.page.locator(".modal.show .btn-modal-primary", has_text="Accept").click()

	expect(board.page.locator(".desk-alert", has_text="1 visits planned")).to_be_visible()
	expect(board.desk.dialog()).to_contain_text("planned it anew meanwhile")
	assert board.desk.get_value("Maintenance Visit", visit, "technicians")["technicians"]
	board.wait_for_plan(moved, TUESDAY, "16:00:00", None)
	board.page.keyboard.press("Escape")
	board.page.get_by_role("button", name="Undo").click()
	board.wait_for_plan(visit, TUESDAY, None, None)


@pytest.mark.refused
def test_undo_leaves_what_another_has_moved_since(board: Board):
	visit = board.make_visit(JULIE, mntc_time="09:00:00")
	board.open()
	board.drag(board.card(visit), board.cell(KARIM, TUESDAY))
	board.wait_for_plan(visit, TUESDAY, "9:00:00", KARIM)
	board.wait_until_sent()

	board.move_by_another(visit, mntc_time="16:00:00")
	board.page.get_by_role("button", name="Week", exact=True).click()
	expect(board.card(visit)).to_contain_text("16:00")
	board.page.get_by_role("button", name="Undo").click()

	expect(board.desk.dialog()).to_contain_text("planned it anew meanwhile")
	expect(board.page.get_by_role("button", name="Undo")).to_be_disabled()
	expect(board.page.locator(".desk-alert", has_text="Undone")).to_have_count(0)
	board.wait_for_plan(visit, TUESDAY, "16:00:00", KARIM)


@pytest.mark.refused
def test_claims_dropped_together_follow_each_other_and_the_one_changed_since_is_not_undone(board: Board):
	claims = [board.make_claim() for _number in range(2)]
	board.open()
	cards = [
		board.page.locator(f'.dispatch-tray [data-thing^="Warranty Claim/{claim}/"]') for claim in claims
	]
	for card in cards:
		card.click(modifiers=["Control"])

	board.drag(cards[0], board.cell(JULIE, FRIDAY))
	board.wait_until_sent()

	made = board.cell(JULIE, FRIDAY).locator(".dispatch-card")
	expect(made).to_have_count(2)
	visits = [board.get_visit_of(claim) for claim in claims]
	assert [visit["mntc_time"] for visit in visits] == ["8:00:00", "9:00:00"]

	second = visits[1]["name"]
	board.desk.call(
		"frappe.client.set_value",
		doctype="Maintenance Visit",
		name=second,
		fieldname="priority",
		value="High",
	)
	undo = board.page.get_by_role("button", name="Undo")
	undo.click()
	expect(board.desk.dialog()).to_contain_text("has changed it meanwhile")
	board.page.keyboard.press("Escape")
	undo.click()
	expect(board.page.locator(".desk-alert", has_text="Undone")).to_be_visible()
	expect(made).to_have_count(1)
	expect(board.card(second)).to_be_visible()
	assert not board.get_visit_of(claims[0])
	board.desk.call("frappe.client.delete", doctype="Maintenance Visit", name=second)


def test_who_lifts_a_card_and_goes_elsewhere_carries_nothing_and_sees_what_is_new(board: Board):
	visit = board.make_visit(JULIE, mntc_time="09:00:00")
	board.open()
	board.card(visit).focus()
	board.page.keyboard.press(" ")
	board.move_by_another(visit, mntc_time="16:00:00")

	board.page.get_by_role("button", name="Week", exact=True).click()

	expect(board.page.locator(".dispatch-card.is-lifted")).to_have_count(0)
	expect(board.card(visit)).to_contain_text("16:00")
