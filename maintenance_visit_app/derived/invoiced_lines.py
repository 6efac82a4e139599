"""The lines of sales invoices that bill a visit: what its billing status is derived from."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType
from frappe.utils import flt

# In place of the part's name, where a line bills the visit's working time
LABOUR = ""
ENOUGH_DECIMALS = 6


def get_invoiced_lines(visits: Iterable[str], for_update: bool = False) -> list[frappe._dict]:
	"""Return the lines of drafts and submitted invoices that bill these visits, in two statements.

	Each tells `visit`, `part` (or LABOUR), item and quantity, `invoice`, its `docstatus` and `update_stock`. What credit notes have given back
	altogether is billed no more. With `for_update` it reads what others have committed meanwhile: lock the
	visits before.
	"""
	lines = get_lines(visits, for_update)
	credited = get_credited_qty({line.invoice for line in lines}, for_update)
	return [line for line in lines if flt(line.qty + credited.get(line.name, 0), ENOUGH_DECIMALS) > 0]


def get_lines(visits: Iterable[str], for_update: bool) -> list[frappe._dict]:
	invoice, line = DocType("Sales Invoice"), DocType("Sales Invoice Item")
	query = (
		frappe.qb.from_(line)
		.join(invoice)
		.on(invoice.name == line.parent)
		.select(line.name, line.qty, line.maintenance_visit.as_("visit"), line.maintenance_visit_part)
		.select(line.item_code, line.stock_qty, invoice.name.as_("invoice"))
		.select(invoice.docstatus, invoice.update_stock)
		.where(line.maintenance_visit.isin(list(visits)))
		.where((invoice.docstatus < 2) & (invoice.is_return == 0))
		.orderby(line.creation, line.idx)
	)
	lines = (query.for_update() if for_update else query).run(as_dict=True)
	for found in lines:
		found.part = found.maintenance_visit_part or LABOUR
	return lines


def get_credited_qty(invoices: set[str], for_update: bool) -> dict[str, float]:
	"""Return {line of an invoice: quantity that submitted credit notes give back, below zero}."""
	if not invoices:
		return {}
	invoice, line = DocType("Sales Invoice"), DocType("Sales Invoice Item")
	query = (
		frappe.qb.from_(line)
		.join(invoice)
		.on(invoice.name == line.parent)
		.select(line.sales_invoice_item, line.qty)
		.where(invoice.return_against.isin(list(invoices)))
		.where((invoice.docstatus == 1) & (invoice.is_return == 1))
	)
	credited = {}
	for name, qty in (query.for_update() if for_update else query).run():
		credited[name] = credited.get(name, 0) + flt(qty)
	return credited
