"""A dispatcher plans the week: in the list for many visits at once, in the calendar and Gantt by technician."""

import datetime
import re

import pytest
from desk import DISPATCHER, TECHNICIAN, Desk, today
from playwright.sync_api import Locator, expect

DAY = today() + datetime.timedelta(days=3)
# Of the visits that are shown
MONTHS = "[...new Set(cur_list.data.map((visit) => visit.mntc_date.slice(0, 7)))]"


def test_many_visits_get_a_technician_and_another_day(desk: Desk):
	desk.log_in(DISPATCHER)
	first, second = make_visit(desk), make_visit(desk)
	submitted = desk.get_value("Maintenance Visit", {"docstatus": 1}, "name")["name"]
	open_list(desk, first, second, submitted)

	desk.act_on_all("Assign Technician")
	# They are offered without a letter typed
	offered = desk.options(desk.dialog().locator("[data-fieldname=service_person]"))
	offered.filter(has_text="Karim Benali").click()
	desk.agree("Assign Technician")

	told = desk.message()
	assert told.startswith("Not changed:")
	assert submitted in told
	assert "It is Submitted: only drafts can be changed." in told
	for visit in (first, second):
		assert get_technicians(desk, visit) == ["Karim Benali"]
	expect(desk.page.locator(".list-row-checkbox:checked")).to_have_count(0)

	open_list(desk, first, second)
	desk.act_on_all("Reschedule")
	desk.dialog().locator("[data-fieldname=by] select").select_option(label="By a number of days")
	desk.dialog().locator("[data-fieldname=days] input").fill("4")
	desk.agree("Reschedule")

	expect(desk.page.locator(".desk-alert", has_text="2 of 2 visits changed")).to_be_visible()
	day = DAY + datetime.timedelta(days=4)
	assert desk.get_value("Maintenance Visit", first, "mntc_date") == {"mntc_date": str(day)}
	expect(rows(desk).first).to_contain_text(day.strftime("%d/%m/%Y"))


def test_technician_subscribes_to_the_own_visits_in_a_calendar(desk: Desk):
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit")

	desk.press_in_menu("Subscribe in a Calendar")
	expect(desk.dialog().locator("[data-fieldname=service_person] input")).to_have_value("Julie Perrin")
	desk.agree("Make a Secret Address")

	address = desk.dialog().locator("[data-fieldname=url] .control-value").inner_text()
	calendar = desk.page.request.get(address, headers={"Cookie": ""}).text()
	assert calendar.startswith("BEGIN:VCALENDAR")
	assert "Hôtel Belledonne" in calendar


def test_calendar_and_list_are_filtered_by_technician(desk: Desk):
	desk.log_in(DISPATCHER)
	visit = make_visit(desk)
	desk.open("maintenance-visit", "view", "calendar", "default")
	events = desk.page.locator(".fc-event")
	expect(events.filter(has_text="Julie Perrin").first).to_be_visible()

	choose_technician(desk, "Karim Benali")
	expect(events.filter(has_text="Julie Perrin")).to_have_count(0)
	expect(events.filter(has_text="Karim Benali").first).to_be_visible()

	desk.open("maintenance-visit", "view", f"list?docstatus=0&mntc_date={DAY}")
	choose_technician(desk, "Julie Perrin")
	expect(desk.page).to_have_url(re.compile("service_person=Julie"))
	expect(rows(desk).filter(has_text=visit)).to_be_visible()
	expect(rows(desk).filter(has_text="Draft")).to_have_count(0)


def test_gantt_shows_visits_in_the_color_of_their_status_and_moves_them(desk: Desk):
	desk.log_in(DISPATCHER)
	visit = make_visit(desk)
	desk.open("maintenance-visit", "view", "gantt", f"?name={visit}")

	bar = desk.page.locator(f'.gantt .bar-wrapper[data-id="{visit}"]')
	blue = desk.page.evaluate("frappe.ui.color.get('blue', 'light')")
	expect(bar.locator(".bar")).to_have_css("fill", rgb(blue))
	desk.drag_bar(bar, days=2)

	day = DAY + datetime.timedelta(days=2)
	desk.wait_for_value("Maintenance Visit", visit, "mntc_date", str(day))

	desk.open("maintenance-visit", "view", "calendar", "default")
	expect(desk.page.locator(".fc-event").first).to_be_visible()


