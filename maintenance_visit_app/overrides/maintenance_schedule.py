"""What this app does to ERPNext's Maintenance Schedule, and what answers in place of its methods."""

import frappe
from frappe.model.document import Document

from maintenance_visit_app.derived.schedules import get_serial_numbers
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.drafts import validate_no_drafts


def before_cancel(schedule: Document, method: str | None = None) -> None:
	"""Leave no planned visit behind. Hook on Maintenance Schedule."""
	validate_no_drafts(schedule)


@frappe.whitelist()
def get_serial_nos_from_schedule(item_code: str | None = None, schedule: str | None = None) -> list[str]:
	"""Return the serial numbers that a schedule has for an item; an empty list where it has none.

	Raises frappe.PermissionError where the user may not read the schedule.
	"""
	if not schedule or not item_code:
		return []
	frappe.has_permission("Maintenance Schedule", "read", schedule, throw=True)
	filters = {"parent": schedule, "item_code": item_code}
	details = frappe.get_all("Maintenance Schedule Detail", filters, pluck="name")
	return sorted({number for numbers in get_serial_numbers(details).values() for number in numbers})
