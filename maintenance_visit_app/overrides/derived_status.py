"""A status that is derived, written to many documents at once."""

import frappe
from frappe.query_builder import DocType


def set_statuses(doctype: str, fieldname: str, statuses: dict[str, str]) -> None:
	"""Write {document: status} into a field, with one statement for each status there is."""
	by_status = {}
	for name, status in statuses.items():
		by_status.setdefault(status, []).append(name)
	table = DocType(doctype)
	for status, names in by_status.items():
		frappe.qb.update(table).set(table[fieldname], status).where(table.name.isin(names)).run()
		for name in names:
			frappe.clear_document_cache(doctype, name)
