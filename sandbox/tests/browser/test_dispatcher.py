"""What a dispatcher does each morning, in as few clicks as promised. Each is counted in the browser."""

import datetime
from collections.abc import Iterator

import pytest
from clicks import count_clicks
from desk import DISPATCHER, Desk, today
from playwright.sync_api import Locator, expect

DAY = today() + datetime.timedelta(days=2)
HOTEL = "Hôtel Belledonne"


@pytest.fixture
def clicks(desk: Desk) -> Iterator[list]:
	desk.log_in(DISPATCHER)
	return count_clicks(desk.page)


def test_ten_visits_are_assigned_to_who_has_least_to_do(desk: Desk, clicks: list):
	visits = [make_visit(desk) for _number in range(10)]
	busy = make_visit(desk, service_person="Karim Benali")
	desk.open("maintenance-visits")
	clicks.clear()

	desk.page.locator(".number-widget-box", has_text="Visits Without Technician").locator(".number").click()
	desk.wait()
	desk.page.locator(".list-check-all").locator("visible=true").first.click()
	desk.page.locator(".actions-btn-group > button").locator("visible=true").click()
	desk.page.locator(".dropdown-item", has_text="Assign Technician").locator("visible=true").click()
	offered = desk.options(desk.dialog().locator("[data-fieldname=service_person]"))
	expect(offered.filter(has_text="Karim Benali")).to_contain_text("visit")
	offered.filter(has_text="Julie Perrin").click()
	desk.agree("Assign Technician")

	expect(
		desk.page.locator(".desk-alert, .msgprint-dialog", has_text="visits changed").first
	).to_be_visible()
	assert len(clicks) <= 8
	assert {get_technicians(desk, visit) for visit in visits} == {"Julie Perrin"}
	assert get_technicians(desk, busy) == "Karim Benali"


def test_next_visit_of_a_customer_is_read_on_its_form_and_leads_there(desk: Desk, clicks: list):
	end_drafts_of_the_hotel(desk)
	visit = make_visit(desk, mntc_time="14:30:00")
	desk.open("customer", "view", "list")
	clicks.clear()

	desk.page.locator(".list-row a", has_text=HOTEL).first.click()
	button = desk.page.get_by_role("button", name=f"Next Visit: {DAY:%d/%m/%Y} 14:30")
	button.locator("visible=true").click()

	desk.page.wait_for_function("(name) => cur_frm?.doc?.name === name", arg=visit)
	assert len(clicks) <= 2


def test_customer_without_a_visit_gets_one_planned(desk: Desk, clicks: list):
	customer = desk.call(
		"frappe.client.insert",
		doc={"doctype": "Customer", "customer_name": f"Gîte {datetime.datetime.now()}"},
	)["name"]
	desk.open("customer", customer)

	desk.press("Plan a Visit")

	desk.page.wait_for_function("cur_frm?.doctype === 'Maintenance Visit'")
	desk.wait()
	assert desk.values("customer") == {"customer": customer}


def test_mondays_unplanned_work_becomes_visits(desk: Desk, clicks: list):
	monday = today() + datetime.timedelta(days=7 - today().weekday())
	rows = make_schedule(desk, monday)
	claim = make_claim(desk)
	desk.open("maintenance-visits")
	clicks.clear()

	desk.page.locator(".widget a, .widget-body .link-item", has_text="Visits Due").first.click()
	desk.wait()
	until = desk.page.locator("[data-fieldname=until] input").locator("visible=true")
	until.click()
	until.fill(f"{monday:%d/%m/%Y}")
	until.press("Enter")
	until.blur()
	desk.wait()
	desk.page.locator(".dt-row-header .dt-cell--col-0 input").click()
	desk.press("Make Visits")

	desk.page.wait_for_function("window.cur_list?.view_name === 'List'")
	desk.wait()
	assert len(clicks) <= 6
	for row in rows:
		assert count_drafts(desk, maintenance_schedule_detail=row) == 1
	assert count_drafts(desk, prevdoc_docname=claim) == 1


