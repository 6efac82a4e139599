"""A breakdown from the plan to the invoice, by a technician's thumb on 390 × 844 pixels and a dispatcher's desk."""

import pytest
from desk import DISPATCHER, TECHNICIAN, Desk
from playwright.sync_api import expect

PART, WAREHOUSE = "JOINT-CH35", "Stores - ATS"


@pytest.mark.narrow
def test_breakdown_from_plan_to_invoice(desk: Desk):
	desk.log_in(DISPATCHER)
	visit = plan(desk)
	give_prices(desk)

	desk.log_out()
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit", visit)
	assert desk.width() <= 390
	desk.press("Check In")
	# The browser asks where it is first
	expect(desk.page.get_by_role("button", name="Check Out")).to_be_visible()
	assert desk.values("status") == {"status": "In Progress"}
	desk.press("Check Out")
	expect(desk.page.get_by_role("button", name="Check In")).to_be_visible()

	desk.control("purposes_panel").locator("textarea").fill("Gaskets replaced, no more leak.")
	desk.answer_checks()
	assert desk.width() <= 390
	add_part(desk)
	desk.control("purposes_panel").get_by_role("button", name="Fully Completed").click()
	desk.sign("Mme Garnier")
	desk.save()
	desk.submit()
	assert desk.values("docstatus", "signature_status", "billing_status") == {
		"docstatus": 1,
		"signature_status": "Signed",
		"billing_status": "To Bill",
	}

	desk.log_out()
	desk.log_in("Administrator", "admin")
	desk.open("maintenance-visit", visit)
	desk.press_in_menu("Sales Invoice")
	desk.save()
	(line,) = desk.values("items")["items"]
	assert (line["item_code"], line["qty"], line["amount"]) == (PART, 2, 24.8)
	desk.submit()
	desk.page.wait_for_function("cur_frm.doc.docstatus === 1")
	billed = desk.get_value("Maintenance Visit", visit, "billing_status")
	assert billed == {"billing_status": "Billed"}


def plan(desk: Desk) -> str:
	"""Plan a breakdown visit for today, with a checklist; its name."""
	return desk.insert_visit(
		maintenance_type="Breakdown",
		maintenance_checklist="Centrale de traitement d'air",
		purposes=[{"item_code": "CHAUD-35", "service_person": "Julie Perrin"}],
	)


def give_prices(desk: Desk) -> None:
	desk.log_out()
	desk.log_in("Administrator", "admin")
	price = {"doctype": "Item Price", "item_code": PART, "price_list": "Standard Selling"}
	desk.call("frappe.client.insert", doc={**price, "price_list_rate": 12.4})


def add_part(desk: Desk) -> None:
	desk.page.locator(".section-head", has_text="Parts as a Table").tap()
	desk.control("parts").get_by_role("button", name="Add row").click()
	row = desk.open_row(1, "parts").locator(".form-in-grid")
	desk.take_suggestion(row.locator("[data-fieldname=item_code]"), PART)
	row.locator("[data-fieldname=qty] input").fill("2")
	desk.take_suggestion(row.locator("[data-fieldname=warehouse]"), WAREHOUSE)
	desk.page.locator(".grid-row-open .grid-collapse-row").click()
