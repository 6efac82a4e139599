"""The parts of a visit leave stock when it is submitted, where the settings say so, and come back when it is cancelled."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.permissions import get_role_permissions
from frappe.utils import get_link_to_form

from maintenance_visit_app.derived.stock_entries import get_stock_entry, lock_visit
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import get_parts_to_issue, map_parts
from maintenance_visit_app.maintenance_visits.parts.shortages import is_issued_on_submit

BUNDLE = "Serial and Batch Bundle"
RIGHTS = ("read", "write", "create", "submit", "cancel")


class NotIssuedByVisitError(frappe.PermissionError):
	pass


def issue_parts(visit: Document) -> None:
	"""Submit a Stock Entry for the visit's parts, where the settings say so and none is there yet."""
	if not visit.parts or not is_issued_on_submit() or not get_parts_to_issue(visit.name):
		return
	lock_visit(visit.name)
	if existing := get_stock_entry(visit.name, for_update=True):
		tell_of_existing(existing)
		return
	stock_entry = map_parts(visit.name, ignore_permissions=True)
	# A technician has no stock role: by the setting, the manager who made it lets each visit take its parts.
	stock_entry.flags.update({"ignore_permissions": True, "issued_by_visit": True})
	stock_entry.insert()
	with rights_to_numbers():
		change_docstatus(stock_entry, 1)


def cancel_stock_entry(visit: Document) -> None:
	"""Cancel the Stock Entry that issued the visit's parts. A draft one stays: Frappe lets nobody submit it any more.

	Who may cancel a visit takes back what its submit issued. For an entry that somebody made by hand, he needs
	the right himself: raises NotIssuedByVisitError.
	"""
	stock_entry = get_stock_entry(visit.name, for_update=True) if visit.parts else None
	if not stock_entry:
		return
	if stock_entry.docstatus == 0:
		tell_of_draft(stock_entry.name)
		return
	document = frappe.get_doc("Stock Entry", stock_entry.name)
	if not stock_entry.issued_by_visit:
		validate_may_cancel(document)
		change_docstatus(document, 2)
		return
	document.flags.ignore_permissions = True
	with rights_to_numbers():
		change_docstatus(document, 2)


def validate_may_cancel(stock_entry: Document) -> None:
	if stock_entry.has_permission("cancel"):
		return
	frappe.throw(
		_(
			"Stock Entry {0}, which issued the parts, was made by hand, and you may not cancel it. Ask a storekeeper to cancel it first."
		).format(get_link_to_form("Stock Entry", stock_entry.name)),
		NotIssuedByVisitError,
		title=_("Parts Are Issued"),
	)


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
def rights_to_numbers() -> Iterator[None]:
	"""Let the user submit and cancel Serial and Batch Bundles, and no other DocType, until the block ends.

	Inside a Stock Entry ERPNext makes them as documents of their own, which take no flag from it, and asks for the
	user's right to each. Frappe keeps a user's rights for a request: the block adds to those of bundles.
	"""
	rights = [get_role_permissions(BUNDLE, is_owner=is_owner) for is_owner in (True, False)]
	before = [dict(right) for right in rights]
	for right in rights:
		right.update({**dict.fromkeys(RIGHTS, 1), "has_if_owner_enabled": False})
	try:
		yield
	finally:
		for right, former in zip(rights, before, strict=True):
			right.clear()
			right.update(former)
