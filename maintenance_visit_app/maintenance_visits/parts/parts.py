"""The parts of a visit: filled in and checked on each save, with as many statements for one row as for a hundred."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, get_link_to_form, getdate, today

from maintenance_visit_app.derived.stock_entries import get_stock_entry
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.maintenance_visits.parts import numbers, quantities, shortages
from maintenance_visit_app.maintenance_visits.parts.errors import (
	PartsIssuedError,
	throw_part,
)
from maintenance_visit_app.records import get_master_data

ITEM_FIELDS = (
	"item_name",
	"stock_uom",
	"variant_of",
	"has_variants",
	"is_stock_item",
	"has_serial_no",
	"has_batch_no",
	"disabled",
	"end_of_life",
)
ISSUED_FIELDS = ("item_code", "qty", "uom", "warehouse", "serial_no", "batch_no")


def set_and_validate_parts(visit: Document) -> None:
	"""Fill in what follows from a part's item, and throw PartError where a row can't be.

	What is not in stock is told. Parts that a Stock Entry issues stay as they are: a change throws
	PartsIssuedError.
	"""
	before = visit.get_doc_before_save()
	if not visit.parts and not (before and before.parts):
		return
	# Saving has locked the visit: nobody makes an entry meanwhile. A new visit has none, and no row to lock.
	if before and (stock_entry := get_stock_entry(visit.name, for_update=True)):
		validate_unchanged(visit, before, stock_entry)
		return
	items = get_items(visit)
	for row in visit.parts:
		validate_item(row, items.get(row.item_code))
		row.item_name = items[row.item_code].item_name
	quantities.set_quantities(visit.parts, items)
	set_warehouses(visit, items)
	serial_numbers = numbers.validate_numbers(visit.parts, items)
	shortages.set_available_qty(visit.parts)
	if visit.docstatus.is_draft():
		shortages.tell_of_shortages(visit.parts, items, serial_numbers)


def validate_unchanged(visit: Document, before: Document, stock_entry: frappe._dict) -> None:
	"""Throw PartsIssuedError where the parts are no longer those that the Stock Entry was made from."""
	if list(map(get_issued_values, before.parts)) == list(map(get_issued_values, visit.parts)):
		return
	frappe.throw(
		_(
			"Stock Entry {0} issues the parts of this visit. To change them, cancel or delete it first."
		).format(get_link_to_form("Stock Entry", stock_entry.name)),
		PartsIssuedError,
		title=_("Parts Are Issued"),
	)


def get_issued_values(row: Document) -> list:
	return [flt(row.qty) if field == "qty" else row.get(field) or None for field in ISSUED_FIELDS]


def get_items(visit: Document) -> dict[str, frappe._dict]:
	return get_master_data("Item", {row.item_code for row in visit.parts if row.item_code}, list(ITEM_FIELDS))


def validate_item(row: Document, item: frappe._dict | None) -> None:
	"""For what is out of use the rule is ERPNext's validate_end_of_life, which names no row, and reads item by item."""
	if not item:
		throw_part(row, _("Choose the item that was used, or delete the row."))
	name = frappe.bold(row.item_code)
	if item.disabled or is_past_its_life(item):
		throw_part(row, _("Item {0} is disabled or no longer in use. Choose another item.").format(name))
	if item.has_variants:
		throw_part(row, _("Item {0} is a template. Choose one of its variants.").format(name))


def is_past_its_life(item: dict) -> bool:
	"""MariaDB may keep 0000-00-00 of former years, which is no day."""
	day = getdate(item.end_of_life) if item.end_of_life else None
	return bool(day) and day <= getdate(today())


def set_warehouses(visit: Document, items: dict[str, frappe._dict]) -> None:
	"""Default to the settings' warehouse, where it is of the visit's company. What isn't stocked needs none."""
	default = get_settings().default_warehouse
	names = {default, *(row.warehouse for row in visit.parts)} - {None, ""}
	warehouses = get_master_data("Warehouse", names, ["company", "is_group", "disabled"])
	if default not in warehouses or get_fault(warehouses[default], visit.company):
		default = None
	for row in visit.parts:
		row.warehouse = (row.warehouse or default) if items[row.item_code].is_stock_item else None
		if row.warehouse and (fault := get_fault(warehouses[row.warehouse], visit.company)):
			throw_part(row, fault)


def get_fault(warehouse: frappe._dict, company: str) -> str | None:
	"""Return why no part of this company's visits can come from the warehouse; None where it can."""
	name = frappe.bold(warehouse.name)
	if warehouse.company != company:
		return _("Warehouse {0} is of company {1}. Choose a warehouse of {2}.").format(
			name, frappe.bold(warehouse.company), frappe.bold(company)
		)
	if warehouse.is_group:
		return _("Warehouse {0} is a group. Choose a warehouse below it.").format(name)
	if warehouse.disabled:
		return _("Warehouse {0} is disabled. Choose another one.").format(name)
	return None
