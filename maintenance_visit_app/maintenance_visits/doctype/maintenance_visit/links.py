"""Links: those that lead nowhere, and how a message names a document to those who may read it.

Frappe refuses links that lead nowhere, but for version 15 where other fields are fetched from them.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_link_to_form

from maintenance_visit_app.records import get_by_name


def validate_links(visit: Document) -> None:
	"""Throw frappe.LinkValidationError, as Frappe does, where customer or items don't exist.

	What was fetched from them is there unless they are missing: a statement is sent for these alone.
	"""
	missing = []
	if visit.customer and not visit.customer_name and not frappe.db.exists("Customer", visit.customer):
		missing.append(f"{_('Customer')}: {escape_html(visit.customer)}")
	rows = [row for row in visit.purposes if row.item_code and not row.item_name]
	items = get_by_name("Item", {row.item_code for row in rows}, [])
	missing += [
		_("Row #{0}: Item Code: {1}").format(row.idx, escape_html(row.item_code))
		for row in rows
		if row.item_code not in items
	]
	if missing:
		frappe.throw(_("Could not find {0}").format(", ".join(missing)), frappe.LinkValidationError)


def get_link(doctype: str, name: str) -> str:
	"""Return a link for a message; where this user may not read the document, words that tell nothing of it."""
	if may_read(doctype, name):
		return get_link_to_form(doctype, name, escape_html(name))
	return _("a document that you may not read ({0})").format(_(doctype))


def may_read(doctype: str, name: str) -> bool:
	"""Tell whether this user may read a document that exists."""
	try:
		return frappe.has_permission(doctype, "read", name)
	except frappe.DoesNotExistError:
		# A read with lock found what somebody made after this transaction's snapshot
		frappe.clear_last_message()
		return frappe.get_doc(doctype, name, for_update=True).has_permission("read")
