"""A part leaves the stock once: by its visit's Stock Entry, or by an invoice with Update Stock."""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, flt, get_link_to_form

from maintenance_visit_app.derived.stock_entries import (
	get_delivered_lines,
	get_issued_items,
	get_used_qty,
)
from maintenance_visit_app.maintenance_visits.parts.errors import AlreadyIssuedError

ENOUGH_DECIMALS = 6

# {(visit, item): quantity in the stock unit}
Quantities = dict[tuple[str, str], float]


def validate_entry_left_once(stock_entry: Document) -> None:
	"""Throw AlreadyIssuedError where an invoice takes out what a visit's Stock Entry is to issue. Lock the visit before."""
	visit = stock_entry.maintenance_visit
	invoices = get_delivered_lines([visit], for_update=True)
	if not invoices:
		return
	left = get_left(invoices, ())
	places = {(line.visit, line.item_code): line.invoice for line in invoices}
	for row in stock_entry.items:
		if (key := (visit, row.item_code)) in places and not take(left, key, row.transfer_qty):
			throw_left_twice(row, visit, "Sales Invoice", places[key], left[key] + row.transfer_qty)


def validate_invoice_left_once(sales_invoice: Document, rows: list[Document]) -> None:
	"""Throw AlreadyIssuedError where an invoice with Update Stock takes out what a Stock Entry issues. Lock the visits before."""
	rows = [row for row in rows if row.maintenance_visit_part]
	if not sales_invoice.update_stock or not rows:
		return
	visits = {row.maintenance_visit for row in rows}
	issued = get_issued_items(visits)
	if not issued:
		return
	lines = get_delivered_lines(visits, for_update=True)
	left = get_left([line for line in lines if line.invoice != sales_invoice.name], issued)
	places = {(found.visit, found.item_code): found.document for found in issued}
	for row in rows:
		key = (row.maintenance_visit, row.item_code)
		if key in places and not take(left, key, row.stock_qty):
			throw_left_twice(row, key[0], "Stock Entry", places[key], left[key] + row.stock_qty)


def get_left(invoiced: Iterable[frappe._dict], issued: Iterable[frappe._dict]) -> Quantities:
	"""Return what visits used and nothing has taken out yet: the same item may be used more than once."""
	moved = [(found.visit, found.item_code, found.qty) for found in issued]
	moved += [(line.visit, line.item_code, line.stock_qty) for line in invoiced]
	left = defaultdict(float, get_used_qty({visit for visit, *_rest in moved}))
	for visit, item_code, qty in moved:
		left[visit, item_code] -= flt(qty)
	return left


def take(left: Quantities, key: tuple[str, str], qty: float) -> bool:
	"""Take a quantity off what is left, and tell whether there was so much."""
	left[key] = flt(left[key] - flt(qty), ENOUGH_DECIMALS)
	return left[key] >= 0


def throw_left_twice(row: Document, visit: str, doctype: str, name: str, left: float) -> None:
	frappe.throw(
		_(
			"Row #{0}: {1} of Maintenance Visit {2} goes out of stock by {3} {4}, so {5} is left to take out here. In an invoice, uncheck Update Stock; else delete the row, or cancel {4} first."
		).format(
			row.idx,
			frappe.bold(escape_html(row.item_name or row.item_code)),
			get_link_to_form("Maintenance Visit", visit),
			_(doctype),
			get_link_to_form(doctype, name),
			f"{max(flt(left), 0):g}",
		),
		AlreadyIssuedError,
		title=_("Parts Are Issued Already"),
	)
