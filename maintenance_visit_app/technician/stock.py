"""The parts that a technician may use: what is in his warehouse, and what was used on the same items before."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType, Order
from frappe.query_builder.functions import Count
from frappe.utils import add_months, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.technician.reading import drop_empty, get_readable, read

VISIT = "Maintenance Visit"
ITEM_FIELDS = (
	"item_name",
	"stock_uom",
	"is_stock_item",
	"has_serial_no",
	"has_batch_no",
	"has_variants",
	"disabled",
)
MONTHS = 12
MOST_PARTS, MOST_NUMBERS = 500, 2000


def get_stock(user: str, persons: list[str], items: set[str]) -> dict:
	"""Return {warehouse, parts} as of now, most used parts first; the same few statements for any number."""
	warehouse = get_warehouse(user, persons)
	used, there = get_used_parts(items), get_quantities(warehouse)
	names = sorted({*used, *there}, key=lambda name: (-used.get(name, 0), name))[:MOST_PARTS]
	found = get_readable("Item", names, ITEM_FIELDS)
	parts = [
		name for name in names if name in found and not (found[name].disabled or found[name].has_variants)
	]
	barcodes, serial_numbers = get_barcodes(parts), get_serial_numbers(warehouse, parts)
	batches = get_batches([name for name in parts if found[name].has_batch_no])
	return {
		"warehouse": warehouse,
		"parts": [
			drop_empty(
				{
					"item_code": name,
					"item_name": found[name].item_name,
					"stock_uom": found[name].stock_uom,
					"is_stock_item": found[name].is_stock_item,
					"has_serial_no": found[name].has_serial_no,
					"has_batch_no": found[name].has_batch_no,
					"qty": there.get(name, 0),
					"used": used.get(name, 0),
					"barcodes": barcodes.get(name, []),
					"serial_numbers": serial_numbers.get(name, []),
					"batches": batches.get(name, []),
				}
			)
			for name in parts
		],
	}


def get_warehouse(user: str, persons: list[str]) -> str | None:
	"""Return the warehouse of the technician's profile, his user's default, the settings', or where he took parts last."""
	for get in (get_warehouse_of_profile, get_default_warehouse, get_last_warehouse):
		warehouse = get(user, persons)
		is_there = warehouse and frappe.db.exists("Warehouse", {"name": warehouse, "disabled": 0})
		if is_there and frappe.has_permission("Warehouse", "read", warehouse):
			return warehouse
	return None


def get_warehouse_of_profile(user: str, persons: list[str]) -> str | None:
	profile = "Technician Profile"
	if not persons or not has_doctype(profile) or not frappe.get_meta(profile).has_field("warehouse"):
		return None
	return frappe.db.get_value(profile, {"name": ("in", persons)}, "warehouse")


def get_default_warehouse(user: str, persons: list[str]) -> str | None:
	return frappe.defaults.get_user_default("Warehouse", user) or get_settings().default_warehouse


def get_last_warehouse(user: str, persons: list[str]) -> str | None:
	if not persons:
		return None
	visit, part, row = DocType(VISIT), DocType("Maintenance Visit Part"), DocType("Maintenance Visit Purpose")
	query = (
		frappe.qb.from_(part)
		.join(visit)
		.on((visit.name == part.parent) & (part.parenttype == VISIT))
		.join(row)
		.on((row.parent == visit.name) & (row.parenttype == VISIT))
		.select(part.warehouse)
		.where(row.service_person.isin(persons) & (part.warehouse != "") & (visit.docstatus < 2))
		.where(visit.mntc_date >= add_months(today(), -MONTHS))
		.orderby(visit.mntc_date, order=Order.desc)
		.limit(1)
	)
	return next(iter(query.run(pluck=True)), None)


def get_quantities(warehouse: str | None) -> dict[str, float]:
	"""Return {item: quantity} of a warehouse that the user may read: its Bins are the stock people's alone."""
	if not warehouse:
		return {}
	filters = {"warehouse": warehouse, "actual_qty": (">", 0)}
	bins = frappe.get_all("Bin", filters, ["item_code", "actual_qty"], limit=MOST_PARTS)
	return {stock.item_code: stock.actual_qty for stock in bins}


def get_used_parts(items: set[str]) -> dict[str, int]:
	"""Return {part: how many visits of the last year it was used on} of visits to the same items."""
	if not items:
		return {}
	visit, part, row = DocType(VISIT), DocType("Maintenance Visit Part"), DocType("Maintenance Visit Purpose")
	visits = Count(visit.name).distinct()
	query = (
		frappe.qb.from_(part)
		.join(visit)
		.on((visit.name == part.parent) & (part.parenttype == VISIT))
		.join(row)
		.on((row.parent == visit.name) & (row.parenttype == VISIT))
		.select(part.item_code, visits.as_("visits"))
		.where((visit.docstatus < 2) & (visit.mntc_date >= add_months(today(), -MONTHS)))
		.where(row.item_code.isin(sorted(items)))
		.groupby(part.item_code)
		.orderby(visits, order=Order.desc)
		.limit(MOST_PARTS)
	)
	return dict(query.run())


def get_barcodes(items: list[str]) -> dict[str, list[str]]:
	if not items or not has_doctype("Item Barcode"):
		return {}
	filters = {"parenttype": "Item", "parent": ("in", items)}
	rows = frappe.get_all("Item Barcode", filters, ["parent", "barcode"], order_by="parent, idx")
	return group((row.parent, row.barcode) for row in rows)


def get_serial_numbers(warehouse: str | None, items: list[str]) -> dict[str, list[str]]:
	if not warehouse or not items:
		return {}
	filters = {"warehouse": warehouse, "item_code": ("in", items)}
	found = read("Serial No", filters, ["item_code"], order_by="name", limit=MOST_NUMBERS)
	return group((serial_no.item_code, serial_no.name) for serial_no in found)


def get_batches(items: list[str]) -> dict[str, list[str]]:
	if not items:
		return {}
	filters = [["item", "in", items], ["disabled", "=", 0]]
	fields = ["item", "expiry_date"]
	found = read("Batch", filters, fields, order_by="creation desc", limit=MOST_NUMBERS)
	day = today()
	return group((batch.item, batch.name) for batch in found if str(batch.get("expiry_date") or day) >= day)


def group(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = {}
	for key, value in pairs:
		found.setdefault(key, []).append(value)
	return found
