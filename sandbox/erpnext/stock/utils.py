"""What is in stock, and which warehouses a transaction may use."""

import datetime

import frappe
from frappe import _
from frappe.query_builder.functions import Sum


class InvalidWarehouseCompany(frappe.ValidationError):
	pass


@frappe.whitelist()
def get_stock_balance(
	item_code: str,
	warehouse: str | None,
	posting_date: str | datetime.date | None = None,
	posting_time: str | datetime.timedelta | None = None,
	with_valuation_rate: bool = False,
	with_serial_no: bool = False,
	inventory_dimensions_dict: dict | None = None,
) -> float | tuple:
	"""Return the quantity of an item in a warehouse; with its rate, and its serial numbers, where asked for.

	ERPNext looks at the given day; the stand-in knows only what is there now. Needs the right to read items.
	"""
	frappe.has_permission("Item", "read", throw=True)
	filters = {"item_code": item_code, "warehouse": warehouse}
	found = frappe.db.get_value("Bin", filters, ["actual_qty", "valuation_rate"]) or (0.0, 0.0)
	if not with_valuation_rate:
		return found[0]
	if not with_serial_no:
		return tuple(found)
	serial_nos = frappe.get_all("Serial No", filters, pluck="name", order_by="creation")
	return (*found, "\n".join(serial_nos))


@frappe.whitelist()
def get_latest_stock_qty(item_code: str, warehouse: str | None = None) -> float | None:
	"""Return what is there of an item in a warehouse, in all below a group, or in all; None where never any.

	Checks no permission, as in ERPNext.
	"""
	stock = frappe.qb.DocType("Bin")
	query = frappe.qb.from_(stock).select(Sum(stock.actual_qty)).where(stock.item_code == item_code)
	if warehouse:
		query = query.where(stock.warehouse.isin(get_warehouses(warehouse)))
	return query.run()[0][0]


def get_warehouses(warehouse: str) -> list[str]:
	"""Return the warehouse and those below it."""
	lft, rgt = frappe.db.get_value("Warehouse", warehouse, ["lft", "rgt"])
	return frappe.get_all("Warehouse", {"lft": (">=", lft), "rgt": ("<=", rgt)}, pluck="name")


def get_or_make_bin(item_code: str, warehouse: str) -> str:
	"""Return the name of the Bin that holds an item in a warehouse."""
	filters = {"item_code": item_code, "warehouse": warehouse}
	name = frappe.db.get_value("Bin", filters)
	return name or frappe.get_doc({"doctype": "Bin", **filters}).insert(ignore_permissions=True).name


def validate_warehouse_company(warehouse: str, company: str) -> None:
	"""Throw where a warehouse is of another company."""
	if frappe.get_cached_value("Warehouse", warehouse, "company") != company:
		frappe.throw(
			_("Warehouse {0} is not of company {1}. Choose another one.").format(warehouse, company),
			InvalidWarehouseCompany,
		)


def is_group_warehouse(warehouse: str) -> None:
	"""Throw where a warehouse is a group: nothing lies in it."""
	if frappe.get_cached_value("Warehouse", warehouse, "is_group"):
		frappe.throw(_("Warehouse {0} is a group. Choose one below it.").format(warehouse))
