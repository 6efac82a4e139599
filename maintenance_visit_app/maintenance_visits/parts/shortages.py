"""What is in stock of a visit's parts, and what is missing to issue them."""

from collections.abc import Iterator

import frappe
from erpnext.stock.doctype.serial_no.serial_no import get_serial_nos
from erpnext.stock.stock_ledger import is_negative_stock_allowed
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.derived.stock_entries import get_stock_entry
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.maintenance_visits.parts.errors import (
	locate,
	say_quantity,
)
from maintenance_visit_app.records import get_by_name

# What an issue asks of an item
NUMBERS = ("serial_no", "batch_no")
FIELDS = ("is_stock_item", "has_serial_no", "has_batch_no")


@frappe.whitelist()
@complete
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


def tell_of_shortages(
	rows: list[Document], items: dict[str, frappe._dict], serial_numbers: dict[str, frappe._dict]
) -> None:
	"""Tell what is missing, while it can be mended."""
	shortages = [message for message, _fieldname, _row in find_shortages(rows, items, serial_numbers)]
	if shortages:
		frappe.msgprint(shortages, title=_("Parts Are Missing"), indicator="orange", as_list=True)


def get_missing(visit: Document) -> Iterator[tuple]:
	"""Where the settings let the submit issue the parts, they have to be there, and no Stock Entry yet."""
	if not visit.parts or not is_issued_on_submit() or (visit.name and get_stock_entry(visit.name)):
		return
	items = get_by_name("Item", {row.item_code for row in visit.parts}, list(FIELDS))
	names = {serial_no for row in visit.parts for serial_no in get_serial_nos(row.serial_no)}
	rows = [row for row in visit.parts if row.item_code in items]
	yield from find_shortages(rows, items, get_by_name("Serial No", names, ["warehouse"]))


def get_open_questions(visit: Document) -> Iterator[tuple]:
	"""Where parts are issued later, say which numbers that will lack: only who was there knows what was built in."""
	if not visit.parts or is_issued_on_submit() or (visit.name and get_stock_entry(visit.name)):
		return
	items = get_by_name("Item", {row.item_code for row in visit.parts}, list(FIELDS))
	stocked = [row for row in visit.parts if row.item_code in items and items[row.item_code].is_stock_item]
	yield from (gap for gap in get_missing_entries(stocked, items) if gap[1] in NUMBERS)


def find_shortages(
	rows: list[Document], items: dict[str, frappe._dict], serial_numbers: dict[str, frappe._dict]
) -> Iterator[tuple]:
	"""Yield (message, fieldname, row): too little stock, numbers that are elsewhere, and what an issue lacks."""
	is_issuing = is_issued_on_submit()
	stocked = [row for row in rows if items[row.item_code].is_stock_item]
	yield from get_missing_stock(stocked, is_issuing)
	yield from get_missing_serial_numbers(stocked, serial_numbers)
	if is_issuing:
		yield from get_missing_entries(stocked, items)


def is_issued_on_submit() -> bool:
	"""Tell whether the settings let a visit's submit issue its parts."""
	return bool(get_settings().issue_parts_on_submit)


def get_missing_stock(rows: list[Document], is_issuing: bool) -> Iterator[tuple]:
	"""Say for which rows too little is there, when the rows before them have had theirs."""
	left = {(row.item_code, row.warehouse): row.available_qty for row in rows}
	for row in rows:
		if not row.warehouse:
			continue
		there = flt(left[row.item_code, row.warehouse], row.precision("stock_qty"))
		left[row.item_code, row.warehouse] = there - row.stock_qty
		if there < row.stock_qty and not (is_issuing and is_negative_stock_allowed(item_code=row.item_code)):
			yield describe_shortage(row, max(there, 0)), "qty", row


def describe_shortage(row: Document, there: float) -> str:
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
) -> Iterator[tuple]:
	for row in rows:
		for number in get_serial_nos(row.serial_no) if row.warehouse else ():
			if serial_numbers.get(number, {}).get("warehouse") != row.warehouse:
				message = _("Serial No {0} of Item {1} is not in Warehouse {2}. Choose one that is there.")
				names = map(frappe.bold, (number, row.item_code, row.warehouse))
				yield locate(row, message.format(*names)), "serial_no", row


def get_missing_entries(rows: list[Document], items: dict[str, frappe._dict]) -> Iterator[tuple]:
	"""Say what a row lacks to be issued. ERPNext would choose a number by itself: not the one that was built in."""
	for row in rows:
		item, name = items[row.item_code], frappe.bold(row.item_code)
		if not row.warehouse:
			message = _("Choose the warehouse that Item {0} comes from.").format(name)
			yield locate(row, message), "warehouse", row
		if item.has_serial_no and len(get_serial_nos(row.serial_no)) != row.stock_qty:
			message = _("Enter the serial numbers of the {0} {1} of Item {2}.").format(
				say_quantity(row, row.stock_qty), row.stock_uom, name
			)
			yield locate(row, message), "serial_no", row
		if item.has_batch_no and not item.has_serial_no and not row.batch_no:
			yield locate(row, _("Choose the batch of Item {0}.").format(name)), "batch_no", row


def get_stock(items: set[str], warehouses: set[str]) -> dict[tuple[str, str], float]:
	"""Return {(item, warehouse): actual quantity} with one statement."""
	if not warehouses:
		return {}
	filters = {"item_code": ("in", items), "warehouse": ("in", warehouses)}
	bins = frappe.get_all("Bin", filters, ["item_code", "warehouse", "actual_qty"])
	return {(stock.item_code, stock.warehouse): stock.actual_qty for stock in bins}
