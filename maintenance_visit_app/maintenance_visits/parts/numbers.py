"""The serial numbers and batches of a visit's parts."""

from collections import Counter

import frappe
from erpnext.stock.doctype.serial_no.serial_no import get_serial_nos
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html

from maintenance_visit_app.maintenance_visits.parts.errors import (
	say_quantity,
	throw_part,
)
from maintenance_visit_app.records import get_by_name


def validate_numbers(rows: list[Document], items: dict[str, frappe._dict]) -> dict[str, frappe._dict]:
	"""Throw PartError where a number is not of the row's item, or named too often; return the Serial Nos."""
	names = [serial_no for row in rows for serial_no in get_serial_nos(cstr(row.serial_no))]
	serial_numbers = get_by_name("Serial No", set(names), ["item_code", "warehouse"])
	batches = get_by_name("Batch", {row.batch_no for row in rows if row.batch_no}, ["item", "disabled"])
	counted = Counter(names)
	for row in rows:
		numbers = get_serial_nos(cstr(row.serial_no))
		row.serial_no = "\n".join(numbers) or None
		validate_serial_numbers(row, numbers, serial_numbers)
		validate_named_once(row, numbers, counted)
		validate_count(row, numbers)
		if row.batch_no:
			validate_batch(row, batches[row.batch_no])
	return serial_numbers


def validate_serial_numbers(
	row: Document, numbers: list[str], serial_numbers: dict[str, frappe._dict]
) -> None:
	for number in numbers:
		if number not in serial_numbers:
			throw_part(
				row,
				_("Serial No {0} does not exist. Correct it, or receive it into stock first.").format(
					frappe.bold(escape_html(number))
				),
			)
		if (item_code := serial_numbers[number].item_code) != row.item_code:
			throw_part(
				row,
				_("Serial No {0} belongs to Item {1}, not to Item {2}. Choose one of Item {2}.").format(
					frappe.bold(escape_html(number)), frappe.bold(item_code), frappe.bold(row.item_code)
				),
			)


def validate_named_once(row: Document, numbers: list[str], counted: Counter) -> None:
	for number in numbers:
		if counted[number] > 1:
			throw_part(
				row,
				_("Serial No {0} is named {1} times in this table. Leave it in once.").format(
					frappe.bold(escape_html(number)), counted[number]
				),
			)


def validate_count(row: Document, numbers: list[str]) -> None:
	if len(numbers) > row.stock_qty:
		throw_part(
			row,
			_(
				"{0} serial numbers are named, but only {1} {2} are used. Remove some, or raise the quantity."
			).format(len(numbers), say_quantity(row, row.stock_qty), row.stock_uom),
		)


def validate_batch(row: Document, batch: frappe._dict) -> None:
	if batch.item != row.item_code:
		throw_part(
			row,
			_("Batch {0} belongs to Item {1}, not to Item {2}. Choose one of Item {2}.").format(
				frappe.bold(batch.name), frappe.bold(batch.item), frappe.bold(row.item_code)
			),
		)
	if batch.disabled:
		throw_part(row, _("Batch {0} is disabled. Choose another one.").format(frappe.bold(batch.name)))
