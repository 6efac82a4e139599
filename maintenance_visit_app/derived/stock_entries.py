"""What takes the parts of a visit out of stock: its Stock Entry, invoices with Update Stock, and notes that deliver an invoice."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Sum
from frappe.utils import flt
from pypika.terms import ValueWrapper

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


def get_taken_out(visits: Iterable[str]) -> list[frappe._dict]:
	"""Return `visit`, `item_code`, `stock_qty`, `doctype` and `document` of what takes parts of these visits out of stock.

	It is read with lock, in four statements: lock the visits before.
	"""
	return [*get_issued_items(visits), *get_delivered_lines(visits, for_update=True)]


def get_issued_items(visits: Iterable[str]) -> list[frappe._dict]:
	"""Return what Stock Entries issue, read with lock."""
	entry, row = DocType("Stock Entry"), DocType("Stock Entry Detail")
	return (
		frappe.qb.from_(row)
		.join(entry)
		.on(entry.name == row.parent)
		.select(entry.maintenance_visit.as_("visit"), row.item_code, row.transfer_qty.as_("stock_qty"))
		.select(ValueWrapper("Stock Entry").as_("doctype"), entry.name.as_("document"))
		.where(entry.maintenance_visit.isin(list(visits)) & (entry.docstatus < 2))
		.where(entry.purpose == MATERIAL_ISSUE)
		.for_update()
	).run(as_dict=True)


def get_delivered_lines(visits: Iterable[str], for_update: bool = False) -> list[frappe._dict]:
	"""Return what invoices with Update Stock, and notes that deliver invoices, take out: each tells its `part`, too."""
	lines = [
		line.update({"doctype": "Sales Invoice", "document": line.invoice})
		for line in get_invoiced_lines(visits, for_update)
		if line.update_stock and line.part
	]
	return lines + get_noted_lines(visits, for_update)


def get_noted_lines(visits: Iterable[str], for_update: bool) -> list[frappe._dict]:
	"""Return what Delivery Notes made from invoices take out; what a submitted return brings back is below zero."""
	note, row, line = DocType("Delivery Note"), DocType("Delivery Note Item"), DocType("Sales Invoice Item")
	query = (
		frappe.qb.from_(row)
		.join(note)
		.on(note.name == row.parent)
		.join(line)
		.on(line.name == row.si_detail)
		.select(line.maintenance_visit.as_("visit"), line.maintenance_visit_part.as_("part"))
		.select(row.item_code, row.stock_qty)
		.select(ValueWrapper("Delivery Note").as_("doctype"), note.name.as_("document"))
		.where(line.maintenance_visit.isin(list(visits)) & line.maintenance_visit_part.isnotnull())
		.where((note.docstatus == 1) | ((note.docstatus == 0) & (note.is_return == 0)))
	)
	return (query.for_update() if for_update else query).run(as_dict=True)


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
