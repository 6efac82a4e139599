"""The Stock Entry that issues the parts of a visit."""

import frappe
from frappe.query_builder import DocType

MATERIAL_ISSUE = "Material Issue"


def lock_visit(visit: str) -> None:
	"""Let others who issue or change this visit wait until this transaction ends."""
	frappe.db.get_value("Maintenance Visit", visit, "name", for_update=True)


def get_stock_entry(
	visit: str | None, for_update: bool = False, other_than: str | None = None
) -> frappe._dict | None:
	"""Return name and docstatus of the Stock Entry, draft or submitted, that issues a visit's parts.

	With `for_update` it reads what others have committed meanwhile: lock the visit before.
	"""
	entry = DocType("Stock Entry")
	query = (
		frappe.qb.from_(entry)
		.select(entry.name, entry.docstatus)
		.where((entry.maintenance_visit == (visit or "")) & (entry.docstatus < 2))
		.where((entry.purpose == MATERIAL_ISSUE) & (entry.name != (other_than or "")))
	)
	found = (query.for_update() if for_update else query).run(as_dict=True) if visit else []
	return found[0] if found else None
