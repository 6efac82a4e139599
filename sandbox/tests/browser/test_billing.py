"""From a visit to its invoice and timesheet, in a browser; and from an invoice back to the visits to bill."""

import pytest
from desk import Desk
from playwright.sync_api import expect

CUSTOMER, PART, LABOUR = "Boulangerie Marchand", "JOINT-VANNE", "MO-DEPLACEMENT"


def make_visit(desk: Desk) -> str:
	"""Submit a visit that used a part and took an hour and five minutes; its name."""
	for item_code, stock_uom, rate in ((PART, "Nos", 12.40), (LABOUR, "Hour", 60)):
		item = {"doctype": "Item", "item_code": item_code, "item_group": "All Item Groups"}
		if not desk.get_value("Item", item_code, "name"):
			desk.call(
				"frappe.client.insert",
				doc={**item, "stock_uom": stock_uom, "is_stock_item": 0, "standard_rate": rate},
			)
	settings = "Maintenance Visit Settings"
	desk.call(
		"frappe.client.set_value", doctype=settings, name=settings, fieldname="labour_item", value=LABOUR
	)
	purpose = {"item_code": "CLIM-50", "service_person": "Julie Perrin", "work_done": "Valve sealed."}
	times = {"from_time": "2026-03-02 09:00:00", "to_time": "2026-03-02 10:05:00", "hours": 1.08}
	return desk.insert_visit(
		customer=CUSTOMER,
		mntc_date="2026-03-02",
		completion_status="Fully Completed",
		working_hours=1.08,
		purposes=[purpose],
		time_logs=[{"service_person": "Julie Perrin", **times}],
		parts=[{"item_code": PART, "qty": 2, "uom": "Nos", "conversion_factor": 1}],
		docstatus=1,
	)


@pytest.mark.refused
def test_a_visit_is_billed_once_and_says_which_invoice_does(desk: Desk):
	desk.log_in("Administrator", "admin")
	visit = make_visit(desk)
	desk.open("maintenance-visit", visit)
	desk.press_in("Create", "Sales Invoice")
	assert [row["amount"] for row in desk.values("items")["items"]] == [24.8, 75]
	desk.save()
	invoice = desk.values("name")["name"]

	desk.open("maintenance-visit", visit)
	desk.press_in("Create", "Sales Invoice")
	assert f"is in Sales Invoice {invoice} already" in desk.message()

	desk.open("sales-invoice", invoice)
	desk.submit()
	desk.page.wait_for_function("cur_frm.doc.docstatus === 1")
	desk.open("maintenance-visit", visit)
	assert desk.values("billing_status") == {"billing_status": "Billed"}
	expect(desk.group("Create")).not_to_contain_text("Sales Invoice")


@pytest.mark.refused
def test_a_timesheet_is_made_once_and_shown(desk: Desk):
	desk.log_in("Administrator", "admin")
	visit = make_visit(desk)
	desk.open("maintenance-visit", visit)
	desk.press_in("Create", "Timesheet")
	desk.page.wait_for_url("**/timesheet/*")
	desk.wait()
	timesheet = desk.values("name", "maintenance_visit", "employee_name")
	assert (timesheet["maintenance_visit"], timesheet["employee_name"]) == (visit, "Julie Perrin")

	desk.open("maintenance-visit", visit)
	desk.press_in("Create", "Timesheet")
	assert timesheet["name"] in desk.message()


def test_an_invoice_gets_the_visits_that_are_still_to_be_billed(desk: Desk):
	desk.log_in("Administrator", "admin")
	visit = make_visit(desk)
	desk.open("sales-invoice", "new")
	desk.choose("customer", CUSTOMER)
	desk.press_in("Get Items From", "Maintenance Visit")

	desk.offers().filter(has_text=visit).locator("input").first.check()
	desk.agree("Get Items")
	desk.wait()

	rows = desk.values("items")["items"]
	assert [(row["item_code"], row["maintenance_visit"]) for row in rows] == [(PART, visit), (LABOUR, visit)]
