"""The parts of a visit leave stock when it is submitted, where the settings say so, and come back when it is cancelled."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from maintenance_visit_app.derived.stock_entries import get_stock_entry, lock_visit
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import get_stock_items, map_parts
from maintenance_visit_app.maintenance_visits.parts.shortages import is_issued_on_submit


def issue_parts(visit: Document) -> None:
	"""Submit a Stock Entry for the visit's parts, where the settings say so and none is there yet."""
	if not is_issued_on_submit() or not get_stock_items(visit.name):
		return
	lock_visit(visit.name)
	if existing := get_stock_entry(visit.name, for_update=True):
		tell_of_existing(existing)
		return
	stock_entry = map_parts(visit.name, ignore_permissions=True)
	stock_entry.flags.ignore_permissions = True
	stock_entry.insert()
	# A technician has no stock role: by the setting, the manager who made it lets each visit take its parts.
	with acting_as_system():
		change_docstatus(stock_entry, 1)


def cancel_stock_entry(visit: Document) -> None:
	"""Cancel the Stock Entry that issued the visit's parts. A draft one stays: Frappe lets nobody submit it any more."""
	stock_entry = get_stock_entry(visit.name, for_update=True)
	if not stock_entry:
		return
	if stock_entry.docstatus == 0:
		tell_of_draft(stock_entry.name)
		return
	document = frappe.get_doc("Stock Entry", stock_entry.name)
	# Who may cancel a visit takes back its parts, whoever issued them: the two belong together.
	with acting_as_system():
		change_docstatus(document, 2)


def change_docstatus(stock_entry: Document, docstatus: int) -> None:
	"""Submit or cancel now: ERPNext 15 does so later for many rows, as a user who may not."""
	stock_entry.docstatus = docstatus
	stock_entry.save()


def tell_of_existing(stock_entry: frappe._dict) -> None:
	if stock_entry.docstatus == 0:
		link = get_link_to_form("Stock Entry", stock_entry.name)
		frappe.msgprint(
			_("Stock Entry {0} is there already, as a draft. Submit it to issue the parts.").format(link),
			title=_("Parts Not Issued Yet"),
			indicator="orange",
		)


def tell_of_draft(name: str) -> None:
	frappe.msgprint(
		_("Stock Entry {0} was never submitted, and can't be any more. Delete it if it isn't needed.").format(
			get_link_to_form("Stock Entry", name)
		),
		title=_("Draft Stock Entry Left"),
		indicator="orange",
	)


@contextmanager
def acting_as_system() -> Iterator[None]:
	"""Let the system submit and cancel stock documents: ERPNext asks for the user's right at each bundle of numbers."""
	user = frappe.session.user
	frappe.session.user, frappe.local.user_perms = "Administrator", None
	try:
		yield
	finally:
		frappe.session.user, frappe.local.user_perms = user, None
