"""What this app does to ERPNext's Stock Entry: the parts of a visit leave the stock once."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_link_to_form

from maintenance_visit_app.derived.stock_entries import MATERIAL_ISSUE, lock_visit
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import validate_only_issue
from maintenance_visit_app.maintenance_visits.parts.left_once import Leaving, validate_left_once


def validate(stock_entry: Document, method: str | None = None) -> None:
	"""Throw AlreadyIssuedError where another entry, an invoice or a note takes out the same parts. Hook on Stock Entry."""
	if stock_entry.get("maintenance_visit") and stock_entry.purpose == MATERIAL_ISSUE:
		set_issued_by_visit(stock_entry)
		docstatus = lock_visit(stock_entry.maintenance_visit)
		validate_not_cancelled(stock_entry, docstatus)
		validate_only_issue(stock_entry)
		validate_left_once(
			stock_entry,
			[Leaving(row, stock_entry.maintenance_visit, row.transfer_qty) for row in stock_entry.items],
		)


def validate_not_cancelled(stock_entry: Document, docstatus: int | None) -> None:
	"""Frappe says the same, of visits that were cancelled before the request began."""
	if docstatus == 2 and stock_entry.docstatus.is_submitted():
		frappe.throw(
			_("Maintenance Visit {0} is cancelled: its parts were not used. Delete this Stock Entry.").format(
				get_link_to_form("Maintenance Visit", stock_entry.maintenance_visit)
			),
			frappe.CancelledLinkError,
			title=_("Nothing to Issue"),
		)


def set_issued_by_visit(stock_entry: Document) -> None:
	"""Only the visit's own submit says so of an entry it makes: no client, and no amendment."""
	if stock_entry.is_new():
		stock_entry.issued_by_visit = cint(stock_entry.flags.issued_by_visit)
