"""What this app does to ERPNext's Stock Entry: no two of them issue the parts of one visit."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_link_to_form

MATERIAL_ISSUE = "Material Issue"


class AlreadyIssuedError(frappe.ValidationError):
	pass


def validate(stock_entry: Document, method: str | None = None) -> None:
	"""Throw AlreadyIssuedError where another entry issues the parts of the same visit. Hook on Stock Entry."""
	if stock_entry.get("maintenance_visit") and stock_entry.purpose == MATERIAL_ISSUE:
		lock_visit(stock_entry.maintenance_visit)
		validate_only_issue(stock_entry)


def lock_visit(visit: str) -> None:
	"""Let others who issue or change this visit wait until this transaction ends."""
	frappe.db.get_value("Maintenance Visit", visit, "name", for_update=True)


def validate_only_issue(stock_entry: Document) -> None:
	"""Throw AlreadyIssuedError where another entry, draft or submitted, issues the parts of the same visit."""
	visit = stock_entry.maintenance_visit
	existing = get_stock_entry(visit, for_update=True, other_than=stock_entry.name)
	if not existing:
		return
	frappe.throw(
		_(
			"Stock Entry {0} issues the parts of Maintenance Visit {1} already. Use that one, or cancel or delete it first."
		).format(
			get_link_to_form("Stock Entry", existing.name), get_link_to_form("Maintenance Visit", visit)
		),
		AlreadyIssuedError,
		title=_("Parts Are Issued Already"),
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
