"""What answers in place of methods of ERPNext's Maintenance Schedule."""

import frappe

from maintenance_visit_app.derived.schedules import get_serial_numbers


@frappe.whitelist()
def get_serial_nos_from_schedule(item_code: str | None, schedule: str | None = None) -> list[str]:
	"""Return the serial numbers that a schedule has for an item; an empty list where it has none.

	Raises frappe.PermissionError where the user may not read the schedule.
	"""
	if not schedule or not item_code:
		return []
	frappe.has_permission("Maintenance Schedule", "read", schedule, throw=True)
	filters = {"parent": schedule, "item_code": item_code}
	details = frappe.get_all("Maintenance Schedule Detail", filters, pluck="name")
	return sorted({number for numbers in get_serial_numbers(details).values() for number in numbers})
