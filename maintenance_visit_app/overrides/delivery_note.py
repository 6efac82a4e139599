"""What this app does to ERPNext's Delivery Note: a part that a visit used leaves the stock once."""

from frappe.model.document import Document

from maintenance_visit_app.maintenance_visits.parts.left_once import Leaving, validate_left_once
from maintenance_visit_app.records import get_by_name, lock


def validate(delivery_note: Document, method: str | None = None) -> None:
	"""Throw AlreadyIssuedError where a Stock Entry, or an invoice, takes out what is to be delivered. Hook on Delivery Note.

	Rows that deliver an invoice's line of a visit's part; the visits are locked until the end of the transaction.
	"""
	if delivery_note.is_return:
		return
	visits = get_visits({row.si_detail for row in delivery_note.items if row.get("si_detail")})
	lock("Maintenance Visit", set(visits.values()))
	leaving = [
		Leaving(row, visits[row.si_detail], row.stock_qty)
		for row in delivery_note.items
		if row.get("si_detail") in visits
	]
	if leaving:
		validate_left_once(delivery_note, leaving)


def get_visits(lines: set[str]) -> dict[str, str]:
	"""Return {line of an invoice: visit} of those that bill a part."""
	fields = ["maintenance_visit", "maintenance_visit_part"]
	found = get_by_name("Sales Invoice Item", lines, fields)
	return {name: line.maintenance_visit for name, line in found.items() if line.maintenance_visit_part}
