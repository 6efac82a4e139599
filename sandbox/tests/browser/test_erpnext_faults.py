"""Those of the known faults of ERPNext's visit that live in a form's script. The others: the app's own tests."""

from desk import DISPATCHER, Desk
from playwright.sync_api import expect

MAPPERS = "maintenance_visit_app.maintenance_visits.mappers"


def test_fault_02_a_scheduled_visit_without_rows_opens(desk: Desk):
	desk.log_in()
	desk.open("maintenance-visit", "new?maintenance_type=Scheduled")

	assert desk.values("maintenance_type") == {"maintenance_type": "Scheduled"}
	expect(desk.control("purposes")).to_be_visible()


def test_fault_14_only_orders_of_type_maintenance_are_offered(desk: Desk):
	desk.log_in()
	desk.open("maintenance-visit", "new")
	desk.choose("customer", "Résidence Les Cimes")
	desk.press_in("Get Items From", "Sales Order")

	offered = desk.offers()
	expect(offered).to_have_count(1)
	order = desk.get_value("Sales Order", offered.get_attribute("data-item-name"), "order_type", "po_no")
	assert order == {"order_type": "Maintenance", "po_no": "ATS-DEMO-04"}


def test_fault_21_partly_completed_dates_of_a_schedule_are_offered_again(desk: Desk):
	desk.log_in()
	schedule = open_schedule(desk)
	visit = desk.call(f"{MAPPERS}.from_maintenance_schedule.make_maintenance_visit", source_name=schedule)
	visit["purposes"] = [row for row in visit["purposes"] if row["item_code"] == "PAC-16"][:1]
	visit["purposes"][0] |= {"work_done": "Filters ordered.", "service_person": "Karim Benali"}
	done = visit | {"completion_status": "Partially Completed", "docstatus": 1, "name": None}
	desk.call("frappe.client.insert", doc=done)

	desk.open("maintenance-schedule", schedule)
	desk.press_in("Create", "Maintenance Visit")
	dates = desk.dialog().locator(".checkbox-options label")
	dates.first.locator("input").uncheck()
	dates.filter(has_text="Partially Completed").locator("input").check()
	desk.agree("Create")

	assert desk.values("maintenance_schedule") == {"maintenance_schedule": schedule}
	(row,) = desk.values("purposes")["purposes"]
	assert row["maintenance_schedule_detail"] == visit["purposes"][0]["maintenance_schedule_detail"]


def test_fault_22_claims_in_progress_are_offered(desk: Desk):
	desk.log_in()
	claim = desk.get_value("Warranty Claim", {"customer": "Résidence Les Cimes"}, "name")["name"]
	desk.call(
		"frappe.client.set_value",
		doctype="Warranty Claim",
		name=claim,
		fieldname="status",
		value="Work In Progress",
	)
	desk.open("maintenance-visit", "new")
	desk.choose("customer", "Résidence Les Cimes")
	desk.press_in("Get Items From", "Warranty Claim")

	expect(desk.offers()).to_have_attribute("data-item-name", claim)
	desk.get_items()
	(row,) = desk.values("purposes")["purposes"]
	assert (row["prevdoc_docname"], row["complaint"]) == (claim, "Pas d'eau chaude au deuxième étage.")


def test_fault_24_a_mapped_visit_keeps_the_date_of_its_schedule(desk: Desk):
	desk.log_in()
	schedule = open_schedule(desk, "Hôtel Belledonne")
	rows = desk.values("schedules")["schedules"]
	desk.press_in("Create", "Maintenance Visit")
	dates = desk.dialog().locator(".checkbox-options input")
	dates.nth(0).uncheck()
	dates.nth(1).check()
	desk.agree("Create")

	assert desk.values("mntc_date", "maintenance_schedule") == {
		"mntc_date": rows[1]["scheduled_date"],
		"maintenance_schedule": schedule,
	}


def test_fault_26_the_source_of_a_row_is_seen_and_opened(desk: Desk):
	desk.log_in(DISPATCHER)
	order = desk.get_value("Sales Order", {"po_no": "ATS-DEMO-04"}, "name")["name"]
	desk.open("sales-order", order)
	desk.press_in("Create", "Maintenance Visit")
	desk.save()

	link = desk.open_row(1).locator("[data-fieldname=prevdoc_docname] a")
	expect(link).to_have_text(order)
	link.click()
	desk.wait()
	assert desk.values("doctype", "name") == {"doctype": "Sales Order", "name": order}


def open_schedule(desk: Desk, customer: str = "Clinique Saint-Bruno") -> str:
	schedule = desk.get_value("Maintenance Schedule", {"customer": customer}, "name")["name"]
	desk.open("maintenance-schedule", schedule)
	return schedule
