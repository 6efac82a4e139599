"""A visit without any order, as the manual tells it: customer, type, item and serial number, work done."""

import pytest
from desk import DISPATCHER, KARIM, OTHER_TECHNICIAN, TECHNICIAN, Desk
from playwright.sync_api import expect
from thumb import begin_work

OF_CUSTOMER = (
	"customer_name",
	"customer_group",
	"territory",
	"customer_address",
	"contact_person",
	"contact_mobile",
)


def test_details_appear_with_the_customer_and_disappear_with_it(desk: Desk):
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit", "new")
	desk.choose("customer", "Boulangerie Marchand")

	values = desk.values(*OF_CUSTOMER, "address_display")
	assert values["customer_group"] == "Commerce de proximité"
	assert values["contact_mobile"] == "+33 6 39 98 12 21"
	assert "5 Grande Rue" in values["address_display"]
	expect(desk.page.locator('[data-fieldname="address_display"]').first).to_contain_text("5 Grande Rue")

	desk.clear("customer")
	assert not any(desk.values(*OF_CUSTOMER, "address_display").values())


def test_visit_made_by_hand_is_saved_submitted_and_found(desk: Desk):
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit", "new")
	desk.choose("customer", "Hôtel Belledonne")
	desk.choose_option("maintenance_type", "Breakdown")
	desk.choose_in_row(1, "item_code", "CHAUD-35")
	desk.choose_in_row(1, "serial_no", "CH35-2021-0148")
	desk.choose_in_row(1, "service_person", "Julie Perrin")
	desk.fill_row(1, "work_done", "Thermocouple replaced.")
	desk.choose_option("completion_status", "Fully Completed")
	desk.save()
	assert desk.status() == "Planned"
	visit = desk.values("name", "mntc_date", "mntc_time", "company")
	assert all(visit.values())
	desk.submit()
	assert desk.status() == "Submitted"


def test_dispatcher_is_asked_before_somebody_else_is_checked_in_and_takes_it_back(desk: Desk):
	desk.log_in(DISPATCHER)
	row = {"item_code": "CHAUD-35", "service_person": "Luc Fontaine"}
	desk.open("maintenance-visit", desk.insert_visit(maintenance_type="Unscheduled", purposes=[row]))
	check_in = desk.page.locator(".visit-bar button[data-step=check_in]")
	expect(check_in).not_to_contain_class("btn-primary")

	check_in.click()
	expect(desk.dialog()).to_contain_text("Check in Luc Fontaine?")
	desk.agree("Yes")
	desk.page.get_by_role("button", name="Undo Check In").click()

	expect(check_in).to_be_visible()
	assert desk.values("status", "time_logs") == {"status": "Planned", "time_logs": []}


def test_serial_numbers_offered_are_those_of_the_item_and_groups_are_no_technicians(desk: Desk):
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit", "new")
	desk.choose("customer", "Hôtel Belledonne")
	desk.choose_in_row(1, "item_code", "CLIM-50")
	desk.page.wait_for_function("cur_frm.doc.purposes[0].item_name")

	assert desk.offers_in_row(1, "serial_no") == ["CL50-2022-0210", "CL50-2022-0211"]
	assert "Techniciens Isère" not in desk.offers_in_row(1, "service_person")


@pytest.mark.narrow
def test_technician_carries_out_a_visit_on_a_telephone(desk: Desk):
	desk.log_in(OTHER_TECHNICIAN)
	visit = begin_work(desk, KARIM, purposes=[{"item_code": "CLIM-50", "service_person": KARIM}])
	desk.open("maintenance-visit", f"?status=In+Progress&name={visit}")
	desk.page.locator(".list-row .list-subject a").first.click()
	desk.wait()
	desk.press("Check Out")
	expect(desk.page.get_by_role("button", name="Check In")).to_be_visible()

	assert desk.width() <= 390
	desk.tab("Details")
	desk.choose_option("completion_status", "Fully Completed")
	desk.page.locator(".section-head", has_text="Purposes").tap()
	desk.fill_row_form(1, "work_done", "Gas refilled, leak test passed.")
	desk.save()
	desk.submit()
	assert desk.values("status", "docstatus") == {"status": "Submitted", "docstatus": 1}
