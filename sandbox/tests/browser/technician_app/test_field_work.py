"""What a visit is from plan to invoice, done in the app without network. Each visit of the day is a story."""

from datetime import timedelta

from desk import JULIE, TECHNICIAN, today
from phone import Office, Phone
from playwright.sync_api import expect
from visits import make_checklist, plan

VISIT = "Maintenance Visit"
PUMP, PUMP_NUMBER, GASKET = "CIRC-25", "CIRC25-2026-0002", "JOINT-CH35"
HEAT_PUMP, UNDER_CONTRACT = "PAC-16", "PAC16-FIELD-WORK"
FOLLOW_UP = "maintenance_visit_app.maintenance_visits.mappers.follow_up.make_follow_up_visit"


def test_day_in_cellars_reaches_the_office_as_it_was(phone: Phone, office: Office, administrator: Office):
	breakdown = plan(office, mntc_time="18:10:00")
	service = plan_service_under_contract(office, administrator)
	tasks = [("Flue tight", None), ("Burner cleaned", None)]
	failing = plan(office, mntc_time="18:30:00", maintenance_checklist=make_checklist(office, "Flue", tasks))
	phone.open().log_in(TECHNICIAN).start()
	expect(phone.page.locator(f"[data-visit='{failing}']")).to_be_visible()

	phone.go_offline()
	repair(phone, breakdown)
	serve(phone, service)
	fail_checklist(phone, failing)
	phone.go_online()
	phone.page.goto(f"{phone.address}/visits")
	phone.sync()

	assert_can_be_billed(office, breakdown)
	assert_costs_nothing(office, service)
	follow_up = assert_is_followed_up(office, failing)
	phone.sync()
	finish(phone, follow_up)
	assert office.get(VISIT, follow_up)["completion_status"] == "Fully Completed"


def plan_service_under_contract(office: Office, administrator: Office) -> str:
	administrator.insert(
		"Serial No",
		serial_no=UNDER_CONTRACT,
		item_code=HEAT_PUMP,
		company="Alpes Thermique Services",
		amc_expiry_date=str(today() + timedelta(days=300)),
	)
	row = {"item_code": HEAT_PUMP, "serial_no": UNDER_CONTRACT, "service_person": JULIE}
	return plan(office, maintenance_type="Unscheduled", mntc_time="18:20:00", purposes=[row])


def begin(phone: Phone, visit: str, work_done: str) -> None:
	phone.open_visit(visit)
	phone.step("Check In").tap()
	phone.page.get_by_label("Work Done").fill(work_done)
	phone.page.get_by_label("Work Done").blur()


def repair(phone: Phone, visit: str) -> None:
	"""The hotel has no heating: two gaskets and a pump go in, and the customer signs."""
	begin(phone, visit, "Pump and gaskets replaced.")
	parts = phone.section("parts")
	add_part(phone, GASKET, 1)
	parts.get_by_role("button", name="One more").tap()
	expect(parts.locator("output")).to_contain_text("2")
	add_part(phone, PUMP, 2)
	# Only he can read which pump it was: he is asked before the customer signs, and not held up
	phone.button("Without Numbers").tap()
	expect(phone.step("Customer Signs")).to_be_visible()
	phone.open_visit(visit)
	phone.step("Parts without a number: 1").tap()
	parts.get_by_label("Serial No").select_option(PUMP_NUMBER)
	phone.step("Customer Signs").tap()
	phone.button("Sign", exact=True).tap()
	phone.draw_signature()
	phone.button("Keep Signature").tap()
	phone.step("Complete").tap()
	expect(phone.step("Back to My Day")).to_be_visible()


def add_part(phone: Phone, item_code: str, number: int) -> None:
	phone.button("Add a Part").tap()
	phone.page.locator(".pick", has_text=item_code).tap()
	expect(phone.section("parts").locator(".part")).to_have_count(number)


def serve(phone: Phone, visit: str) -> None:
	"""The yearly service, under contract: nobody is at home to sign."""
	begin(phone, visit, "Filters cleaned, pressure checked.")
	complete_unsigned(phone)


def fail_checklist(phone: Phone, visit: str) -> None:
	"""The flue leaks, and its sealing has to be ordered."""
	begin(phone, visit, "Burner cleaned.")
	phone.section("checks").locator("[data-result='Not OK']").first.tap()
	phone.page.get_by_label("Remark: Flue tight").fill("Sealing ordered.")
	phone.page.get_by_label("Remark: Flue tight").blur()
	phone.section("checks").locator("[data-result=OK]").last.tap()
	phone.button("Partly").tap()
	complete_unsigned(phone)


def complete_unsigned(phone: Phone) -> None:
	phone.button("Complete Unsigned").tap()
	expect(phone.step("Back to My Day")).to_be_visible()


def assert_can_be_billed(office: Office, name: str) -> None:
	visit = office.get(VISIT, name)
	assert (visit["status"], visit["signature_status"]) == ("Submitted", "Signed")
	assert visit["billing_status"] == "To Bill"
	parts = [(part["item_code"], part["qty"], part["serial_no"] or "") for part in visit["parts"]]
	assert parts == [(GASKET, 2, ""), (PUMP, 1, PUMP_NUMBER)]


def assert_costs_nothing(office: Office, name: str) -> None:
	visit = office.get(VISIT, name)
	assert [row["coverage"] for row in visit["purposes"]] == ["Under Contract"]
	assert (visit["status"], visit["billing_status"]) == ("Submitted", "Not Billable")


def assert_is_followed_up(office: Office, name: str) -> str:
	"""The follow-up brings along what failed, and what failed only; its name."""
	assert office.get(VISIT, name)["completion_status"] == "Partially Completed"
	follow_up = office.call(FOLLOW_UP, source_name=name)
	planned = {**follow_up, "mntc_date": str(today()), "mntc_time": "18:40:00"}
	made = office.call("frappe.client.insert", doc=planned)
	assert [(check["task"], check["result"] or "") for check in made["checks"]] == [("Flue tight", "")]
	return made["name"]


def finish(phone: Phone, visit: str) -> None:
	begin(phone, visit, "Sealing replaced.")
	phone.section("checks").locator("[data-result=OK]").tap()
	complete_unsigned(phone)
	phone.sync()
