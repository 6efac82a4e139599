"""From all equipment to the visits of one serial number, and from a customer's cost to his visits, in a browser."""

import pytest
from desk import Desk
from playwright.sync_api import expect

CUSTOMER, SERIAL_NO = "Résidence Les Cimes", "CH35-2023-0012"
PERIOD = "from_date=2026-02-01&to_date=2026-02-28"


def make_breakdown(desk: Desk) -> str:
	"""Submit a breakdown that took an hour and a half; its name."""
	purpose = {"item_code": "CHAUD-35", "serial_no": SERIAL_NO, "service_person": "Julie Perrin"}
	times = {"from_time": "2026-02-03 09:00:00", "to_time": "2026-02-03 10:30:00"}
	return desk.insert_visit(
		customer=CUSTOMER,
		mntc_date="2026-02-03",
		maintenance_type="Breakdown",
		completion_status="Fully Completed",
		purposes=[{**purpose, "work_done": "Thermostat replaced."}],
		time_logs=[{"service_person": "Julie Perrin", **times}],
		docstatus=1,
	)


@pytest.mark.parametrize("width", [pytest.param("wide"), pytest.param("narrow", marks=pytest.mark.narrow)])
def test_a_serial_number_leads_to_its_visits(desk: Desk, width):
	desk.log_in()
	visit = make_breakdown(desk)
	desk.open("query-report", f"Equipment%20History?{PERIOD}")

	desk.page.locator(".dt-cell a", has_text=SERIAL_NO).click()

	expect(desk.page.locator(".dt-cell a", has_text=visit)).to_be_attached()
	expect(desk.page.locator(".summary-item", has_text="MTTR (Hours)")).to_contain_text("1,5")
	assert f"serial_no={SERIAL_NO}" in desk.page.url


def test_cost_leads_to_the_customers_visits(desk: Desk):
	desk.log_in()
	make_breakdown(desk)
	desk.open("query-report", f"Service%20Cost?{PERIOD}")

	row = desk.page.locator(".dt-row", has_text=CUSTOMER)
	address = row.locator("a[href*='Visit Register']").get_attribute("href")

	assert "from_date=2026-02-01" in address
	assert "customer=R%C3%A9sidence%20Les%20Cimes" in address