def test_list_is_in_the_order_of_date_and_time_and_names_technicians(desk: Desk, clicks: list):
	late = make_visit(desk, service_person="Karim Benali", mntc_time="15:00:00")
	early = make_visit(desk, service_person="Julie Perrin", mntc_time="08:00:00")
	desk.log_out()
	desk.log_in("paul.mercier@example.com")
	desk.open("maintenance-visit", "view", "list")
	desk.show_many()

	shown = [row.inner_text() for row in list_rows(desk).all()]
	positions = [next(index for index, text in enumerate(shown) if name in text) for name in (early, late)]
	assert positions == sorted(positions)
	assert "Karim Benali" in shown[positions[1]]
	assert "15:00" in shown[positions[1]]
	assert desk.page.evaluate("cur_list.data.map((visit) => visit.mntc_date)") == sorted(
		desk.page.evaluate("cur_list.data.map((visit) => visit.mntc_date)")
	)
	assert "Submitted" not in desk.page.evaluate("cur_list.data.map((visit) => visit.status)")


def list_rows(desk: Desk) -> Locator:
	return desk.page.locator(".list-row-container:has(.list-row-checkbox)").locator("visible=true")


def make_visit(desk: Desk, service_person: str | None = None, **values) -> str:
	row = {"item_code": "CLIM-50", "service_person": service_person}
	return desk.insert_visit(maintenance_type="Unscheduled", mntc_date=str(DAY), purposes=[row], **values)


def get_technicians(desk: Desk, visit: str) -> str:
	return desk.get_value("Maintenance Visit", visit, "technicians")["technicians"]


def end_drafts_of_the_hotel(desk: Desk) -> None:
	"""Let no other draft of the hotel come before those of the test."""
	filters = {"customer": HOTEL, "docstatus": 0, "mntc_date": ["between", [str(today()), str(DAY)]]}
	later = str(DAY + datetime.timedelta(days=30))
	every = {"doctype": "Maintenance Visit", "filters": filters, "limit_page_length": 0}
	for visit in desk.call("frappe.client.get_list", **every):
		desk.call(
			"frappe.client.set_value",
			doctype="Maintenance Visit",
			name=visit["name"],
			fieldname={"mntc_date": later, "maintenance_type": "Unscheduled"},
		)


def make_schedule(desk: Desk, day: datetime.date) -> list[str]:
	"""Submit a schedule with two items that are due on the day; the names of the dates."""
	items = [
		{
			"item_code": item_code,
			"start_date": str(day),
			"end_date": str(day),
			"periodicity": "Weekly",
			"no_of_visits": 1,
		}
		for item_code in ("CLIM-50", "CHAUD-35")
	]
	dates = [{"item_code": item["item_code"], "scheduled_date": str(day)} for item in items]
	schedule = {
		"doctype": "Maintenance Schedule",
		"customer": HOTEL,
		"company": "Alpes Thermique Services",
		"transaction_date": str(today()),
		"items": items,
		"schedules": dates,
	}
	return insert_as_admin(desk, schedule, submit=True)


def make_claim(desk: Desk) -> str:
	claim = {
		"doctype": "Warranty Claim",
		"customer": HOTEL,
		"company": "Alpes Thermique Services",
		"complaint": "Leaks.",
		"complaint_date": str(today()),
		"item_code": "CHAUD-35",
		"status": "Open",
	}
	return insert_as_admin(desk, claim)


def insert_as_admin(desk: Desk, values: dict, submit: bool = False) -> list[str] | str:
	"""Who keeps schedules and claims is another one than who plans; the names of the dates, or that of the document."""
	desk.log_out()
	desk.log_in("Administrator", "admin")
	document = desk.call("frappe.client.insert", doc=values)
	if submit:
		document = desk.call("frappe.client.submit", doc=document)
	desk.log_out()
	desk.log_in(DISPATCHER)
	return [row["name"] for row in document["schedules"]] if submit else document["name"]


def count_drafts(desk: Desk, **filters) -> int:
	return len(
		desk.call(
			"frappe.client.get_list",
			doctype="Maintenance Visit",
			filters=[
				["docstatus", "=", 0],
				*(["Maintenance Visit Purpose", field, "=", value] for field, value in filters.items()),
			],
		)
	)
