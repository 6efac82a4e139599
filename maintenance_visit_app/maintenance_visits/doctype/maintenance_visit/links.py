"""Links that lead nowhere. Frappe refuses them, but for version 15 where other fields are fetched from them."""

import frappe
from frappe import _
from frappe.model.document import Document

from maintenance_visit_app.records import get_by_name


def validate_links(visit: Document) -> None:
	"""Throw frappe.LinkValidationError, as Frappe does, where customer or items don't exist.

	What was fetched from them is there unless they are missing: a statement is sent for these alone.
	"""
	missing = []
	if visit.customer and not visit.customer_name and not frappe.db.exists("Customer", visit.customer):
		missing.append(f"{_('Customer')}: {visit.customer}")
	rows = [row for row in visit.purposes if row.item_code and not row.item_name]
	items = get_by_name("Item", {row.item_code for row in rows}, [])
	missing += [
		_("Row #{0}: Item Code: {1}").format(row.idx, row.item_code)
		for row in rows
		if row.item_code not in items
	]
	if missing:
		frappe.throw(_("Could not find {0}").format(", ".join(missing)), frappe.LinkValidationError)
