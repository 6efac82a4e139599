"""Texts that Frappe lets pass for JSON are shown as what they are, wherever the app shows them."""

from desk import Desk

HOSTILE = '"<img src=x onerror=window.has_run=1>"'
CUSTOMER, COMPANY_DAY = "Résidence Les Cimes", "2026-02-17"
PERIOD = f"from_date={COMPANY_DAY}&to_date={COMPANY_DAY}"
RENAME = """([name, customer_name]) => frappe.xcall("frappe.client.set_value",
	{ doctype: "Customer", name, fieldname: { customer_name } })"""


def test_a_name_is_text_in_reports_form_and_calendar(desk: Desk):
	desk.log_in("Administrator", "admin")
	desk.open("maintenance-visits")
	desk.page.evaluate(RENAME, [CUSTOMER, HOSTILE])
	try:
		visit = make_hostile_visit(desk)
		for report in (
			"Visit%20Register",
			"Service%20Cost",
			"Equipment%20History",
			"Technician%20Performance",
		):
			desk.open("query-report", f"{report}?{PERIOD}&status=All but Cancelled")
			assert not has_run(desk), report
			assert desk.page.locator(".dt-row").count() > 0, report
		for route in (("maintenance-visit", visit), ("maintenance-visit", "view", "calendar")):
			desk.open(*route)
			assert not has_run(desk), route
	finally:
		desk.page.evaluate(RENAME, [CUSTOMER, CUSTOMER])


def make_hostile_visit(desk: Desk) -> str:
	purpose = {"item_code": "CHAUD-35", "service_person": "Julie Perrin", "work_done": HOSTILE}
	return desk.insert_visit(
		customer=CUSTOMER,
		mntc_date=COMPANY_DAY,
		completion_status="Fully Completed",
		purposes=[purpose],
		checks=[{"task": HOSTILE, "remark": HOSTILE}],
		customer_feedback=HOSTILE,
		docstatus=1,
	)


def has_run(desk: Desk) -> bool:
	return desk.page.evaluate("() => Boolean(window.has_run)")
