"""Links: those that lead nowhere, and how a message names a document to those who may read it.

Frappe refuses links that lead nowhere, but for version 15 where other fields are fetched from them
(github.com/frappe/frappe/pull/16614, closed).
"""

from collections import defaultdict

import frappe
from frappe import _
from frappe.core.doctype.docfield.docfield import DocField
from frappe.model.document import Document
from frappe.utils import escape_html, get_link_to_form

from maintenance_visit_app.frappe_version import IS_FRAPPE_15
from maintenance_visit_app.records import get_by_name


def validate_links(visit: Document) -> None:
	"""Throw frappe.LinkValidationError, as Frappe does, for a link that leads nowhere and that Frappe 15 let through.

	It costs one statement for each DocType that is linked to. Frappe has spelt the names as they are by then.
	"""
	if not IS_FRAPPE_15 or visit.flags.ignore_links or visit._action == "cancel":
		return
	links = get_fetching_links(visit)
	names = defaultdict(set)
	for document, field in links:
		names[field.options].add(document.get(field.fieldname))
	there = {doctype: get_by_name(doctype, linked, []) for doctype, linked in names.items()}
	missing = [
		describe(document, field)
		for document, field in links
		if document.get(field.fieldname) not in there[field.options]
	]
	if missing:
		frappe.throw(_("Could not find {0}").format(", ".join(missing)), frappe.LinkValidationError)


def get_fetching_links(visit: Document) -> list[tuple[Document, DocField]]:
	"""Return the links, of the visit and of its rows, from which other fields are fetched."""
	return [
		(document, field)
		for document in (visit, *visit.get_all_children())
		for field in document.meta.get_link_fields()
		if document.get(field.fieldname) and document.meta.get_fields_to_fetch(field.fieldname)
	]


def describe(document: Document, field: DocField) -> str:
	told = f"{_(field.label, context=field.parent)}: {escape_html(document.get(field.fieldname))}"
	return "{} #{}: {}".format(_("Row"), document.idx, told) if document.get("parentfield") else told


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
