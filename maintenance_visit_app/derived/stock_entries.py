"""What takes the parts of a visit out of stock: its Stock Entry, and invoices with Update Stock."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Sum
from frappe.utils import flt

from maintenance_visit_app.derived.invoiced_lines import get_invoiced_lines

MATERIAL_ISSUE = "Material Issue"


def lock_visit(visit: str) -> int | None:
	"""Let others who issue or change this visit wait until this transaction ends, and return its docstatus by now."""
	return frappe.db.get_value("Maintenance Visit", visit, "docstatus", for_update=True)


def get_stock_entry(
	visit: str | None, for_update: bool = False, other_than: str | None = None
) -> frappe._dict | None:
	"""Return name, docstatus and issued_by_visit of the Stock Entry, draft or submitted, that issues a visit's parts.

	With `for_update` it reads what others have committed meanwhile: lock the visit before.
	"""
	entry = DocType("Stock Entry")
	query = (
		frappe.qb.from_(entry)
		.select(entry.name, entry.docstatus, entry.issued_by_visit)
		.where((entry.maintenance_visit == (visit or "")) & (entry.docstatus < 2))
		.where((entry.purpose == MATERIAL_ISSUE) & (entry.name != (other_than or "")))
	)
	found = (query.for_update() if for_update else query).run(as_dict=True) if visit else []
	return found[0] if found else None


def get_issued_items(visits: Iterable[str]) -> list[frappe._dict]:
	"""Return `visit`, `item_code`, `qty` and `document` of what Stock Entries issue, read with lock: lock the visits before."""
	entry, row = DocType("Stock Entry"), DocType("Stock Entry Detail")
	return (
		frappe.qb.from_(row)
		.join(entry)
		.on(entry.name == row.parent)
		.select(entry.maintenance_visit.as_("visit"), row.item_code, row.transfer_qty.as_("qty"))
		.select(entry.name.as_("document"))
		.where(entry.maintenance_visit.isin(list(visits)) & (entry.docstatus < 2))
		.where(entry.purpose == MATERIAL_ISSUE)
		.for_update()
	).run(as_dict=True)


def get_delivered_lines(visits: Iterable[str], for_update: bool = False) -> list[frappe._dict]:
	"""Return the lines of invoices with Update Stock, draft or submitted, that take parts of these visits out of stock."""
	lines = get_invoiced_lines(visits, for_update)
	return [line for line in lines if line.update_stock and line.part]


def get_used_qty(visits: Iterable[str]) -> dict[tuple[str, str], float]:
	"""Return {(visit, item): how much of it the visit used, in the stock unit}."""
	part = DocType("Maintenance Visit Part")
	query = (
		frappe.qb.from_(part)
		.select(part.parent, part.item_code, Sum(part.stock_qty))
		.where(part.parent.isin(list(visits)) & (part.parenttype == "Maintenance Visit"))
		.groupby(part.parent, part.item_code)
	)
	return {(visit, item_code): flt(qty) for visit, item_code, qty in query.run()}
