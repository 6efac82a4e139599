"""What stock transactions do to the stock. ERPNext derives it from a ledger, the stand-in keeps the result."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from erpnext.stock.utils import get_or_make_bin

ENOUGH_DECIMALS = 6


class NegativeStockError(frappe.ValidationError):
	pass


def change_stock(item_code: str, warehouse: str, qty: float, rate: float) -> None:
	"""Add `qty` of the stock unit, worth `rate` each, to a warehouse, or take it out where it is below zero.

	Raises NegativeStockError where the warehouse has less. Three statements, five for a new Bin.
	"""
	name = get_or_make_bin(item_code, warehouse)
	fieldnames = ["actual_qty", "valuation_rate", "stock_value"]
	before = frappe.db.get_value("Bin", name, fieldnames, as_dict=True, for_update=True)
	actual_qty = flt(before.actual_qty + qty, ENOUGH_DECIMALS)
	if qty < 0 and actual_qty < 0:
		throw_negative_stock(item_code, warehouse, -actual_qty)
	stock_value = flt(before.stock_value + qty * flt(rate), ENOUGH_DECIMALS) if actual_qty else 0
	valuation_rate = stock_value / actual_qty if actual_qty else before.valuation_rate
	values = {"actual_qty": actual_qty, "projected_qty": actual_qty}
	frappe.db.set_value("Bin", name, {**values, "stock_value": stock_value, "valuation_rate": valuation_rate})


def get_stock_rows(rows: list[Document]) -> list[Document]:
	"""Return those whose item is kept in stock."""
	return [row for row in rows if frappe.get_cached_value("Item", row.item_code, "is_stock_item")]


def take_out(document: Document, rows: list[Document]) -> None:
	"""Take what the rows of a sale say out of their warehouses, or put it back where the sale is cancelled."""
	sign = 1 if document.docstatus.is_cancelled() else -1
	for row in rows:
		change_stock(row.item_code, row.warehouse, sign * row.stock_qty, 0)


def is_negative_stock_allowed(*, item_code: str | None = None) -> bool:
	"""Tell whether stock may go below zero. ERPNext asks its Stock Settings and the item; the stand-in never lets it."""
	return False


def throw_negative_stock(item_code: str, warehouse: str, missing_qty: float) -> None:
	frappe.throw(
		_("{0} units of item {1} are missing in warehouse {2}. Receive them first, or take less.").format(
			flt(missing_qty), item_code, warehouse
		),
		NegativeStockError,
		title=_("Insufficient Stock"),
	)
