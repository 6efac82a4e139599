"""The parts of a visit, in a browser: what is there is shown, and they leave the stock by button."""

from desk import TECHNICIAN, Desk
from playwright.sync_api import expect

STORES, GASKET, FILTER = "Stores - ATS", "JOINT-CH35", "FILTRE-F7"
ADD_PART = """async (values) => {
	const row = cur_frm.add_child("parts");
	for (const [fieldname, value] of Object.entries(values)) {
		await frappe.model.set_value(row.doctype, row.name, fieldname, value);
	}
}"""


def get_stock(desk: Desk, item_code: str) -> float:
	filters = {"item_code": item_code, "warehouse": STORES}
	return desk.get_value("Bin", filters, "actual_qty")["actual_qty"]


def test_row_shows_what_its_warehouse_has(desk: Desk):
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit", "new")
	desk.page.evaluate(ADD_PART, {"item_code": GASKET, "warehouse": STORES})
	desk.wait()

	assert desk.values("parts")["parts"][0]["available_qty"] == 18


def test_button_issues_the_parts_once_and_the_cancel_brings_them_back(desk: Desk):
	desk.log_in()
	filters = {"customer": "Clinique Saint-Bruno", "completion_status": "Partially Completed", "docstatus": 1}
	visit = desk.get_value("Maintenance Visit", filters, "name")["name"]
	before = get_stock(desk, FILTER)
	desk.open("maintenance-visit", visit)
	desk.press_in("Create", "Stock Entry")
	assert desk.values("purpose", "maintenance_visit") == {
		"purpose": "Material Issue",
		"maintenance_visit": visit,
	}
	desk.save()
	stock_entry = desk.values("name")["name"]
	desk.submit()
	assert get_stock(desk, FILTER) == before - 6

	desk.open("maintenance-visit", visit)
	expect(desk.group("Create")).not_to_contain_text("Stock Entry")
	desk.tab("Connections")
	expect(desk.page.locator('.document-link[data-doctype="Stock Entry"]')).to_contain_text("1")

	desk.press("Cancel")
	desk.agree("Yes")
	assert desk.status() == "Cancelled"
	assert get_stock(desk, FILTER) == before
	assert desk.get_value("Stock Entry", stock_entry, "docstatus") == {"docstatus": 2}
