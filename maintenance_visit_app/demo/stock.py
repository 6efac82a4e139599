"""The spare parts of the demo company: received into its stores, and used on visits."""

import frappe
from frappe.model.document import Document

from maintenance_visit_app.demo import tables
from maintenance_visit_app.demo.records import make
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import (
	make_stock_entry,
)

ACTIVATE_NUMBERS = "enable_serial_and_batch_no_for_item"


def activate_numbers() -> None:
	"""From ERPNext 17 on, items may have serial and batch numbers where the site asked for them."""
	if frappe.db.exists("DocField", {"parent": "Stock Settings", "fieldname": ACTIVATE_NUMBERS}):
		frappe.db.set_single_value("Stock Settings", ACTIVATE_NUMBERS, 1)


def make_spare_parts() -> None:
	for code, (name, _rate, _qty, serial_numbers, batch) in tables.SPARE_PARTS.items():
		make(
			"Item",
			code,
			item_code=code,
			item_name=name,
			item_group=tables.SPARES,
			stock_uom="Nos",
			is_stock_item=1,
			has_serial_no=int(bool(serial_numbers)),
			has_batch_no=int(bool(batch)),
		)
		if batch:
			make("Batch", batch, batch_id=batch, item=code)


def receive_spare_parts() -> None:
	"""Bring into stock what was never received before."""
	stocked = frappe.get_all("Bin", {"item_code": ("in", list(tables.SPARE_PARTS))}, pluck="item_code")
	rows = [get_receipt_row(code) for code in tables.SPARE_PARTS if code not in stocked]
	if rows:
		new_stock_entry("Material Receipt", rows).insert().submit()


def get_receipt_row(code: str) -> dict:
	_name, rate, qty, serial_numbers, batch = tables.SPARE_PARTS[code]
	return {
		"item_code": code,
		"qty": qty,
		"basic_rate": rate,
		"t_warehouse": get_warehouse(),
		"use_serial_batch_fields": int(bool(serial_numbers or batch)),
		"serial_no": "\n".join(serial_numbers),
		"batch_no": batch,
	}


def new_stock_entry(purpose: str, rows: list[dict]) -> Document:
	return frappe.get_doc(
		{
			"doctype": "Stock Entry",
			"stock_entry_type": purpose,
			"purpose": purpose,
			"company": tables.COMPANY["company_name"],
			"items": rows,
		}
	)


def add_parts(visit: Document, reference: str | None) -> None:
	parts, _issued = tables.PARTS.get(reference, ([], False))
	for item_code, qty, serial_no, batch_no, coverage in parts:
		visit.append(
			"parts",
			{
				"item_code": item_code,
				"qty": qty,
				"warehouse": get_warehouse(),
				"serial_no": serial_no,
				"batch_no": batch_no,
				"coverage": coverage,
			},
		)


def issue_parts(visit: Document, reference: str | None) -> None:
	_parts, issued = tables.PARTS.get(reference, ([], False))
	if issued:
		make_stock_entry(visit.name).insert().submit()


def get_warehouse() -> str | None:
	"""Return the stores, or on a site in another language the first warehouse there is."""
	filters = {"company": tables.COMPANY["company_name"], "is_group": 0}
	stores = frappe.db.get_value("Warehouse", {**filters, "warehouse_name": "Stores"})
	return stores or frappe.db.get_value("Warehouse", filters, order_by="name asc")