@pytest.mark.refused
def test_bar_that_may_not_move_goes_back_and_the_user_is_told(desk: Desk):
	desk.log_in(DISPATCHER)
	visit = desk.get_value("Maintenance Visit", {"docstatus": 1}, "name")["name"]
	desk.open("maintenance-visit", "view", "gantt", f"?name={visit}")
	bar = desk.page.locator(f'.gantt .bar-wrapper[data-id="{visit}"]')
	place = bar.locator(".bar").get_attribute("x")

	desk.drag_bar(bar, days=2)

	assert "after submission" in desk.message()
	expect(bar.locator(".bar")).to_have_attribute("x", place)


def test_gantt_begins_with_this_month_and_without_what_is_cancelled(desk: Desk):
	# Who looks at it for the first time: later, Desk brings back the filters of the last time
	desk.log_in("paul.mercier@example.com")
	make_visit(desk, DAY + datetime.timedelta(days=60))
	desk.open("maintenance-visit", "view", "gantt")
	desk.page.wait_for_function(f"{MONTHS}.join() === '{today():%Y-%m}'")
	assert [condition[1:4] for condition in desk.page.evaluate("cur_list.filter_area.get()")] == [
		["mntc_date", "Timespan", "this month"],
		["status", "!=", "Cancelled"],
	]

	desk.page.locator(".filter-x-button").click()
	desk.page.wait_for_function(f"{MONTHS}.length > 1")


@pytest.mark.refused
def test_card_dragged_to_another_status_goes_back_and_the_user_is_told(desk: Desk):
	desk.log_in("Administrator", "admin")
	visit = make_visit(desk)
	board = {"doctype": "Maintenance Visit", "board_name": "Visits", "field_name": "status"}
	desk.call("frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board", **board)
	desk.open("maintenance-visit", "view", "kanban", "Visits")
	card = column(desk, "Planned").locator(f'.kanban-card-wrapper[data-name="{visit}"]')
	card.drag_to(column(desk, "Submitted").locator(".kanban-cards"), steps=12)

	assert "The visit stays Planned" in desk.message()
	expect(card).to_be_visible()
	assert desk.get_value("Maintenance Visit", visit, "status") == {"status": "Planned"}


@pytest.mark.narrow
@pytest.mark.parametrize("view", ["list", "calendar", "gantt", "report"])
def test_nothing_in_the_head_is_out_of_the_page_on_a_telephone(desk: Desk, view: str):
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit", "view", view)

	expect(desk.page.locator(".page-head .title-text").locator("visible=true")).to_have_text("Visits")
	assert desk.width() <= 390
	assert is_inside(desk, desk.page.locator(".page-head .primary-action").locator("visible=true"))


def test_nothing_in_the_calendars_head_is_out_of_the_page(desk: Desk):
	desk.page.set_viewport_size({"width": 1280, "height": 900})
	desk.log_in(DISPATCHER)
	desk.open("maintenance-visit", "view", "calendar", "default")
	expect(desk.page.locator(".fc-event").first).to_be_visible()
	assert is_inside(desk, desk.page.locator(".page-head .primary-action").locator("visible=true"))


def make_visit(desk: Desk, day: datetime.date = DAY) -> str:
	"""Plan a visit of Julie Perrin; its name."""
	row = {"item_code": "CLIM-50", "service_person": "Julie Perrin"}
	return desk.insert_visit(maintenance_type="Unscheduled", mntc_date=str(day), purposes=[row])


def open_list(desk: Desk, *visits: str) -> None:
	names = ",".join(f'"{name}"' for name in visits)
	desk.open("maintenance-visit", "view", f'list?name=["in",[{names}]]')
	expect(rows(desk)).to_have_count(len(visits))


def rows(desk: Desk) -> Locator:
	return desk.page.locator(".list-row-container:has(.list-row-checkbox)").locator("visible=true")


def choose_technician(desk: Desk, name: str) -> None:
	desk.take_suggestion(desk.page.locator(".page-form [data-fieldname=service_person]"), name)


def get_technicians(desk: Desk, visit: str) -> list[str]:
	doc = desk.call("frappe.client.get", doctype="Maintenance Visit", name=visit)
	return [row["service_person"] for row in doc["purposes"]]


def column(desk: Desk, status: str) -> Locator:
	return desk.page.locator(f'.kanban-column[data-column-value="{status}"]')


def rgb(color: str) -> str:
	red, green, blue = (int(color[index : index + 2], 16) for index in (1, 3, 5))
	return f"rgb({red}, {green}, {blue})"


def is_inside(desk: Desk, button: Locator) -> bool:
	box = desk.box_at_rest(button)
	return box["x"] + box["width"] <= desk.page.viewport_size["width"]
