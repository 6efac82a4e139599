"""Cancelling a schedule asks what becomes of the visits that are planned for it."""

from datetime import date, timedelta

from desk import Desk
from playwright.sync_api import expect

PLANNING = "maintenance_visit_app.maintenance_visits.planning"


def test_planned_visits_are_detached_when_their_schedule_is_cancelled(desk: Desk):
	desk.log_in("paul.mercier@example.com")
	schedule = submit_schedule(desk)
	until = str(date.today() + timedelta(days=20))
	planned = desk.call(
		f"{PLANNING}.planned_visits.generate_planned_visits", maintenance_schedule=schedule, until=until
	)
	desk.open("maintenance-schedule", schedule)

	desk.page.get_by_role("button", name="Cancel", exact=True).first.click()
	desk.agree("Yes")
	dialog = desk.page.locator(".modal.show", has_text="These drafts were made for the document")
	expect(dialog).to_contain_text(planned[0])
	dialog.get_by_role("button", name="Detach").click()

	expect(desk.page.locator(".indicator-pill", has_text="Cancelled").first).to_be_visible()
	visit = desk.get_value("Maintenance Visit", planned[0], "maintenance_schedule", "docstatus")
	assert visit == {"maintenance_schedule": None, "docstatus": 0}


def submit_schedule(desk: Desk) -> str:
	values = desk.get_value(
		"Maintenance Schedule", {"customer": "Clinique Saint-Bruno"}, "company", "customer"
	)
	item = {
		"item_code": "PAC-16",
		"start_date": str(date.today()),
		"end_date": str(date.today() + timedelta(days=14)),
		"periodicity": "Weekly",
		"no_of_visits": 2,
	}
	schedule = {"doctype": "Maintenance Schedule", **values, "transaction_date": str(date.today())}
	inserted = desk.call("frappe.client.insert", doc=schedule | {"items": [item]})
	return desk.call("frappe.client.submit", doc=inserted)["name"]
