"""What a visit's status follows from."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today


def get_status(visit: Document) -> str:
	"""Return the status that follows from a visit's docstatus, check-ins, date and technicians."""
	if visit.docstatus.is_submitted():
		return "Submitted"
	if visit.docstatus.is_cancelled():
		return "Cancelled"
	if visit.time_logs:
		return "In Progress"
	if getdate(visit.mntc_date) < getdate(today()):
		return "Overdue"
	return "Planned" if any(row.service_person for row in visit.purposes) else "Draft"


def set_overdue_visits() -> None:
	"""Mark the drafts that nobody has begun and whose day has passed. Daily job."""
	visit = frappe.qb.DocType("Maintenance Visit")
	(
		frappe.qb.update(visit)
		.set(visit.status, "Overdue")
		.where((visit.docstatus == 0) & (visit.mntc_date < today()) & visit.status.isin(["Draft", "Planned"]))
	).run()
