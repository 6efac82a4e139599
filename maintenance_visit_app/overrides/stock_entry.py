"""What this app does to ERPNext's Stock Entry: no two of them issue the parts of one visit."""

from frappe.model.document import Document

from maintenance_visit_app.derived.stock_entries import MATERIAL_ISSUE, lock_visit
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import validate_only_issue


def validate(stock_entry: Document, method: str | None = None) -> None:
	"""Throw AlreadyIssuedError where another entry issues the parts of the same visit. Hook on Stock Entry."""
	if stock_entry.get("maintenance_visit") and stock_entry.purpose == MATERIAL_ISSUE:
		lock_visit(stock_entry.maintenance_visit)
		validate_only_issue(stock_entry)
