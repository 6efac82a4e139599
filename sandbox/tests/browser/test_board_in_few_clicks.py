"""What a dispatcher does on the board all day, in as few clicks as promised: in both languages, on a desk and on a tablet."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from board import MONDAY, Board
from clicks import count_clicks
from desk import DISPATCHER, KARIM, Desk
from language import speak
from playwright.sync_api import expect

SIZES = {"desk": {"width": 1280, "height": 860}, "tablet": {"width": 820, "height": 1180}}
SLOTS = """(slots) => slots.map((slot) => ["b", ":scope > span"].map((part) => slot.querySelector(part).textContent))"""
TEXTS = {
	"en": {"free": "Who Is Free?", "afternoon": "Afternoon", "day": "Tuesday"},
	"fr": {"free": "Qui est libre\xa0?", "afternoon": "Après-midi", "day": "mardi"},
}
# Weeks that no other test plans in, one for each
WEEKS = {("en", "desk"): 35, ("en", "tablet"): 42, ("fr", "desk"): 49, ("fr", "tablet"): 56}
HOTEL, SKILL = "Hôtel Belledonne", "Refrigerants"


@pytest.fixture(params=["en", "fr"])
def texts(desk: Desk, request: pytest.FixtureRequest) -> Iterator[dict]:
	speak(desk, request.param)
	yield {"language": request.param, **TEXTS[request.param]}
	speak(desk, "en")


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
	return request.param


@pytest.fixture
def board(desk: Desk, texts: dict, size: str) -> Board:
	desk.page.set_viewport_size(SIZES[size])
	desk.log_in(DISPATCHER)
	return Board(desk)


@pytest.fixture
def monday(texts: dict, size: str) -> date:
	return MONDAY + timedelta(days=WEEKS[texts["language"], size])


@pytest.fixture
def clicks(board: Board) -> list:
	return count_clicks(board.page)


@pytest.fixture
def skilled(board: Board) -> Iterator[str]:
	"""Karim, who alone has the skill."""
	call = board.desk.call
	call("frappe.client.insert", doc={"doctype": "Service Skill", "skill_name": SKILL})
	profile = {"doctype": "Technician Profile", "service_person": KARIM, "skills": [{"skill": SKILL}]}
	name = call("frappe.client.insert", doc=profile)["name"]
	yield KARIM
	call("frappe.client.delete", doctype="Technician Profile", name=name)
	call("frappe.client.delete", doctype="Service Skill", name=SKILL)


def test_who_is_free_on_a_tuesday_afternoon_with_a_skill_near_a_customer(
	board: Board, texts: dict, monday: date, clicks: list, skilled: str
):
	board.open("day", monday + timedelta(days=1))
	clicks.clear()

	board.page.get_by_role("button", name=texts["free"]).click()
	board.desk.dialog().locator("[data-fieldname=part] select").select_option(label=texts["afternoon"])
	write(board, "skill", SKILL)
	write(board, "customer", HOTEL)

	slots = board.desk.dialog().locator(".dispatch-slot")
	expect(slots.first.locator("b")).to_have_text(skilled)
	expect(slots.first).to_contain_text(texts["day"])
	board.desk.wait()
	found = slots.evaluate_all(SLOTS)
	assert {technician for technician, _when in found} == {skilled}
	assert min(int(when[-5:-3]) for _technician, when in found) >= 12, found
	assert len(clicks) <= 3


def write(board: Board, fieldname: str, text: str) -> None:
	"""Write into a link field of the dialog and take what is offered, by keyboard."""
	field = board.desk.dialog().locator(f"[data-fieldname={fieldname}]")
	field.locator("input").focus()
	board.page.keyboard.type(text)
	expect(board.desk.options(field).filter(has_text=text).first).to_be_visible()
	board.page.keyboard.press("Enter")
	expect(field.locator("input")).to_have_value(text)


def test_ten_visits_are_assigned_in_twelve_clicks_at_most(board: Board, monday: date, clicks: list):
	visits = [board.make_visit(day=monday) for _number in range(10)]
	board.open(day=monday)
	clicks.clear()

	board.waiting(visits[0]).click(modifiers=["Control"])
	board.waiting(visits[9]).click(modifiers=["Shift"])
	others = [
		card.get_attribute("data-thing") for card in board.page.locator(".dispatch-card.is-chosen").all()
	]
	assert set(visits) <= set(others)
	for other in set(others) - set(visits):
		board.waiting(other).click(modifiers=["Control"])
	board.drag(board.waiting(visits[4]), board.cell(KARIM, monday))

	board.wait_until_sent()
	plans = [
		board.desk.get_value("Maintenance Visit", visit, "mntc_date", "mntc_time", "technicians")
		for visit in visits
	]
	assert {(plan["mntc_date"], plan["technicians"]) for plan in plans} == {(str(monday), KARIM)}
	times = sorted(plan["mntc_time"].rjust(8, "0") for plan in plans)
	assert len(set(times)) == 10, times
	assert len(clicks) <= 12
