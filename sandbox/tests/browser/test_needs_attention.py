"""What technicians' devices sent and could not be applied, as the manager finds it and is done with it."""

import uuid

from desk import DISPATCHER, Desk
from playwright.sync_api import expect

APPLY = "maintenance_visit_app.api.operations.apply"
RECORD = "Visit Operation"


def refuse_parts(desk: Desk, visit: str, count: int) -> list[str]:
	"""Send parts that no stock has; return their ids."""
	sent = [
		{"id": str(uuid.uuid4()), "operation": "part", "visit": visit, "payload": {"item_code": "NO-SUCH"}}
		for _number in range(count)
	]
	desk.call(APPLY, operations=sent)
	return [one["id"] for one in sent]


def count_waiting(desk: Desk, *of_visit: list) -> int:
	filters = [["outcome", "in", ["Refused", "Superseded", "Handed Over"]], ["resolved", "=", 0], *of_visit]
	return desk.call("frappe.client.get_count", doctype=RECORD, filters=filters)


def test_manager_is_led_to_what_waits_and_is_done_with_it(desk: Desk):
	desk.log_in(DISPATCHER)
	visit = desk.insert_visit(purposes=[{"item_code": "CHAUD-35"}])
	first, _second = refuse_parts(desk, visit, 2)
	of_visit = ["visit", "=", visit]
	desk.open("maintenance-visits")
	shortcut = desk.page.locator(".shortcut-widget-box", has_text="Needs Attention")
	expect(shortcut.locator(".indicator-pill")).to_have_text(str(count_waiting(desk)))
	shortcut.click()
	rows = desk.page.locator(".result .list-row", has_text="NO-SUCH")
	expect(rows).to_have_count(2)

	desk.act_on_all("Done")
	expect(rows).to_have_count(0)
	assert count_waiting(desk, of_visit) == 0
	desk.open("visit-operation", first)
	desk.press("Reopen")
	expect(desk.page.get_by_role("button", name="Done")).to_be_visible()
	assert count_waiting(desk, of_visit) == 1
	desk.press("Done")
	expect(desk.page.get_by_role("button", name="Reopen")).to_be_visible()
	assert count_waiting(desk, of_visit) == 0
