"""What is in stock of a visit's parts, and what is missing to issue them."""

from collections.abc import Iterator

import frappe
from erpnext.stock.doctype.serial_no.serial_no import get_serial_nos
from erpnext.stock.stock_ledger import is_negative_stock_allowed
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.maintenance_visits.parts.errors import (
	ShortageError,
	locate,
	say_quantity,
)


@frappe.whitelist()
def get_available_qty(item_code: str, warehouse: str) -> float:
	"""Return how much of an item a warehouse has, in the stock unit.

	Raises frappe.PermissionError where the user may not read the item or the warehouse.
	"""
	frappe.has_permission("Item", "read", item_code, throw=True)
	frappe.has_permission("Warehouse", "read", warehouse, throw=True)
	return get_stock({item_code}, {warehouse}).get((item_code, warehouse), 0.0)


def set_available_qty(rows: list[Document]) -> None:
	"""Show in each row what its warehouse has now."""
	stock = get_stock({row.item_code for row in rows}, {row.warehouse for row in rows if row.warehouse})
	for row in rows:
		row.available_qty = stock.get((row.item_code, row.warehouse), 0)


def handle_shortages(
	visit: Document, items: dict[str, frappe._dict], serial_numbers: dict[str, frappe._dict]
) -> None:
	"""Tell what is missing, while it can be mended; throw ShortageError where the submit is to issue the parts."""
	is_issuing = is_issued_on_submit()
	rows = [row for row in visit.parts if items[row.item_code].is_stock_item]
	shortages = [*get_missing_stock(rows, is_issuing), *get_missing_serial_numbers(rows, serial_numbers)]
	if is_issuing:
		shortages += get_missing_entries(rows, items)
	if not shortages:
		return
	title = _("Parts Are Missing")
	if visit.docstatus.is_draft():
		frappe.msgprint(shortages, title=title, indicator="orange", as_list=True)
	elif is_issuing:
		frappe.throw(shortages, ShortageError, title=title, as_list=True)


def is_issued_on_submit() -> bool:
	"""Tell whether the settings let a visit's submit issue its parts."""
	return bool(get_settings().issue_parts_on_submit)


def get_missing_stock(rows: list[Document], is_issuing: bool) -> Iterator[str]:
	"""Say for which rows too little is there, when the rows before them have had theirs."""
	left = {(row.item_code, row.warehouse): row.available_qty for row in rows}
	for row in rows:
		if not row.warehouse:
			continue
		there = flt(left[row.item_code, row.warehouse], row.precision("stock_qty"))
		left[row.item_code, row.warehouse] = there - row.stock_qty
		if there < row.stock_qty and not (is_issuing and is_negative_stock_allowed(item_code=row.item_code)):
			yield tell_of_shortage(row, max(there, 0))


def tell_of_shortage(row: Document, there: float) -> str:
	return locate(
		row,
		_(
			"{0} {1} of Item {2} are needed from Warehouse {3}, but {4} are available. Receive more, take less, or choose another warehouse."
		).format(
			say_quantity(row, row.stock_qty),
			row.stock_uom,
			frappe.bold(row.item_code),
			frappe.bold(row.warehouse),
			say_quantity(row, there),
		),
	)


def get_missing_serial_numbers(
	rows: list[Document], serial_numbers: dict[str, frappe._dict]
) -> Iterator[str]:
	for row in rows:
		for number in get_serial_nos(row.serial_no) if row.warehouse else ():
			if serial_numbers[number].warehouse != row.warehouse:
				yield locate(
					row,
					_("Serial No {0} of Item {1} is not in Warehouse {2}. Choose one that is there.").format(
						frappe.bold(number), frappe.bold(row.item_code), frappe.bold(row.warehouse)
					),
				)


def get_missing_entries(rows: list[Document], items: dict[str, frappe._dict]) -> Iterator[str]:
	"""Say what a row lacks to be issued. ERPNext would choose a number by itself: not the one that was built in."""
	for row in rows:
		item = items[row.item_code]
		if not row.warehouse:
			yield locate(
				row, _("Choose the warehouse that Item {0} comes from.").format(frappe.bold(row.item_code))
			)
		if item.has_serial_no and len(get_serial_nos(row.serial_no)) != row.stock_qty:
			yield locate(
				row,
				_("Enter the serial numbers of the {0} {1} of Item {2}.").format(
					say_quantity(row, row.stock_qty), row.stock_uom, frappe.bold(row.item_code)
				),
			)
		if item.has_batch_no and not item.has_serial_no and not row.batch_no:
			yield locate(row, _("Choose the batch of Item {0}.").format(frappe.bold(row.item_code)))


def get_stock(items: set[str], warehouses: set[str]) -> dict[tuple[str, str], float]:
	"""Return {(item, warehouse): actual quantity} with one statement."""
	if not warehouses:
		return {}
	filters = {"item_code": ("in", items), "warehouse": ("in", warehouses)}
	bins = frappe.get_all("Bin", filters, ["item_code", "warehouse", "actual_qty"])
	return {(stock.item_code, stock.warehouse): stock.actual_qty for stock in bins}
