"""What visits are now, for answers that are about many of them."""

import frappe
from frappe.query_builder import DocType

VISIT = "Maintenance Visit"
FIELDS = [
	"name",
	"docstatus",
	"status",
	"modified",
	"mntc_date",
	"mntc_time",
	"planned_duration",
	"completion_status",
	"signature_status",
	"working_hours",
]


def get_states(names: set[str]) -> dict[str, dict]:
	"""Return {visit: what it is now} of those that the user may read, in two statements for any number."""
	if not names or not frappe.has_permission(VISIT, "read"):
		return {}
	visits = frappe.get_list(VISIT, {"name": ("in", sorted(names))}, FIELDS, limit=0)
	technicians = get_technicians({visit.name for visit in visits})
	for visit in visits:
		visit.technicians = technicians.get(visit.name, [])
	return {visit.name: visit for visit in visits}


def get_technicians(names: set[str]) -> dict[str, list[str]]:
	if not names:
		return {}
	row = DocType("Maintenance Visit Purpose")
	query = (
		frappe.qb.from_(row)
		.select(row.parent, row.service_person)
		.where((row.parenttype == VISIT) & row.parent.isin(sorted(names)) & (row.service_person != ""))
		.orderby(row.parent, row.idx)
	)
	found: dict[str, list[str]] = {}
	for parent, person in query.run():
		if person not in found.setdefault(parent, []):
			found[parent].append(person)
	return found
