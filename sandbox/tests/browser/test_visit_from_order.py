"""The main job, in a browser: an order of type Maintenance becomes a visit, the visit is carried out."""

import pytest
from desk import TECHNICIAN, Desk
from playwright.sync_api import expect

ORDER = "ATS-DEMO-02"


def open_order(desk: Desk, reference: str) -> str:
	"""Find an order in the list by the customer's reference, and open it; its name."""
	desk.open("sales-order", f"?po_no={reference}")
	desk.page.locator(".list-row a.ellipsis").first.click()
	desk.wait()
	return desk.values("name")["name"]


def test_order_becomes_a_visit_that_is_carried_out_and_found(desk: Desk):
	desk.log_in()
	order = open_order(desk, ORDER)
	desk.press_in("Create", "Maintenance Visit")

	assert desk.values("customer", "customer_name", "contact_display") == {
		"customer": "Clinique Saint-Bruno",
		"customer_name": "Clinique Saint-Bruno",
		"contact_display": "Hélène Vidal",
	}
	rows = desk.values("purposes")["purposes"]
	assert [row["item_code"] for row in rows] == ["CTA-3000", "PAC-16", "ENT-CLIM"]
	assert {row["service_person"] for row in rows} == {"Karim Benali"}
	assert {row["prevdoc_docname"] for row in rows} == {order}

	desk.choose_option("maintenance_type", "Scheduled")
	desk.choose_option("completion_status", "Fully Completed")
	for number in range(1, len(rows) + 1):
		desk.fill_row(number, "work_done", f"Filters changed, step {number}.")
	desk.save()
	assert desk.status() == "Planned"
	name = desk.values("name")["name"]
	desk.answer_checks()
	desk.save()
	desk.submit()
	assert desk.status() == "Submitted"

	desk.open("maintenance-visit", f"?completion_status=Fully+Completed&customer={'Clinique Saint-Bruno'}")
	expect(desk.page.locator(f'.list-row a[data-name="{name}"]').first).to_be_visible()
	desk.open("sales-order", order)
	assert desk.values("maintenance_status") == {"maintenance_status": "Fully Serviced"}
	expect(desk.group("Create")).not_to_contain_text("Maintenance Visit")


@pytest.mark.refused
def test_submit_without_work_done_says_what_is_missing_and_where(desk: Desk):
	desk.log_in()
	open_order(desk, "ATS-DEMO-04")
	desk.press_in("Create", "Maintenance Visit")
	desk.save()
	desk.submit()

	message = desk.message()
	assert "Set the Completion Status of the visit" in message
	assert "Row #1: describe the Work Done." in message
	assert desk.status() == "Planned"


def test_get_items_offers_only_orders_with_work_left(desk: Desk):
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit", "new")
	desk.choose("customer", "Hôtel Belledonne")
	desk.press_in("Get Items From", "Sales Order")

	expect(desk.offers()).to_have_count(1)
	desk.get_items()

	rows = desk.values("purposes")["purposes"]
	assert [row["item_code"] for row in rows] == ["CLIM-50"]
